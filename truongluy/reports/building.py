"""Runs MkDocs on the pages of a report; a warning is an error."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from typing import Any

# One element on one line, as `markup` writes it; data can't forge it, because data never holds a bare "<".
_BLOCK = re.compile(r"^<.*$", re.MULTILINE)
_PLACE = re.compile(r'<div data-block="(\d+)"></div>')


class SiteError(Exception):
    """MkDocs refused the pages; the message holds what it said."""


class KeepHtml:
    """Takes finished HTML past Markdown, which would parse it twice only to leave it as it is.

    Pages of one device and the comparison get it back after the search index was made: their many rows repeat what
    other pages say, and would make the index of a province too large to load. Their titles and headings are indexed.
    A plugin by its methods only: importing MkDocs' base class takes 0.3 s of every verb.
    """

    def __init__(self, documentation: str) -> None:
        self._documentation = documentation
        self._blocks: dict[str, list[str]] = {}

    def on_page_markdown(self, markdown: str, /, *, page: Any, config: Any, files: Any) -> str:
        """Before Markdown: each block leaves a mark of where it stood."""
        if page.file.src_uri.startswith(self._documentation):
            return markdown  # written by people, who may mean Markdown inside HTML
        blocks = self._blocks.setdefault(page.file.src_uri, [])

        def keep(match: re.Match[str]) -> str:
            blocks.append(match[0])
            return f'<div data-block="{len(blocks) - 1}"></div>'

        return _BLOCK.sub(keep, markdown)

    def on_page_content(self, html: str, /, *, page: Any, config: Any, files: Any) -> str:
        """After Markdown, before the search index."""
        return html if _unsearched(page.file.src_uri) else self._put_back(html, page)

    def on_post_page(self, output: str, /, *, page: Any, config: Any) -> str:
        """After the search index."""
        return self._put_back(output, page)

    def _put_back(self, html: str, page: Any) -> str:
        blocks = self._blocks.get(page.file.src_uri)
        return _PLACE.sub(lambda match: blocks[int(match[1])], html) if blocks else html


def _unsearched(page: str) -> bool:
    return page == "comparison.md" or (page.startswith("devices/") and page != "devices/index.md")


def build_site(configuration: Path, pages: Path, site: Path, nav: list[Any], documentation: str) -> None:
    """`mkdocs build --strict` in this process; `documentation` is the folder of pages written by people.

    Raises SiteError.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the advertisement of the theme's next version
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    heard = _Heard()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    try:
        config = load_config(
            str(configuration), docs_dir=str(pages), site_dir=str(site), nav=nav, strict=True
        )
        config.plugins["keep_html"] = KeepHtml(documentation)  # type: ignore[assignment]
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except (MkDocsException, SystemExit) as problem:
        raise SiteError("\n".join([*heard.lines, str(problem)])) from None
    finally:
        logger.removeHandler(heard)


class _Heard(logging.Handler):
    """Keeps what MkDocs warned of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
