"""Small indicators, figures and assessments for tests: dữ liệu minh họa."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

from tests.policy.samples import the_policy
from truongluy import inventory as inventory_of
from truongluy.assess import Assessment
from truongluy.finding import Finding
from truongluy.indicators import Measured, UnitFigure, measure
from truongluy.inventory import Inventory
from truongluy.inventory.figures import Figure
from truongluy.policy import Policy
from truongluy.policy.indicators import Indicator, Target, TargetKind
from truongluy.verdict import Text, Verdict

ON = date(2026, 11, 24)
WORDS = Text("chữ", "words")
LAB = inventory_of.load(Path(__file__).resolve().parents[2] / "inventories" / "lab")
POLICY: Policy = the_policy()


def indicator(target: Target, *, higher: bool = True, **changes) -> Indicator:
    """An entered indicator with a target; a share has a denominator."""
    one = Indicator(
        id="example_indicator", line=1, basis=("plan-316.P316-14",), title=WORDS, numerator=WORDS,
        denominator=None if target.kind is TargetKind.COUNT else WORDS, unit=WORDS, asked_of=("school",),
        higher=higher, target=target, baseline=None, yearly=False, source="entered", measure=None, note=WORDS,
    )  # fmt: skip
    return replace(one, **changes)


def share(percent: int) -> Target:
    """A target in per cent."""
    return Target(TargetKind.SHARE, Fraction(percent, 100))


def of(*numbers: tuple[int, int] | None) -> tuple[UnitFigure, ...]:
    """Figures of units in turn; None is a unit that has none."""
    return tuple(UnitFigure(f"u{index}", *(pair or (None, None))) for index, pair in enumerate(numbers))


def figure(unit: str = "so-gddt", name: str = "procedures_online", **changes) -> Figure:
    """A figure that the policy accepts."""
    one = Figure(
        indicator=name, unit=unit, as_of=date(2026, 6, 30), year=None, numerator=21, denominator=39,
        source="minh họa", entered_by="it-officer", entered_on=date(2026, 7, 1), file="figures/x.yml", line=3,
    )  # fmt: skip
    return replace(one, **changes)


def with_figures(*figures: Figure) -> Inventory:
    """The lab with these figures only."""
    return replace(LAB, figures=figures)


def judged(
    inventory: Inventory = LAB,
    verdict: Callable[[str, str], Verdict] = lambda device, control: Verdict.PASS,
    on: date = ON,
    policy: Policy = POLICY,
) -> Assessment:
    """Every device of an inventory with a finding for every control asked of it."""
    findings = [
        Finding(
            device.name,
            control.id,
            verdict(device.name, control.id),
            WORDS,
            clauses=tuple(
                clause.full_id for clause in policy.asked(control, device.level, on, device.device_class)
            ),
        )
        for device in inventory.devices.values()
        for control in policy.controls.values()
        if control.fits(device.device_class, device.functions, device.platform)
        and policy.asked(control, device.level, on, device.device_class)
    ]
    levels = {device.name: device.level for device in inventory.devices.values()}
    return Assessment(inventory.name, on, datetime(2026, 11, 24, tzinfo=UTC), (), tuple(findings), levels)


def measured(
    inventory: Inventory = LAB, assessment: Assessment | None = None, on: date = ON, policy: Policy = POLICY
) -> Mapping[str, Measured]:
    """Every indicator by id."""
    return {one.indicator.id: one for one in measure(inventory, policy, assessment, on)}
