"""The table of settings: which there are, what each takes, and how each prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("settings.txt")
HIDDEN = "***"


class Refused(Exception):
    """The endpoint does not take this; `status` and `reason` are what it prints."""

    def __init__(self, reason: str, where: str = "", status: str = "Error") -> None:
        super().__init__(reason)
        self.reason, self.where, self.status = reason, where, status


@dataclass(frozen=True)
class Setting:
    """One row of the table, for one item number."""

    path: str
    space: str
    default: str
    delivered: str
    restart: bool
    secret: bool

    @property
    def quoted(self) -> bool:
        """Whether its values print between quotes."""
        return self.space.startswith("text ")

    def taken(self, value: str) -> str:
        """The value as it is kept; raises Refused."""
        if match := re.fullmatch(r"(text )?(\d+)\.\.(\d+)", self.space):
            low, high = int(match[2]), int(match[3])
            size = len(value) if match[1] else int(value) if re.fullmatch(r"\d+", value) else -1
            if low <= size <= high:
                return value if match[1] else str(size)
        else:
            for word in self.space.split():
                if word.lower() == value.lower():
                    return word
        raise Refused("Bad usage: Illegal value.", self.path, "ParameterError")

    def printed(self, value: str) -> str:
        """The value as a terminal shows it."""
        shown = HIDDEN if self.secret and value else value
        return f'"{shown}"' if self.quoted else shown


@cache
def table() -> dict[str, Setting]:
    """Every setting by its path in lower case, in the order in which they print."""
    rows = TABLE.read_text(encoding="utf-8").splitlines()
    return {one.path.lower(): one for row in rows if row and not row.startswith("#") for one in _row(row)}


def _row(row: str) -> Iterator[Setting]:
    path, space, default, delivered, marks = (part.strip() for part in row.split("|"))
    rest = space, default, delivered or default, "restart" in marks, "secret" in marks
    span = re.search(r"\b(\d+)\.\.(\d+)\b", path)
    if span is None:
        yield Setting(path, *rest)
        return
    for number in range(int(span[1]), int(span[2]) + 1):
        item = re.sub(r"\d+\.\.\d+", str(number), path)
        # Only the first time server has an address of the vendor's.
        yield Setting(item, rest[0], *(rest[1:3] if number == int(span[1]) else ("", "")), *rest[3:])


def find(path: str) -> Setting:
    """The setting at a path; raises Refused."""
    found = table().get(" ".join(path.split()).lower())
    if found is None:
        raise Refused("No match on address expression.", path)
    return found


def below(path: str) -> list[Setting]:
    """Every setting at or below a path (all for an empty one); raises Refused when there is none."""
    words = path.lower().split()
    found = [one for key, one in table().items() if key.split()[: len(words)] == words]
    if not found:
        raise Refused("No match on address expression.", path)
    return found
