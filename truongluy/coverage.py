"""What shows each clause of the law: a control, a record, a duty, a rule, the budget, a target, or openly nothing yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.policy import POLICIES, Clause, Document, Policy
from truongluy.verdict import Problem, Text

LEVELS = range(1, 6)


class CoverKind(StrEnum):
    """How a clause is covered; where several hold, the first in this order counts."""

    MACHINE = "machine"
    MACHINE_IN_PART = "machine_in_part"
    RECORD = "record"
    DUTY = "duty"
    LEVEL = "level"
    BUDGET = "budget"
    INDICATOR = "indicator"
    PLANNED = "planned"
    NOT_APPLICABLE = "not_applicable"
    SILENT = "silent"

    @property
    def share(self) -> Share:
        """The column of a summary that counts it."""
        return _SHARES[self]


class Share(StrEnum):
    """The columns of a summary; rules are duties, level rules, the budget's and indicators, open is planned or silent."""

    MACHINE = "machine"
    MACHINE_IN_PART = "machine_in_part"
    RECORD = "record"
    RULE = "rule"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"


_SHARES = {
    CoverKind.MACHINE: Share.MACHINE,
    CoverKind.MACHINE_IN_PART: Share.MACHINE_IN_PART,
    CoverKind.RECORD: Share.RECORD,
    CoverKind.DUTY: Share.RULE,
    CoverKind.LEVEL: Share.RULE,
    CoverKind.BUDGET: Share.RULE,
    CoverKind.INDICATOR: Share.RULE,
    CoverKind.PLANNED: Share.OPEN,
    CoverKind.SILENT: Share.OPEN,
    CoverKind.NOT_APPLICABLE: Share.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class Cover:
    """What covers one clause, each by its id; `status` and `reason` are those the clause itself states.

    `unwatched` are the kinds of things the clause speaks of for which no control exists, when one exists for others.
    """

    clause: Clause
    controls: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    level_rules: tuple[str, ...] = ()
    budget: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    status: str | None = None
    reason: Text | None = None
    unwatched: tuple[str, ...] = field(default=())

    @property
    def kind(self) -> CoverKind:
        """A control is only part of the proof where the clause can't be judged by machine alone and no record helps."""
        if self.controls:
            whole = self.clause.check == "machine" or self.records
            return CoverKind.MACHINE if whole else CoverKind.MACHINE_IN_PART
        for named, kind in (
            (self.records, CoverKind.RECORD),
            (self.duties, CoverKind.DUTY),
            (self.level_rules, CoverKind.LEVEL),
            (self.budget, CoverKind.BUDGET),
            (self.indicators, CoverKind.INDICATOR),
        ):
            if named:
                return kind
        return CoverKind(self.status) if self.status and self.reason else CoverKind.SILENT

    @property
    def named(self) -> bool:
        """Whether anything names the clause."""
        return bool(self.controls) or any(names for names in self.others.values())

    @property
    def others(self) -> Mapping[str, tuple[str, ...]]:
        """All but the controls that name the clause, by kind."""
        return {
            "records": self.records,
            "duties": self.duties,
            "level_rules": self.level_rules,
            "budget": self.budget,
            "indicators": self.indicators,
        }


def cover(policy: Policy) -> Mapping[str, Cover]:
    """The cover of every clause, by full id: the links of all that names clauses, read backwards."""
    controls = {name: [one.id for one in found] for name, found in policy.controls_of_clause.items()}
    records = _backwards((one.id, one.satisfies) for one in policy.records.values())
    duties = _backwards((name, one.basis) for name, one in policy.duties.items())
    rules = _backwards((name, one.basis) for name, one in policy.levels.items())
    budget = _backwards(policy.budget.links.items())
    indicators = _backwards((name, one.basis) for name, one in policy.indicators.items())
    return {
        name: Cover(
            clause,
            controls=tuple(controls.get(name, ())),
            records=records.get(name, ()),
            duties=duties.get(name, ()),
            level_rules=rules.get(name, ()),
            budget=budget.get(name, ()),
            indicators=indicators.get(name, ()),
            status=clause.raw.get("status"),
            reason=_reason(clause.raw.get("reason")),
            unwatched=_unwatched(policy, clause),
        )
        for name, clause in policy.clauses.items()
    }


def _backwards(links: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, clauses in links:
        for clause in dict.fromkeys(clauses):
            found[clause] = (*found.get(clause, ()), name)
    return found


def _reason(raw: Any) -> Text | None:
    return Text(str(raw["vi"]).strip(), str(raw["en"]).strip()) if raw else None


_CLASS_OF_TARGET = {
    "server": "server",
    "switch": "switch",
    "wifi_ap": "wifi_ap",
    "video_room": "meeting_room",
    "workstation": "workstation",
    "firewall": "firewall",
}
"""Targets that are devices of their own; a database or an application is judged on its server."""


def _unwatched(policy: Policy, clause: Clause) -> tuple[str, ...]:
    classes = {
        one for control in policy.controls_of_clause.get(clause.full_id, ()) for one in control.applies_to
    }
    if not classes:
        return ()
    targets = clause.raw.get("targets", ())
    return tuple(one for one in targets if one in _CLASS_OF_TARGET and _CLASS_OF_TARGET[one] not in classes)


def count(covers: Iterable[Cover]) -> dict[Share, int]:
    """How many covers of each share; all are there, so that a zero is seen to be zero."""
    counted = dict.fromkeys(Share, 0)
    for one in covers:
        counted[one.kind.share] += 1
    return counted


def of_level(covers: Mapping[str, Cover], document: Document, level: int) -> list[Cover]:
    """The covers of those clauses of a document that a level asks."""
    clauses = (clause for clause in document.clauses.values() if level in clause.levels)
    return [covers[clause.full_id] for clause in clauses]


def known_in_part(document: Document, level: int) -> bool:
    """Whether our sources name clauses of this level only where a threshold does, so that the list is not whole."""
    return any(level in clause.raw.get("levels_by_threshold", ()) for clause in document.clauses.values())


def problems(policy: Policy, folder: Path = POLICIES) -> list[Problem]:
    """Every clause that is silent, or says nothing covers it although something does, with file and line."""
    found = []
    covers = cover(policy)
    for document in policy.documents.values():
        wrong = [_wrong(covers[clause.full_id]) for clause in document.clauses.values()]
        if not any(wrong):
            continue
        file = folder / "documents" / f"{document.id}.yml"
        written = yamlfile.load(file)
        found += [
            Problem(file, written.line(("clauses", position)), *told)
            for position, told in enumerate(wrong)
            if told
        ]
    return found


def _wrong(one: Cover) -> tuple[Text, Text, Text] | None:
    """What is wrong with a clause, why, and what to do."""
    name = f"'{one.clause.id}'"
    if bool(one.status) != bool(one.reason):
        return (
            Text(f"điều khoản {name} chỉ có một trong status và reason", f"clause {name} has only one of status and reason"),
            Text("hai mục này đi cùng nhau", "the two go together"),
            Text("viết cả hai hoặc bỏ cả hai", "write both or neither"),
        )  # fmt: skip
    if one.kind is CoverKind.SILENT:
        return (
            Text(f"điều khoản {name} không có gì chứng minh", f"nothing shows clause {name}"),
            Text("không kiểm soát, hồ sơ, nghĩa vụ, quy tắc, ngân sách, chỉ tiêu nào nêu tên nó",
                 "no control, record, duty, rule, budget or indicator names it"),
            Text("nêu tên nó ở nơi chứng minh, hoặc thêm status và reason",
                 "name it where it is shown, or add status and reason"),
        )  # fmt: skip
    if one.status and one.named:
        return (
            Text(f"điều khoản {name} có status dù đã có nơi chứng minh", f"clause {name} has a status although it is shown"),
            Text("báo cáo sẽ nói hai điều khác nhau", "the report would say two different things"),
            Text("bỏ status và reason", "remove status and reason"),
        )  # fmt: skip
    return None
