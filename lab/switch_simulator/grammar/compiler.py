"""Turns the lines of a grammar file into one state machine per mode.

A line is `syntax ;; attributes`. Syntax: keyword, TYPE, <low-high>, {a | b}, [optional], *{a | b} (any of them, in any
order, each once), @macro, and `/` after the words that identify the setting (what follows is its value, which `no`
may leave out). `!` alone is a separator of the printed configuration.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
_TOKENS = re.compile(r"\*\{|[{}\[\]|/]|[^\s{}\[\]|]+")


@dataclass(frozen=True)
class Rule:
    """One command of one mode; its place in the file is its place in the printed configuration."""

    mode: str
    place: int
    block: int
    syntax: str
    attributes: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str | None:
        """The attribute's value, '' for a bare attribute, None when it is not given."""
        return dict(self.attributes).get(name)


@dataclass(eq=False)
class State:
    """A point between two words; `free` moves read no word ('' | 'mark' | 'use:<once label>')."""

    free: list[tuple[str, State]] = field(default_factory=list)
    moves: list[tuple[str, State]] = field(default_factory=list)
    rule: Rule | None = None


@dataclass(frozen=True)
class Mode:
    """The compiled grammar of one mode."""

    name: str
    start: State
    rules: tuple[Rule, ...]


class GrammarError(Exception):
    """A grammar file is malformed."""


class _Builder:
    """Builds the states of one syntax line."""

    def __init__(self, syntax: str, rule: Rule) -> None:
        self.words = _TOKENS.findall(syntax)
        self.at = 0
        self.rule = rule
        self.groups = 0

    def build(self) -> State:
        start = State()
        end = self._sequence(start, stop=())
        end.rule = self.rule
        return start

    def _sequence(self, state: State, stop: tuple[str, ...]) -> State:
        while self.at < len(self.words) and self.words[self.at] not in stop:
            word = self.words[self.at]
            self.at += 1
            after = State()
            if word == "/":
                state.free.append(("mark", after))
            elif word in ("{", "["):
                self._choice(state, after, "}" if word == "{" else "]")
                if word == "[":
                    state.free.append(("", after))
            elif word == "*{":
                self._any_order(state, after)
            elif word in ("}", "]", "|"):
                raise GrammarError(f"{self.rule.mode}: {self.rule.syntax}")
            else:
                state.moves.append((word, after))
            state = after
        if stop and self.at >= len(self.words):
            raise GrammarError(f"{self.rule.mode}: not closed: {self.rule.syntax}")
        return state

    def _choice(self, state: State, after: State, closing: str) -> None:
        while True:
            branch = State()
            state.free.append(("", branch))
            self._sequence(branch, ("|", closing)).free.append(("", after))
            self.at += 1
            if self.words[self.at - 1] == closing:
                return

    def _any_order(self, state: State, after: State) -> None:
        hub = State()
        state.free.append(("", hub))
        hub.free.append(("", after))
        self.groups += 1
        for number in range(1000):
            branch = State()
            hub.free.append((f"use:{self.groups}.{number}", branch))
            self._sequence(branch, ("|", "}")).free.append(("", hub))
            self.at += 1
            if self.words[self.at - 1] == "}":
                return


def _attributes(text: str) -> tuple[tuple[str, str], ...]:
    found = re.findall(r'([a-z_]+)(?:=(?:"([^"]*)"|(\S+)))?', text)
    return tuple((name, quoted or plain) for name, quoted, plain in found)


def _expand(text: str, macros: dict[str, str]) -> str:
    return re.sub(r"@([a-z_]+)", lambda found: _expand(macros[found[1]], macros), text)


def parse_file(path: Path) -> list[Rule]:
    """The rules of one grammar file, macros expanded."""
    macros: dict[str, str] = {}
    rules: list[Rule] = []
    block = 0
    for number, written in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = written.strip()
        if not line or line.startswith("#"):
            continue
        if line == "!":
            block += 1
            continue
        if definition := re.match(r"@([a-z_]+) = (.*)", line):
            macros[definition[1]] = definition[2]
            continue
        syntax, _, attributes = line.partition(" ;;")
        try:
            expanded = _expand(syntax.strip(), macros)
        except KeyError as unknown:
            raise GrammarError(f"{path.name}:{number}: unknown macro {unknown}") from None
        rules.append(Rule(path.stem, len(rules), block, expanded, _attributes(attributes)))
    return rules


@cache
def load(mode: str) -> Mode:
    """The compiled grammar of `mode`; lines that begin with `no` become the extra negative forms."""
    rules = parse_file(HERE / f"{mode}.cli")
    start = State()
    for rule in rules:
        if rule.get("text") is None:
            start.free.append(("", _Builder(rule.syntax, rule).build()))
    return Mode(mode, start, tuple(rules))
