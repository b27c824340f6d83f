"""Information systems: what they are for, the facts that decide their level, and the level that was approved."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from truongluy.verdict import Text

FACTS = (
    "kind",
    "data_kinds",
    "subjects.basic",
    "subjects.sensitive",
    "scope",
    "online_service.grade",
    "online_service.form",
    "conditional_business",
    "settles_administrative_procedures",
    "national_harm",
    "continuous",
    "special_national_role",
    "works_grade",
)
"""The facts that may decide a level, by their path in systems/<system>.yml; policies/levels.yml describes each."""

SERVED_OUTSIDE = ("pupils", "parents", "public")
"""Users who are no staff: a system that serves them is not internal."""


@dataclass(frozen=True)
class Component:
    """A part of a system; `facts` has only those that differ from the whole's."""

    id: str
    name: Text
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class System:
    """An information system; `level` (1-5) is the approved one, None while nobody approved any.

    `facts` has the declared ones of `FACTS`; what is not declared is not there. A system `hosted` external
    has no `owner`, `operator` or devices here: `external_owner` names the body outside, or "chưa rõ".
    """

    id: str
    name: Text
    purpose: str
    owner: str
    operator: str
    contact: str
    users: tuple[str, ...]
    data_kinds: tuple[str, ...]
    devices: tuple[str, ...]
    level: int | None
    decision: str
    decided_on: datetime.date | None
    approved_by: str
    hosted: str = "own"
    external_owner: str = ""
    state: str = "in_service"
    domains: tuple[str, ...] = ()
    part_of: str = ""
    datasets: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    components: tuple[Component, ...] = ()

    @property
    def ours(self) -> bool:
        """Whether we own and run it, and it is in service: whether anything may be asked of us about it."""
        return self.hosted == "own" and self.state == "in_service"

    def approved(self, on: datetime.date) -> int | None:
        """The level that stood approved on a date; the day of the decision counts."""
        return self.level if self.decided_on is not None and self.decided_on <= on else None


def build(stem: str, data: Mapping[str, Any]) -> System:
    """A system from its checked file."""
    level = data.get("level", {})
    facts = _facts(data)
    return System(
        id=stem,
        name=Text(**data["name"]),
        purpose=data["purpose"],
        owner=data.get("owner", ""),
        operator=data.get("operator", ""),
        contact=data["contact"],
        users=tuple(data["users"]),
        data_kinds=tuple(data["data_kinds"]),
        devices=tuple(data.get("devices", ())),
        level=level.get("approved"),
        decision=level.get("decision", ""),
        decided_on=level.get("date"),
        approved_by=level.get("approved_by", ""),
        hosted=data.get("hosted", "own"),
        external_owner=data.get("external_owner", ""),
        state=data.get("state", "in_service"),
        domains=tuple(data.get("domains", ())),
        part_of=data.get("part_of", ""),
        datasets=tuple(data.get("datasets", ())),
        facts=facts,
        components=tuple(
            Component(one["id"], Text(**one["name"]), _facts(one)) for one in data.get("components", ())
        ),
    )


def _facts(data: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in FACTS:
        outer, _, inner = path.partition(".")
        value = data.get(outer, {}).get(inner) if inner else data.get(outer)
        if value is not None:
            found[path] = frozenset(value) if isinstance(value, list) else value
    return found
