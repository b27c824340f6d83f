"""The crosswalk: which clauses of the present standard take up each requirement group of the former one.

Printed numbers are written as people write them ("4.12.2.4 a,b,d; 4.12.2.5; MFA 4.6.2.4", "5.17.2.3-4", "x.n.2.1");
they are parsed here so that a number nobody knows is refused and every clause can be asked where it came from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truongluy import yamlfile
from truongluy.verdict import Problem, Text

if TYPE_CHECKING:  # the model holds a crosswalk, so it can't be imported for more than its names
    from truongluy.policy.model import Clause, Document

Section = tuple[int | None, ...]  # None is any number: the x and n of "x.n.2.1"

_SECTION = r"[\dx]+(?:\.[\dn]+)+"
_LETTERS = r"[a-zđ](?:-[a-zđ])?(?:\s*,\s*[a-zđ](?:-[a-zđ])?)*"
_PLACE = re.compile(
    rf"(?P<first>{_SECTION})(?:\s*-\s*(?P<last>{_SECTION}|\d+))?(?:\s+(?P<letters>{_LETTERS})(?![\w.]))?"
)
_ASIDE = re.compile(r"\([^)]*\)|mọi nhóm|MFA")
_ALPHABET = "abcdđefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Place:
    """A printed place: sections from `first` to `last` inclusive; no letters means the whole section."""

    first: Section
    last: Section
    letters: frozenset[str] = frozenset()

    @property
    def exact(self) -> bool:
        """Whether it is one place and not a pattern such as `x.n.2.1`."""
        return None not in self.first

    def meets(self, other: Place) -> bool:
        """Whether both speak of something in common; a section contains its subsections."""
        if None in self.first + other.first:
            same = _begin_alike(self.first, other.first)
        else:
            same = _not_after(self.first, other.last) and _not_after(other.first, self.last)
        both_lettered = bool(self.letters and other.letters) and self.first == other.first
        return same and (not both_lettered or bool(self.letters & other.letters))


@dataclass(frozen=True)
class Crosswalk:
    """`numbers` maps a group of the former document to the printed numbers that take it up, per level."""

    former: str
    present: str
    verified: bool
    source: Text
    numbers: Mapping[str, Mapping[int, str]]

    @property
    def levels(self) -> frozenset[int]:
        """The levels it speaks of."""
        return frozenset(level for numbers in self.numbers.values() for level in numbers)

    def successors(self, group: str, level: int, present: Document) -> tuple[Clause, ...]:
        """Clauses of the present document that take up a group at a level; a pattern alone names no clause."""
        printed = self.numbers.get(group, {}).get(level, "")
        wanted = [place for place in places(printed) if place.exact]
        return tuple(
            clause
            for clause in present.clauses.values()
            if level in clause.numbers
            and any(one.meets(other) for one in wanted for other in places(clause.numbers[level]))
        )


def places(printed: str) -> tuple[Place, ...]:
    """The places a printed number names; raises ValueError with what could not be understood."""
    words = _ASIDE.sub(" ", printed)
    found = tuple(_place(match) for match in _PLACE.finditer(words))
    if rest := _PLACE.sub("", words).strip(" ,;"):
        raise ValueError(rest)
    return found


def _place(match: re.Match[str]) -> Place:
    first = _section(match["first"])
    last = first
    if given := match["last"]:
        last = _section(given) if "." in given else (*first[:-1], int(given))
    return Place(first, last, frozenset(_letters(match["letters"] or "")))


def _section(words: str) -> Section:
    return tuple(int(part) if part.isdigit() else None for part in words.split("."))


def _letters(words: str) -> list[str]:
    letters: list[str] = []
    for item in re.findall(r"[a-zđ](?:-[a-zđ])?", words):
        begin, end = _ALPHABET.index(item[0]), _ALPHABET.index(item[-1])
        letters.extend(_ALPHABET[begin : end + 1])
    return letters


def _begin_alike(one: Section, other: Section) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=False))


def _not_after(one: Section, other: Section) -> bool:
    """Whether a section begins no later than another ends; what both have in common decides."""
    shorter = min(len(one), len(other))
    return [part or 0 for part in one[:shorter]] <= [part or 0 for part in other[:shorter]]


def read(path: Path, documents: Mapping[str, Document]) -> tuple[Crosswalk | None, list[Problem]]:
    """The crosswalk of a policy folder, and what is wrong with it; None when the folder has none or it is wrong."""
    file = path / "crosswalk.yml"
    if not file.is_file():
        return None, []
    loaded = yamlfile.load(file)
    if problems := yamlfile.check(loaded, path / "schemas" / "crosswalk.yml"):
        return None, problems
    raw = loaded.data
    for side in ("from", "to"):
        if raw[side] not in documents:
            problems.append(_unknown(file, loaded.line((side,)), "văn bản", "document", raw[side]))
    if problems:
        return None, problems
    problems += _wrong_groups(file, loaded, documents)
    numbers = {
        item["group"]: {int(level): str(words) for level, words in item["numbers"].items()}
        for item in raw["groups"]
    }
    source = Text(raw["source"]["vi"], raw["source"]["en"])
    found = Crosswalk(raw["from"], raw["to"], bool(raw["verified"]), source, numbers)
    return (None if problems else found), problems


def _wrong_groups(file: Path, loaded: Any, documents: Mapping[str, Document]) -> list[Problem]:
    known = {group["id"] for group in documents[loaded.data["from"]].raw.get("groups", ())}
    clauses = documents[loaded.data["to"]].clauses.values()
    seen: set[str] = set()
    problems: list[Problem] = []
    for position, item in enumerate(loaded.data["groups"]):
        group, line = item["group"], loaded.line(("groups", position, "group"))
        if group not in known:
            problems.append(_unknown(file, line, "nhóm", "group", group))
        elif group in seen:
            problems.append(_twice(file, line, group))
        seen.add(group)
        for level, words in item["numbers"].items():
            line = loaded.line(("groups", position, "numbers", level))
            problems += _wrong_numbers(file, line, int(level), str(words), clauses)
    return problems


def _wrong_numbers(file: Path, line: int, level: int, words: str, clauses: Any) -> list[Problem]:
    try:
        wanted = places(words)
    except ValueError as rest:
        return [_unknown(file, line, "số mục", "clause number", str(rest))]
    there = [
        place for clause in clauses if level in clause.numbers for place in places(clause.numbers[level])
    ]
    lost = [one for one in wanted if not any(one.meets(other) for other in there)]
    return [
        _unknown(file, line, f"số mục ở cấp {level}", f"clause number at level {level}", _printed(one))
        for one in lost
    ]


def _printed(place: Place) -> str:
    section = ".".join("n" if part is None else str(part) for part in place.first)
    return f"{section} {','.join(sorted(place.letters))}".strip()


def _unknown(file: Path, line: int, vi: str, en: str, name: str) -> Problem:
    return Problem(
        file, line,
        Text(f"không có {vi} '{name}'", f"there is no {en} '{name}'"),
        Text("bảng đối chiếu chỉ nối những gì có trong policies/documents/", "a crosswalk links what policies/documents/ holds"),
        Text("sửa cho khớp văn bản", "correct it to what the document has"),
    )  # fmt: skip


def _twice(file: Path, line: int, group: str) -> Problem:
    return Problem(
        file, line,
        Text(f"nhóm '{group}' đã có ở trên", f"group '{group}' stands above already"),
        Text("mỗi nhóm chỉ có một dòng đối chiếu", "a group has one line in a crosswalk"),
        Text("gộp hai dòng làm một", "make one line of both"),
    )  # fmt: skip
