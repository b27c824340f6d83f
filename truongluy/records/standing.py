"""How a kind of record stands for a unit or system on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from truongluy.finding import SubjectKind
from truongluy.inventory import Record
from truongluy.policy.records import RecordKind
from truongluy.verdict import Text, Verdict


class RecordState(StrEnum):
    """How one kind of record stands for one subject on a day; only VALID is earned."""

    VALID = "valid"
    MISSING = "missing"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    INCOMPLETE = "incomplete"
    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"
    NOT_INDEPENDENT = "not_independent"


@dataclass(frozen=True)
class Subject:
    """A unit or system that records are asked of; `unit` answers for it, `functions` are its devices'."""

    id: str
    kind: SubjectKind
    name: Text
    unit: str
    level: int
    functions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Term:
    """How long a record stands at a level; `clause` is "" where the project sets it, `verified` is printed."""

    period: str
    clause: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Standing:
    """One kind of record of one subject on a day.

    `record` decides (None when there is none), `until` is its last day (None: no end), `term` what sets it,
    `clauses` (full ids) ask for it, `lacking` are fields it must state, `rival` the record of another layer
    that names the same provider.
    """

    kind: RecordKind
    subject: Subject
    state: RecordState
    clauses: tuple[str, ...]
    record: Record | None = None
    until: date | None = None
    term: Term | None = None
    lacking: tuple[str, ...] = ()
    rival: Record | None = None

    @property
    def verdict(self) -> Verdict:
        """What it counts as."""
        return Verdict.PASS if self.state is RecordState.VALID else Verdict.FAIL
