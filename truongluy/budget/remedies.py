"""What open findings, ending waivers, old equipment and planned rooms will cost, at the unit's own prices or at none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from truongluy.budget.prices import Per, Price
from truongluy.finding import Finding, SubjectKind
from truongluy.inventory import Inventory
from truongluy.inventory.classes import CLASS_NAMES
from truongluy.inventory.rooms import all_rooms
from truongluy.policy import Policy
from truongluy.verdict import Text, Verdict


class Origin(StrEnum):
    """Why money will be needed."""

    FINDING = "finding"
    WAIVER = "waiver"
    REPLACEMENT = "replacement"
    EQUIPMENT = "equipment"


@dataclass(frozen=True)
class Need:
    """One thing to be paid for: what, for whom, in which year; `pieces` counts equipment, `name` is a control or class.

    `on` is the day a waiver or a maker's support ends; None where it is open now.
    """

    origin: Origin
    name: str
    title: Text
    subject: str
    unit: str
    year: int
    pieces: int = 1
    on: date | None = None


@dataclass(frozen=True)
class Cost:
    """What needs of one kind and year cost together; `price` None: nobody gave one, and then nobody knows.

    `count` is how often the price is paid: for a device once a year, however many of its gaps one remedy closes.
    """

    origin: Origin
    year: int
    price: Price | None
    needs: tuple[Need, ...]
    count: int

    @property
    def low(self) -> int | None:
        """The lower end in đồng."""
        return self.price.low * self.count if self.price else None

    @property
    def high(self) -> int | None:
        """The upper end in đồng."""
        return self.price.high * self.count if self.price else None

    @property
    def title(self) -> Text:
        """What is paid for."""
        return self.price.title if self.price else self.needs[0].title


def needs(
    inventory: Inventory, policy: Policy, findings: Iterable[Finding], on: date, unit: str | None = None
) -> list[Need]:
    """Everything that will need money from the year after a day on, of all units or one.

    Errors and what people must decide are no needs: nobody knows yet whether there is a gap.
    """
    first = on.year + 1
    found = [
        *_of_findings(inventory, policy, findings, on, first),
        *_of_devices(inventory, first),
        *_of_rooms(inventory, first),
    ]
    return [one for one in found if unit in (None, one.unit)]


def costs(inventory: Inventory, policy: Policy, found: Iterable[Need]) -> list[Cost]:
    """Needs with their prices, those of one price, origin and year together; what has no price stands by its name."""
    grouped: dict[tuple[int, Origin, str], tuple[Price | None, list[Need]]] = {}
    for need in found:
        price = _price(inventory, policy, need)
        name = price.id if price else f" {need.name}"
        grouped.setdefault((need.year, need.origin, name), (price, []))[1].append(need)
    return [
        Cost(origin, year, price, tuple(them), _count(price, them))
        for (year, origin, _), (price, them) in sorted(grouped.items(), key=lambda item: item[0])
    ]


def _count(price: Price | None, found: list[Need]) -> int:
    if price is not None and price.per is Per.ONCE:
        return 1
    if price is not None and price.per is Per.UNIT:
        return len({one.unit for one in found})
    pieces: dict[str, int] = {}
    for one in found:
        if one.origin is Origin.EQUIPMENT:
            pieces[one.subject] = pieces.get(one.subject, 0) + one.pieces
        else:
            pieces[one.subject] = 1
    return sum(pieces.values())


def _price(inventory: Inventory, policy: Policy, need: Need) -> Price | None:
    if need.origin is Origin.REPLACEMENT:
        return inventory.prices.of_device(need.name)
    if need.origin is Origin.EQUIPMENT:
        return inventory.prices.of_item(need.name)
    control = policy.controls.get(need.name)
    return inventory.prices.of_control(need.name, control.topic if control else "")


def _of_findings(
    inventory: Inventory, policy: Policy, findings: Iterable[Finding], on: date, first: int
) -> Iterator[Need]:
    for one in findings:
        if one.verdict not in (Verdict.FAIL, Verdict.WAIVED) or one.control in policy.budget.tests:
            continue
        title = _title(policy, one.control)
        unit = _unit(inventory, one)
        if one.verdict is Verdict.FAIL:
            yield Need(Origin.FINDING, one.control, title, one.subject, unit, first)
        else:
            end = _waived_until(inventory, one, on)
            year = max(first, end.year) if end else first
            yield Need(Origin.WAIVER, one.control, title, one.subject, unit, year, on=end)


def _title(policy: Policy, name: str) -> Text:
    known = policy.controls.get(name) or policy.records.get(name)
    return known.title if known else Text(name, name)


def _unit(inventory: Inventory, one: Finding) -> str:
    if one.subject_kind is SubjectKind.DEVICE:
        device = inventory.devices.get(one.subject)
        return device.site if device else ""
    if one.subject_kind is SubjectKind.SYSTEM:
        system = inventory.systems.get(one.subject)
        return system.owner if system else ""
    return one.subject


def _waived_until(inventory: Inventory, finding: Finding, on: date) -> date | None:
    ends = [
        one.until
        for one in inventory.waivers.values()
        if one.control == finding.control and finding.subject in one.devices and one.covers(on)
    ]
    return min(ends, default=None)


def _of_devices(inventory: Inventory, first: int) -> Iterator[Need]:
    """Devices in use, each in the year its maker's support ends, or at once where that is over before."""
    for device in inventory.devices.values():
        end = device.attributes.get("support_until")
        if isinstance(end, date):
            what = CLASS_NAMES[device.device_class]
            title = Text(f"Thay thiết bị hết hỗ trợ: {what.vi}", f"Replace at end of support: {what.en}")
            year = max(first, end.year)
            yield Need(Origin.REPLACEMENT, device.device_class, title, device.name, device.site, year, on=end)


def _of_rooms(inventory: Inventory, first: int) -> Iterator[Need]:
    """Equipment that rooms plan for a year to come; that of this year and before stands in budgets already."""
    for room in all_rooms(inventory):
        for one in room.planned_equipment:
            if one.year >= first:
                subject = f"{room.site}/{room.id}"
                yield Need(
                    Origin.EQUIPMENT, one.item.vi, one.item, subject, room.site, one.year, pieces=one.quantity
                )
