"""An nginx configuration (`nginx -T`) as the settings in effect in each server and location."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(r"#[^\n]*|\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'|([{};])|([^\s{};]+)")
# Directives that a level inherits only when it has none of its own.
_LISTS = ("add_header", "limit_conn", "access_log")


@dataclass
class Directive:
    """One directive: its words, and what its braces hold."""

    words: list[str]
    children: list[Directive] = field(default_factory=list)

    @property
    def name(self) -> str:
        """First word."""
        return self.words[0] if self.words else ""


@dataclass
class Context:
    """A server or a location of it with everything in effect there; `server` numbers the server from 0."""

    label: str
    server: int
    own: list[Directive]
    single: dict[str, list[str]]
    lists: dict[str, list[list[str]]]

    def value(self, name: str, default: str) -> str:
        """First argument of a directive in effect here."""
        return (self.single.get(name) or [default])[0]


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Words and the signs { } ; each with whether it is such a sign."""
    for found in _TOKEN.finditer(text):
        if found[0].startswith("#"):
            continue
        quoted = found[1] if found[1] is not None else found[2]
        yield (found[3], True) if found[3] else (quoted if quoted is not None else found[4], False)


def parse(text: str) -> list[Directive]:
    """Directives of all files in the order of `nginx -T`; unbalanced braces raise ValueError."""
    root = Directive([])
    stack, words = [root], []
    for token, is_sign in _tokens(text):
        if not is_sign:
            words.append(token)
        elif token == "}":
            if len(stack) == 1:
                raise ValueError("a closing brace without its opening one")
            stack.pop()
        else:
            if words:
                stack[-1].children.append(Directive(words))
                words = []
            if token == "{":
                stack.append(stack[-1].children[-1])
    return root.children


def _flatten(files: list[Directive]) -> list[Directive]:
    """The servers of `nginx -T`: included files follow the main file, outside its http block."""
    inside = [child for block in files if block.name == "http" for child in block.children]
    return inside + [block for block in files if block.name not in ("http", "events")]


def _settle(single: dict[str, list[str]], lists: dict[str, list[list[str]]], own: list[Directive]) -> None:
    for name in _LISTS:
        if mine := [d.words[1:] for d in own if d.name == name]:
            lists[name] = mine
    for directive in own:
        if not directive.children and directive.name not in _LISTS:
            single[directive.name] = directive.words[1:]


def _walk(block: Directive, label: str, number: int, above: Context) -> Iterator[Context]:
    context = Context(label, number, block.children, dict(above.single), dict(above.lists))
    _settle(context.single, context.lists, block.children)
    yield context
    for child in block.children:
        if child.name == "location":
            yield from _walk(child, f"{label} {' '.join(child.words[1:])}", number, context)


def contexts(text: str) -> list[Context]:
    """Every server followed by its locations, with inherited settings in place."""
    settings = _flatten(parse(text))
    top = Context("http", -1, settings, {}, {})
    _settle(top.single, top.lists, [d for d in settings if d.name not in ("server", "types", "map")])
    found: list[Context] = []
    for number, block in enumerate(d for d in settings if d.name == "server"):
        names = next((d.words[1:] for d in block.children if d.name == "server_name"), ["?"])
        found.extend(_walk(block, names[0], number, top))
    return found


def listens_encrypted(context: Context) -> bool:
    """Whether every socket of a server speaks TLS."""
    listens = [d.words[1:] for d in context.own if d.name == "listen"]
    return bool(listens) and all("ssl" in words for words in listens)


def listens_plain(context: Context) -> bool:
    """Whether a socket of a server speaks plain HTTP; without `listen` nginx takes port 80."""
    listens = [d.words[1:] for d in context.own if d.name == "listen"]
    return not listens or any("ssl" not in words for words in listens)


def only_redirects(context: Context) -> bool:
    """Whether a server answers everything with a permanent redirect to https."""
    returns = [d.words[1:] for d in context.own if d.name == "return"]
    return any(len(r) > 1 and r[0] in ("301", "308") and r[1].startswith("https://") for r in returns)
