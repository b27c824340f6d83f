"""What each unit, each kind of unit and each area of the province plans, gets and spends in a year; the ledger again, by unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from truongluy.budget.model import Stage
from truongluy.budget.shares import Sums, ledger
from truongluy.inventory import Inventory
from truongluy.policy import Policy


@dataclass(frozen=True)
class UnitTotal:
    """The money of one unit (or kind of unit, or area) in a year; `declared` is False where nobody wrote a budget."""

    name: str
    year: int
    sums: Mapping[Stage, Sums]
    declared: bool


def by_unit(inventory: Inventory, policy: Policy, year: int, unit: str | None = None) -> list[UnitTotal]:
    """Every unit (or one) in inventory order, those without a budget too."""
    sums: dict[str, dict[Stage, Sums]] = {}
    for (name, when, _), entry in ledger(inventory.budget, policy.budget).items():
        if when == year:
            into = sums.setdefault(name, dict.fromkeys(Stage, Sums()))
            for stage in Stage:
                into[stage] += entry.sums[stage]
    return [
        UnitTotal(
            name,
            year,
            sums.get(name, dict.fromkeys(Stage, Sums())),
            year in inventory.budget.declared(name),
        )
        for name in inventory.sites
        if unit in (None, name)
    ]


def by_kind(inventory: Inventory, totals: list[UnitTotal]) -> list[UnitTotal]:
    """The same by kind of unit."""
    return _grouped(totals, [inventory.sites[one.name].kind for one in totals])


def by_area(inventory: Inventory, totals: list[UnitTotal]) -> list[UnitTotal]:
    """The same by area of the province; the name is empty for units of no area, and none where nobody has one."""
    areas = [inventory.sites[one.name].area for one in totals]
    return _grouped(totals, areas) if any(areas) else []


def _grouped(totals: list[UnitTotal], groups: list[str]) -> list[UnitTotal]:
    found: dict[str, UnitTotal] = {}
    for one, group in zip(totals, groups, strict=True):
        before = found.get(group, UnitTotal(group, one.year, dict.fromkeys(Stage, Sums()), False))
        sums = {stage: before.sums[stage] + one.sums[stage] for stage in Stage}
        found[group] = UnitTotal(group, one.year, sums, before.declared or one.declared)
    return list(found.values())
