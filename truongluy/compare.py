"""The same evidence judged on two days: what changed, and which clauses made it change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from truongluy.assess import Assessment
from truongluy.finding import Finding, SubjectKind
from truongluy.policy import Clause, Document, Policy
from truongluy.policy.succession import Succession, succession
from truongluy.verdict import Text


class Change(StrEnum):
    """How one requirement of one subject differs between both days."""

    ONLY_BEFORE = "only_before"
    ONLY_NOW = "only_now"
    VALUE = "value"
    DATE = "date"
    SAME = "same"


@dataclass(frozen=True)
class Reason:
    """Why a row is as it is; not `verified` while it rests on levels that nobody compared with the original."""

    text: Text
    verified: bool = True


@dataclass(frozen=True)
class Side:
    """One day's finding and the clauses that ask it."""

    finding: Finding
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Compared:
    """One requirement (control or record kind) of one subject on both days; a side is None when it was not asked.

    `level` is the device's, None for a system or unit. `borrowed` are documents that name a number used on the
    first day although they were not in force then.
    """

    subject: str
    subject_kind: SubjectKind
    control: str
    level: int | None
    before: Side | None
    after: Side | None
    change: Change
    why: Reason
    borrowed: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """All requirements of both days, and what became of the former standard when the days lie on either side."""

    before: Assessment
    after: Assessment
    rows: tuple[Compared, ...]
    succession: Succession | None

    @property
    def counts(self) -> dict[Change, int]:
        """How many rows changed in each way; all ways are named."""
        counted = Counter(row.change for row in self.rows)
        return {change: counted[change] for change in Change}

    @property
    def changed(self) -> tuple[Compared, ...]:
        """The rows that are not the same on both days."""
        return tuple(row for row in self.rows if row.change is not Change.SAME)


def compare(before: Assessment, after: Assessment, policy: Policy) -> Comparison:
    """Both judgements side by side; raises ValueError when they were not made from the same evidence."""
    if (before.inventory_name, before.collected_at) != (after.inventory_name, after.collected_at):
        raise ValueError("only judgements of the same evidence can be compared")
    old, new = _by_subject(before), _by_subject(after)
    keys = sorted(old.keys() | new.keys())
    rows = tuple(_compared(before, after, policy, old.get(key), new.get(key)) for key in keys)
    return Comparison(before, after, rows, _succession(before, after, policy))


def _by_subject(assessment: Assessment) -> dict[tuple[str, str, str], Finding]:
    return {(one.subject_kind.value, one.subject, one.control): one for one in assessment.findings}


def _compared(
    before: Assessment, after: Assessment, policy: Policy, old: Finding | None, new: Finding | None
) -> Compared:
    (one, *_) = [finding for finding in (old, new) if finding]
    device = one.subject_kind is SubjectKind.DEVICE
    level = after.levels.get(one.subject, before.levels.get(one.subject)) if device else None
    change = _change(old, new)
    return Compared(
        subject=one.subject,
        subject_kind=one.subject_kind,
        control=one.control,
        level=level,
        before=_side(policy, old),
        after=_side(policy, new),
        change=change,
        why=_why(policy, one, change, level, before.as_of, after.as_of),
        borrowed=_borrowed(policy, one.control, before.as_of) if old else (),
    )


def _side(policy: Policy, finding: Finding | None) -> Side | None:
    if finding is None:
        return None
    return Side(finding, tuple(policy.clauses[name] for name in finding.clauses if name in policy.clauses))


def _change(old: Finding | None, new: Finding | None) -> Change:
    if new is None:
        return Change.ONLY_BEFORE
    if old is None:
        return Change.ONLY_NOW
    if old.expected != new.expected:
        return Change.VALUE
    return Change.SAME if old.verdict is new.verdict else Change.DATE


