"""The pages of the report site: each module makes the Markdown of one kind of page."""
