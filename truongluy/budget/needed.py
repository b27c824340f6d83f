"""What remedies cost in each unit, and in each area of the province."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from truongluy.budget.remedies import Need, costs
from truongluy.inventory import Inventory
from truongluy.policy import Policy


@dataclass(frozen=True)
class Needed:
    """The remedies of one unit or area together, in đồng; `unpriced` more have no price and are not in it.

    What is paid once for all is in the sum of each that needs it, so sums of units need not add up to an area's.
    """

    name: str
    low: int
    high: int
    unpriced: int


def by_unit(inventory: Inventory, policy: Policy, needs: Iterable[Need]) -> list[Needed]:
    """Of every unit that needs something, in inventory order; the name is empty for what belongs to no unit."""
    return _grouped(inventory, policy, needs, {name: name for name in inventory.sites})


def by_area(inventory: Inventory, policy: Policy, needs: Iterable[Need]) -> list[Needed]:
    """Of every area that needs something; the name is empty for units of no area, and none where nobody has one."""
    areas = {name: site.area for name, site in inventory.sites.items()}
    return _grouped(inventory, policy, needs, areas) if any(areas.values()) else []


def _grouped(
    inventory: Inventory, policy: Policy, needs: Iterable[Need], groups: dict[str, str]
) -> list[Needed]:
    found: dict[str, list[Need]] = {group: [] for group in groups.values()}
    for need in needs:
        found.setdefault(groups.get(need.unit, ""), []).append(need)
    return [_together(inventory, policy, group, some) for group, some in found.items() if some]


def _together(inventory: Inventory, policy: Policy, name: str, needs: list[Need]) -> Needed:
    paid = costs(inventory, policy, needs)
    return Needed(
        name,
        sum(one.low or 0 for one in paid),
        sum(one.high or 0 for one in paid),
        sum(one.price is None for one in paid),
    )
