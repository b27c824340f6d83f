"""Whatever a device says comes out as the text it was."""

from __future__ import annotations

import html
import re
import unicodedata

import markdown as python_markdown
from hypothesis import given, settings
from hypothesis import strategies as st

from truongluy.reports import markup
from truongluy.verdict import Text

ANYTHING = st.text(max_size=60)
NASTY = st.lists(
    st.sampled_from(
        [
            "<script>",
            "</td>",
            "|",
            "]]",
            "&lt;",
            "&#60;",
            "{: onclick=x}",
            "`",
            "*",
            "_",
            "#",
            "\n",
            "\t",
            " ",
            "x",
        ]
    )
).map("".join)


@given(st.one_of(ANYTHING, NASTY))
def test_escaped_text_reads_back_and_opens_no_tag(text):
    escaped = markup.escape(text)
    assert html.unescape(escaped) == markup.visible(text)
    assert not re.search("[<>\"']", escaped)


@given(st.one_of(ANYTHING, NASTY))
def test_nothing_hides_in_visible_text(text):
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn"}
    assert not [c for c in markup.visible(text) if unicodedata.category(c) in hidden and c not in "\n\t"]


@settings(deadline=None)  # the first page pays for loading the extensions
@given(st.one_of(ANYTHING, NASTY))
def test_markdown_line_is_a_paragraph_of_just_that_text(text):
    line = markup.markdown(f"a{text}z")
    shown = python_markdown.markdown(line, extensions=["attr_list", "md_in_html", "tables"])
    assert shown.startswith("<p>") and shown.endswith("</p>")
    assert "<" not in shown[3:-4]
    assert html.unescape(shown[3:-4]) == " ".join(markup.visible(f"a{text}z").split())


@settings(deadline=None)  # the first page pays for loading the extensions
@given(st.one_of(ANYTHING, NASTY))
def test_table_cell_survives_markdown_untouched(text):
    made = markup.table("x", ["a", "b"], [["row", text]])
    shown = python_markdown.markdown(made, extensions=["attr_list", "md_in_html", "tables"])
    assert shown == made


def test_attribute_can_not_be_left():
    made = markup.tag("a", "x", href='"><script>', title="a'b")
    assert made == '<a href="&quot;&gt;&lt;script&gt;" title="a&#x27;b">x</a>'


def test_english_is_marked_and_not_repeated_when_it_is_the_same():
    assert markup.both(Text("có", "yes")) == 'có <span class="en" lang="en">yes</span>'
    assert markup.both(Text("debian", "debian")) == "debian"
