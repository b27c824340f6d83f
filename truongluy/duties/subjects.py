"""Who owes a duty: units by what they are, own or operate, and information systems."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from truongluy.duties.model import Subject
from truongluy.finding import SubjectKind
from truongluy.inventory import Inventory, System
from truongluy.policy import Duty


def subjects(inventory: Inventory, duty: Duty, on: date) -> Iterator[Subject]:
    """Everybody who owes a duty."""
    ours = [system for system in inventory.systems.values() if system.ours]
    if duty.who == "planned_systems":
        ours = [one for one in inventory.systems.values() if one.hosted == "own" and one.state == "planned"]
    if duty.who in ("systems", "planned_systems"):
        for system in ours:
            if _chosen(system, duty, on):
                level = system.approved(on) or 1
                yield Subject(system.id, SubjectKind.SYSTEM, level, system.decided_on)
        return
    for unit in inventory.sites.values():
        operated = [system for system in ours if system.operator == unit.id]
        level = max((system.approved(on) or 1 for system in operated), default=1)
        if duty.who in ("owners", "operators"):
            mine = operated if duty.who == "operators" else [s for s in ours if s.owner == unit.id]
            mine = [system for system in mine if _chosen(system, duty, on)]
            if mine:
                yield Subject(unit.id, SubjectKind.UNIT, level, _since(mine))
        elif duty.who == "units" or (duty.who == "department") == (unit.kind == "department"):
            yield Subject(unit.id, SubjectKind.UNIT, level)


def _chosen(system: System, duty: Duty, on: date) -> bool:
    if duty.levels and (system.approved(on) or 0) not in duty.levels:
        return False
    return duty.decided_before is None or (
        system.decided_on is not None and system.decided_on < duty.decided_before
    )


def _since(systems: list[System]) -> date | None:
    """Since when a unit has had a levelled system; None when one has no decision to tell by."""
    days = [system.decided_on for system in systems]
    known = [day for day in days if day is not None]
    return min(known) if len(known) == len(days) else None
