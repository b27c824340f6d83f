"""The things the law and our baseline consist of: documents, clauses, controls and their parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from truongluy.inventory.classes import IMPORTED
from truongluy.policy.budget import BudgetRules
from truongluy.policy.crosswalk import Crosswalk
from truongluy.policy.duties import Duty
from truongluy.policy.indicators import Indicator
from truongluy.policy.level_rules import LevelRule, LevelRules, Principle
from truongluy.policy.records import RecordKind
from truongluy.verdict import Text

MANAGER = "device_manager"
"""Where a control names no role: the organisation's own manager of devices (MDM) has to mend it."""
MANAGED = Text(
    "Phần mềm quản lý thiết bị của đơn vị (MDM) hoặc người quản trị thiết bị phải sửa; playbook không đổi gì ở đó",
    "The organisation's device manager or the administrator has to mend it; our playbooks change nothing there",
)
PEOPLE = "people"
"""Where a control names no role: somebody has to do it, because no playbook may or can."""
NO_ROLE: Mapping[str, Text] = {
    MANAGER: MANAGED,
    PEOPLE: Text(
        "Người phụ trách phải làm, ví dụ cài bản cập nhật của hãng hoặc đi tìm thiết bị lạ; không playbook nào làm thay",
        "People have to do it, such as install the maker's update or go and find the unknown device; no playbook can",
    ),
}
"""Who mends what no role of ours does, in words."""

# Whom the documents mean by the devices that people use: the standards know no tablets, and a meeting room has the
# conference equipment they name or a computer (the compilers' reading).
_MEANT = {
    "workstation": frozenset({"workstation"}),
    "tablet": frozenset({"workstation"}),
    "meeting_room": frozenset({"video_room", "workstation"}),
}


@dataclass(frozen=True)
class Clause:
    """One requirement of a document; `numbers` holds the printed clause number per level."""

    id: str
    document: str
    text: Text
    levels: tuple[int, ...]
    numbers: Mapping[int, str]
    verified: bool
    level_verified: bool
    check: str
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def full_id(self) -> str:
        """`document.clause`, as controls write it."""
        return f"{self.document}.{self.id}"

    def speaks_of(self, device_class: str | None) -> bool:
        """Whether the clause may ask something of a device class; only user devices are told apart by `targets`."""
        targets, meant = self.raw.get("targets"), _MEANT.get(device_class or "")
        return meant is None or not targets or not meant.isdisjoint(targets)


@dataclass(frozen=True)
class Document:
    """One legal text; `valid_to` is inclusive, None while it stands."""

    id: str
    title: Text
    kind: str
    valid_from: date
    valid_to: date | None
    validity_verified: bool
    clauses: Mapping[str, Clause]
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)

    def in_force(self, on: date) -> bool:
        """Whether the document is in force on a date."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Parameter:
    """A value a control sets; from the level, or from the inventory. `documents` are the texts that name the number."""

    name: str
    desc: Text
    at_level: Mapping[int, Any]
    from_inventory: str | None
    source: str
    verified: bool
    unit: str = ""
    documents: tuple[str, ...] = ()

    def at(self, level: int) -> Any:
        """The value for a level: that of the largest level given that is not above it."""
        fitting = [given for given in self.at_level if given <= level]
        return self.at_level[max(fitting) if fitting else min(self.at_level)]


@dataclass(frozen=True)
class Control:
    """One control file; the file name is the id.

    `mends` (only where `fixed_by` is PEOPLE) says by platform how the lab plays what people do elsewhere.
    """

    id: str
    topic: str
    path: Path
    title: Text
    why: Text
    severity: str
    applies_to: tuple[str, ...]
    only_functions: tuple[str, ...]
    satisfies: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    check: str
    expect: Mapping[str, Any]
    not_observable_in: Mapping[str, Text]
    fixed_by: str
    breaks: Mapping[str, str]
    samples: Mapping[str, tuple[Mapping[str, Any], ...]]
    references: tuple[str, ...] = ()
    mends: Mapping[str, str] = field(default_factory=dict)

    def mended_by(self, platform: str) -> str:
        """The role that mends it on a platform, or `MANAGER` where our playbooks change nothing."""
        return MANAGER if platform in IMPORTED else self.fixed_by

    def fits(self, device_class: str, functions: tuple[str, ...], platform: str | None = None) -> bool:
        """Whether the control speaks of this kind of device at all, whatever its level.

        A control speaks of a platform when it says how the lab breaks it there: nobody has seen it fail elsewhere.
        """
        if device_class not in self.applies_to or (platform and self.breaks and platform not in self.breaks):
            return False
        return not self.only_functions or bool(set(self.only_functions) & set(functions))


@dataclass(frozen=True)
class Policy:
    """All documents and controls, and a digest of the files they came from."""

    documents: Mapping[str, Document]
    controls: Mapping[str, Control]
    functions: Mapping[str, Mapping[str, Any]]
    digest: str
    records: Mapping[str, RecordKind] = field(default_factory=dict)
    crosswalk: Crosswalk | None = None
    duties: Mapping[str, Duty] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    level_rules: LevelRules = field(default_factory=LevelRules)
    budget: BudgetRules = field(default_factory=BudgetRules)

    @property
    def levels(self) -> Mapping[str, LevelRule | Principle]:
        """What decides a system's level, rules and principles alike, by id."""
        return {**self.level_rules.rules, **self.level_rules.principles}

    @cached_property
    def clauses(self) -> Mapping[str, Clause]:
        """Every clause by its full id."""
        return {c.full_id: c for d in self.documents.values() for c in d.clauses.values()}

    @cached_property
    def controls_of_clause(self) -> Mapping[str, tuple[Control, ...]]:
        """Clause id to the controls that satisfy it: the link computed backwards."""
        found: dict[str, list[Control]] = {}
        for control in self.controls.values():
            for clause in control.satisfies:
                found.setdefault(clause, []).append(control)
        return {clause: tuple(controls) for clause, controls in found.items()}

    def in_force(self, on: date) -> tuple[Document, ...]:
        """Documents in force on a date."""
        return tuple(d for d in self.documents.values() if d.in_force(on))

    def asked(
        self, control: Control, level: int, on: date, device_class: str | None = None
    ) -> tuple[Clause, ...]:
        """The clauses in force on a date that ask this control at this level; empty when nobody asks.

        For a user's device (`device_class`) only the clauses that speak of user devices: a requirement on servers
        asks nothing of an office computer.
        """
        return tuple(c for c in self.asking(control.satisfies, level, on) if c.speaks_of(device_class))

    def asking(self, names: Iterable[str], level: int, on: date) -> tuple[Clause, ...]:
        """Those of the named clauses (full ids) that are in force on a date and ask something of a level."""
        clauses = (self.clauses[name] for name in names)
        return tuple(c for c in clauses if level in c.levels and self.documents[c.document].in_force(on))
