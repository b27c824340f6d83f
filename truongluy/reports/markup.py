"""HTML that can't be injected into: every string is escaped unless this module itself made it.

Pages are Markdown files whose headings are Markdown and whose tables are raw HTML blocks. What a device
said (a banner, a port description) is hostile until escaped, and must also survive Markdown untouched.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from truongluy.verdict import Text

_SPECIAL = re.compile(r"[^\w\s.,;:/()%-]|_", re.ASCII)
_VOID = {"br", "hr"}
_HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}


class Html(str):
    """Markup that is already safe; only functions of this module build one."""


Nodes: TypeAlias = "str | Text | Iterable[Nodes] | None"


def visible(value: object) -> str:
    """The value as one string in which nothing hides: control and direction-changing characters are named."""
    text = str(value)
    return text if text.isprintable() else "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in "\n\t" or unicodedata.category(char) not in _HIDDEN_CATEGORIES:
        return char
    return f"[U+{ord(char):04X}]"


def escape(value: object) -> Html:
    """Text as it may stand between tags or inside a quoted attribute.

    Markdown expands tabs and trims lines of spaces even inside HTML, so both become entities.
    """
    if isinstance(value, Html):
        return value
    return Html(html.escape(visible(value), quote=True).replace("\t", "&#9;").replace("\n", "&#10;"))


def markdown(value: object) -> str:
    """Text as it may stand in a Markdown line: one line, every character with a meaning made an entity."""
    line = " ".join(visible(value).split())
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};" if ord(match[0]) < 128 else match[0], line)


def tag(name: str, *children: Nodes, **attributes: str | int | None) -> Html:
    """One element; attribute `class_` is `class`, `aria_label` is `aria-label`, None is left out."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{pairs}>" if name in _VOID else f"<{name}{pairs}>{join(children)}</{name}>")


def join(nodes: Iterable[Nodes]) -> Html:
    """Nodes one after the other, each escaped."""
    return Html("".join(_flat(node) for node in nodes))


def _flat(node: Nodes) -> str:
    if node is None:
        return ""
    if isinstance(node, Text):
        return both(node)
    if isinstance(node, str):
        return escape(node)
    return join(node)


def both(text: Text) -> Html:
    """The Vietnamese sentence, then the English one, marked as English for a screen reader."""
    if not text.en or text.en == text.vi:
        return escape(text.vi)
    return Html(f'{escape(text.vi)} <span class="en" lang="en">{escape(text.en)}</span>')


def link(target: str, *children: Nodes) -> Html:
    """A link inside the site."""
    return tag("a", *children, href=target)


def table(caption: Nodes, heads: Sequence[Nodes], rows: Iterable[Sequence[Nodes]]) -> Html:
    """A table with a caption, column headers, and the first cell of each row as its header.

    A screen smaller than the table scrolls it; the wrapper can be reached by keyboard for that reason.
    """
    head = tag("tr", *[tag("th", cell, scope="col") for cell in heads])
    body = [tag("tr", tag("th", row[0], scope="row"), *[tag("td", cell) for cell in row[1:]]) for row in rows]
    plain = re.sub(r"<[^>]*>", "", join([caption]))
    return tag(
        "div",
        tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body), class_="tl"),
        class_="tl-table",
        role="region",
        tabindex=0,
        aria_label=html.unescape(plain),
    )


def page(title: str, *blocks: str, hide: tuple[str, ...] = ()) -> str:
    """A Markdown page: the title, then blocks apart from each other.

    `hide` takes `navigation` (the side menu) and `toc` (the contents) away, to make room for wide tables.
    """
    front = f"---\nhide: [{', '.join(hide)}]\n---\n\n" if hide else ""
    return front + "\n\n".join([f"# {markdown(title)}", *[block for block in blocks if block]]) + "\n"


def heading(level: int, text: Text) -> str:
    """A Markdown heading; its English half is marked as English and left out of the table of contents."""
    english = f' <span class="en" lang="en">{markdown(text.en)}</span>' if text.en else ""
    label = re.sub(r"[^\w\s.,:/()-]", "", text.vi)  # inside braces an entity would not be one
    return f'{"#" * level} {markdown(text.vi)}{english} {{data-toc-label="{label}"}}'
