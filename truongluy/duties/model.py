"""What the calendar consists of: one duty of one subject, once, and how it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from truongluy.finding import SubjectKind
from truongluy.policy import Clause, Duty

LEAD_DAYS = 60
"""What has no opening day of its own is `due` so many days ahead, `not_yet` before."""


class State(StrEnum):
    """How a duty stands on a day; UNKNOWN when nothing could show whether it was done."""

    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    DUE = "due"
    NOT_YET = "not_yet"
    DONE = "done"


@dataclass(frozen=True)
class Due:
    """One duty of one subject, once.

    `last` is the last day, inclusive; `at` the exact moment where the law counts hours. `record` names what shows
    it done, or the record that has to be renewed; `late` says that it was done after the last day.
    """

    duty: Duty
    subject: str
    subject_kind: SubjectKind
    last: date
    at: datetime | None
    state: State
    record: str
    late: bool
    basis: tuple[Clause, ...]
    doubtful: bool
    incident: str = ""

    @property
    def wants_action(self) -> bool:
        """Whether it is late, or nobody could tell although a record could show it."""
        return self.state is State.OVERDUE or (self.state is State.UNKNOWN and bool(self.duty.fulfilled_by))


@dataclass(frozen=True)
class Subject:
    """Who owes a duty: a unit or a system, the level it is asked at, and since when it exists, if that is known."""

    id: str
    kind: SubjectKind
    level: int
    since: date | None = None
