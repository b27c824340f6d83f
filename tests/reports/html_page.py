"""Reads a built page as a browser would, and keeps what the tests ask about."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_LOADS = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src", "form": "action"}


@dataclass
class Element:
    """One element with its attributes, its text so far, and the elements inside it."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    def all(self, *names: str) -> list[Element]:
        """Every element of these names inside this one."""
        found = [element for element in self.inside if element.name in names]
        return found + [deep for element in self.inside for deep in element.all(*names)]


class Page(HTMLParser):
    """One page: its tree, and what it loads and links to."""

    def __init__(self, file: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.file = file
        self.root = Element("", {})
        self.headings: list[int] = []
        self._open = [self.root]
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append(int(tag[1]))
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in {element.name for element in self._open}:
            while self._open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    @property
    def article(self) -> Element:
        """The part of the page that we wrote, without menus."""
        return self.root.all("article")[0]

    @property
    def loads(self) -> list[str]:
        """What a browser fetches to show the page."""
        elements = self.root.all(*_LOADS)
        return [e.attributes[_LOADS[e.name]] for e in elements if _LOADS[e.name] in e.attributes]

    @property
    def targets(self) -> list[str]:
        """Where its links lead."""
        return [e.attributes["href"] for e in self.root.all("a") if "href" in e.attributes]

    @property
    def ids(self) -> list[str]:
        """Every id, as often as it is used."""
        return [e.attributes["id"] for e in _everything(self.root) if "id" in e.attributes]


def _everything(element: Element) -> list[Element]:
    return [element] + [deep for inner in element.inside for deep in _everything(inner)]


def everything(page: Page) -> list[Element]:
    """Every element of a page."""
    return _everything(page.root)