def _why(
    policy: Policy, one: Finding, change: Change, level: int | None, before: date, after: date
) -> Reason:
    if change is Change.ONLY_BEFORE:
        return _not_asked(policy, one.control, level, after)
    if change is Change.ONLY_NOW:
        return _not_asked(policy, one.control, level, before)
    words = {
        Change.VALUE: Text(
            "cả hai ngày đều yêu cầu, với giá trị khác nhau", "asked on both days, with different values"
        ),
        Change.DATE: Text(
            "yêu cầu như nhau; miễn trừ hoặc hồ sơ chỉ có giá trị vào một trong hai ngày",
            "the same is asked; a waiver or record holds on one of the days only",
        ),
        Change.SAME: Text("cả hai ngày đều yêu cầu như nhau", "both days ask the same"),
    }
    return Reason(words[change])


def _not_asked(policy: Policy, requirement: str, level: int | None, on: date) -> Reason:
    """Why nobody asks a requirement on a day: its clauses of that day are for other levels, or there are none."""
    clauses = [policy.clauses[name] for name in satisfied_by(policy, requirement) if name in policy.clauses]
    there = [clause for clause in clauses if policy.documents[clause.document].in_force(on)]
    day = f"{on:%d/%m/%Y}"
    if not there:
        return Reason(
            Text(
                f"không điều khoản nào có hiệu lực ngày {day} nói tới",
                f"no clause in force on {day} speaks of it",
            )
        )
    if any(level in clause.levels for clause in there):
        words = Text(
            f"điều khoản có hiệu lực ngày {day} không nói tới loại thiết bị này",
            f"what was in force on {day} does not speak of this kind of device",
        )
        return Reason(words, all(clause.verified for clause in there))
    vi = "; ".join(f"{clause.id} (cấp {_levels(clause)})" for clause in there)
    en = "; ".join(f"{clause.id} (levels {_levels(clause)})" for clause in there)
    at = Text("cấp của đối tượng này", "this subject's level")
    if level is not None:
        at = Text(f"cấp {level}", f"level {level}")
    words = Text(
        f"ngày {day} không yêu cầu ở {at.vi}, chỉ có {vi}", f"not asked at {at.en} on {day}, only by {en}"
    )
    return Reason(words, all(clause.level_verified for clause in there))


def _levels(clause: Clause) -> str:
    return ", ".join(str(level) for level in clause.levels)


def satisfied_by(policy: Policy, requirement: str) -> tuple[str, ...]:
    """The clauses that a control or record kind satisfies, or that ask for a share of the budget."""
    found = policy.controls.get(requirement) or policy.records.get(requirement)
    return tuple(found.satisfies) if found else policy.budget.links.get(requirement, ())


def _borrowed(policy: Policy, requirement: str, on: date) -> tuple[Document, ...]:
    """Documents that alone name a number of a control and were not in force on a day."""
    control = policy.controls.get(requirement)
    if control is None:
        return ()
    found: dict[str, Document] = {}
    for parameter in control.parameters.values():
        named = [policy.documents[name] for name in parameter.documents]
        if not any(document.in_force(on) for document in named):
            found.update({document.id: document for document in named})
    return tuple(found.values())


def _succession(before: Assessment, after: Assessment, policy: Policy) -> Succession | None:
    """Only when the days lie on the two sides of the crosswalk."""
    crosswalk = policy.crosswalk
    if (
        crosswalk is None
        or crosswalk.former not in before.documents
        or crosswalk.present not in after.documents
    ):
        return None
    return succession(policy, set(before.levels.values()) | set(after.levels.values()))


def alike(rows: Iterable[Compared]) -> list[tuple[Compared, ...]]:
    """Rows of one requirement that changed for one reason and with the same verdicts, together."""
    groups: dict[tuple[object, ...], list[Compared]] = {}
    for row in rows:
        verdicts = tuple(side.finding.verdict if side else None for side in (row.before, row.after))
        groups.setdefault((row.change, row.control, verdicts, row.why), []).append(row)
    return [tuple(group) for group in groups.values()]
