"""Reads a typed line against the grammar of a mode, with the device's abbreviations and exact complaints."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .compiler import Mode, Rule, State
from .values import TYPES, canonical, preference


@dataclass(frozen=True)
class Match:
    """An understood line: canonical words, and how many of them name the setting."""

    rule: Rule
    words: tuple[str, ...]
    key_length: int
    whole: bool

    @property
    def key(self) -> tuple[str, ...]:
        """The words that identify the setting in the configuration."""
        return self.words[: self.key_length]

    @property
    def text(self) -> str:
        """The canonical line."""
        return " ".join(self.words)


class Refused(Exception):
    """A line that the grammar does not accept; `column` counts characters of the typed line."""

    column = 0


class Invalid(Refused):
    """No command has this word here."""

    def __init__(self, column: int) -> None:
        super().__init__(column)
        self.column = column


class Incomplete(Refused):
    """The line may not end here."""

    def __init__(self, column: int) -> None:
        super().__init__(column)
        self.column = column


class Ambiguous(Refused):
    """An abbreviation stands for several keywords."""

    def __init__(self, column: int) -> None:
        super().__init__(column)
        self.column = column


@dataclass(frozen=True)
class _Path:
    words: tuple[str, ...] = ()
    mark: int | None = None
    used: frozenset[str] = frozenset()


Front = dict[State, _Path]


def _closure(front: Front) -> Front:
    """All states reachable without reading a word."""
    reached: Front = {}
    waiting = list(front.items())[::-1]
    while waiting:
        state, path = waiting.pop()
        if state in reached:
            continue
        reached[state] = path
        for label, after in reversed(state.free):
            if label == "mark":
                waiting.append((after, _Path(path.words, len(path.words), path.used)))
            elif label.startswith("use:"):
                if label not in path.used:
                    waiting.append((after, _Path(path.words, path.mark, path.used | {label})))
            else:
                waiting.append((after, path))
    return reached


def _is_keyword(label: str) -> bool:
    return label not in TYPES and not label.startswith("<")


def _alike(keyword: str, word: str) -> int:
    """How many letters the two have in common at the start: the caret stands under the first wrong letter."""
    pairs = zip(keyword.lower(), word.lower(), strict=False)
    return next((count for count, (a, b) in enumerate(pairs) if a != b), min(len(keyword), len(word)))


class _Reader:
    """The state of reading one line."""

    def __init__(self, mode: Mode, line: str) -> None:
        self.line = line
        self.words = [(found[0], found.start()) for found in re.finditer(r"\S+", line)]
        self.front = _closure({mode.start: _Path()})

    def read(self) -> None:
        at = 0
        while at < len(self.words):
            at += self._step(at)

    def _step(self, at: int) -> int:
        """Read the word at `at`; the number of words consumed."""
        word, column = self.words[at]
        moves = [(label, after, path) for state, path in self.front.items() for label, after in state.moves]
        keywords = sorted({label for label, _, _ in moves if _is_keyword(label)})
        exact = [k for k in keywords if k.lower() == word.lower()]
        partial = [k for k in keywords if k.lower().startswith(word.lower())]
        chosen = exact or partial
        if len(chosen) > 1:
            raise Ambiguous(column)
        if chosen:
            self._advance(moves, {chosen[0]}, chosen[0])
            return 1
        return self._value(at, moves, keywords)

    def _value(self, at: int, moves: list[tuple[str, State, _Path]], keywords: list[str]) -> int:
        word, column = self.words[at]
        kinds = sorted({label for label, _, _ in moves if not _is_keyword(label)}, key=preference)
        for kind in kinds:
            taken, text = 1, word
            if kind == "LINE":
                text, taken = self.line[column:].rstrip(), len(self.words) - at
            elif kind == "INTERFACE" and word.replace("-", "").isalpha() and at + 1 < len(self.words):
                text, taken = word + self.words[at + 1][0], 2
            value = canonical(kind, text)
            if value is not None:
                same = {k for k in kinds if preference(k) == preference(kind) and canonical(k, text) == value}
                self._advance(moves, same, value)
                return taken
        raise Invalid(column + max((_alike(keyword, word) for keyword in keywords), default=0))

    def _advance(self, moves: list[tuple[str, State, _Path]], labels: set[str], word: str) -> None:
        front: Front = {}
        for label, after, path in moves:
            if label in labels:
                front.setdefault(after, _Path((*path.words, word), path.mark, path.used))
        self.front = _closure(front)


def match(mode: Mode, line: str, negated: bool = False) -> Match:
    """The command that `line` is; raises Refused. With `negated`, the value after the key may be left out."""
    reader = _Reader(mode, line)
    reader.read()
    ends = [(state.rule, path, True) for state, path in reader.front.items() if state.rule]
    ends = [end for end in ends if end[0].get("only_no") is None or negated]
    if negated:
        ends = [end for end in ends if end[0].get("no") != "refused"]
        ends += [(rule, path, False) for rule, path in _cut_short(reader.front)]
    if not ends:
        raise Incomplete(len(line))
    rule, path, whole = min(ends, key=lambda end: (not end[2], end[0].place))
    length = len(path.words) if path.mark is None else path.mark
    return Match(rule, path.words, length, whole)


def _cut_short(front: Front) -> list[tuple[Rule, _Path]]:
    """Rules whose key is complete while their value is not."""
    found = []
    for state, path in front.items():
        if path.mark is None:
            continue
        seen: set[State] = set()
        waiting = [state]
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            if here.rule and here.rule.get("no") != "refused":
                found.append((here.rule, path))
            waiting += [after for _, after in (*here.free, *here.moves)]
    return found


def offers(mode: Mode, line: str) -> list[str]:
    """What may follow `line` (help on '?'): keywords that begin with its last, unfinished word, and value types."""
    unfinished = "" if not line or line[-1].isspace() else line.rsplit(None, 1)[-1]
    reader = _Reader(mode, line[: len(line) - len(unfinished)])
    reader.read()
    labels = {label for state in reader.front for label, _ in state.moves}
    keywords = sorted(k for k in labels if _is_keyword(k) and k.lower().startswith(unfinished.lower()))
    values = [] if unfinished else sorted(label for label in labels if not _is_keyword(label))
    ending = ["<cr>"] if not unfinished and any(state.rule for state in reader.front) else []
    return keywords + values + ending
