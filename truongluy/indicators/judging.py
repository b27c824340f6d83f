"""Measuring: a pure function of (inventory, policy, assessment, date). It reads no device, clock or file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from truongluy import records as records_of
from truongluy.assess import Assessment
from truongluy.budget import rules as budget_of
from truongluy.indicators import documentary, entered, findings, money
from truongluy.indicators.model import Counted, Given, Measured, State, UnitFigure
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.policy.indicators import Indicator, TargetKind
from truongluy.verdict import Text

PLAN = "plan-316"

MEASURES: Mapping[str, Callable[[Given, Indicator], Counted]] = {
    "devices_proved": findings.devices_proved,
    "requirements_met": findings.requirements_met,
    "checks_passed": findings.checks_passed,
    "systems_levelled": findings.systems_levelled,
    "units_with_identifiers": findings.units_with_identifiers,
    "layers_proved": documentary.layers_proved,
    "records_in_year": documentary.records_in_year,
    "records_before_day": documentary.records_before_day,
    "units_with_records": documentary.units_with_records,
    "systems_with_records_of_year": documentary.systems_with_records_of_year,
    "security_money_planned": money.security_money_planned,
}
"""Ways of measuring by the name indicators.yml uses."""


def measure(inventory: Inventory, policy: Policy, assessment: Assessment | None, on: date) -> list[Measured]:
    """Every indicator on a day, in the order of the plan.

    Raises InputError when figures, records or budget of the inventory do not fit the policy.
    """
    entered.believed(inventory, policy)
    records_of.believed(inventory, policy)
    budget_of.believed(inventory, policy)
    given = Given(inventory, policy, assessment, on)
    return [_measured(given, indicator) for indicator in policy.indicators.values()]


def phase(policy: Policy, on: date) -> Text | None:
    """What to say of the plan's own time on a day; None while it runs, or when the policy has no plan."""
    plan = policy.documents.get(PLAN)
    if plan is None or plan.in_force(on):
        return None
    if on < plan.valid_from:
        day = f"{plan.valid_from:%d/%m/%Y}"
        return Text(
            f"kế hoạch ban hành ngày {day}, sau ngày này", f"the plan was issued on {day}, after this day"
        )
    return Text(
        f"giai đoạn 2021–2025 đã kết thúc ngày {plan.valid_to:%d/%m/%Y}; chỉ tiêu vẫn được đo",
        f"the period 2021-2025 ended on {plan.valid_to:%d/%m/%Y}; its targets are still measured",
    )


def _measured(given: Given, indicator: Indicator) -> Measured:
    counted = _counted(given, indicator)
    known = [one for one in counted.by_unit if one.numerator is not None]
    numerator = sum(one.numerator or 0 for one in known) if known else None
    has_denominator = indicator.denominator is not None and known
    denominator = sum(one.denominator or 0 for one in known) if has_denominator else None
    state = judge(indicator, counted.by_unit)
    evidence = tuple(dict.fromkeys(file for one in known for file in one.evidence))
    words = _explained(indicator, counted, state, given)
    return Measured(indicator, numerator, denominator, state, counted.by_unit, words, evidence, counted.parts)


def _counted(given: Given, indicator: Indicator) -> Counted:
    if indicator.measure is not None:
        return MEASURES[indicator.measure.by](given, indicator)
    if indicator.source == "entered":
        return entered.count(given, indicator)
    return Counted(tuple(UnitFigure(site.id, None, note=indicator.note) for site in given.units(indicator)))


def judge(indicator: Indicator, by_unit: tuple[UnitFigure, ...]) -> State:
    """The state from the figures alone: met only when no unit is missing, by exact fractions."""
    known = [one for one in by_unit if one.numerator is not None]
    denominator = sum(one.denominator or 0 for one in known)
    if not known or (indicator.denominator is not None and denominator == 0):
        return State.NO_DATA
    target = indicator.target
    if target.kind is TargetKind.NONE or target.value is None:
        return State.QUALITATIVE
    if target.kind is TargetKind.COUNT:
        # A count is asked of each unit: many courses of one do not make up for none of another.
        each = [Fraction(one.numerator or 0) for one in known]
        value = min(each) if indicator.higher else max(each)
        final = True
    else:
        value = Fraction(sum(one.numerator or 0 for one in known), denominator)
        final = target.value == (1 if indicator.higher else 0)
    reached = value >= target.value if indicator.higher else value <= target.value
    if len(known) == len(by_unit):
        return State.MET if reached else State.NOT_MET
    # With units missing, a shortfall is certain only where no other unit could make up for it.
    return State.NOT_MET if not reached and final else State.INCOMPLETE


def _explained(indicator: Indicator, counted: Counted, state: State, given: Given) -> Text:
    said: list[Text] = [counted.note] if counted.note else []
    missing = [one for one in counted.by_unit if not one.known]
    if indicator.source == "planned" and indicator.note:
        said.append(indicator.note)
    elif missing:
        said.append(_missing(missing, len(counted.by_unit)))
    if not counted.by_unit:
        said.append(
            Text("kho khai báo không có đơn vị nào được hỏi", "the inventory has no unit that is asked")
        )
    if state is State.NO_DATA and not missing and counted.by_unit:
        said.append(
            Text("không có gì để đếm (mẫu số bằng 0)", "there is nothing to count (the denominator is 0)")
        )
    if indicator.baseline and state is not State.NO_DATA:
        said.append(_compared(indicator, counted.by_unit))
    if not indicator.target.stated:
        said.append(
            Text("mức do dự án đề xuất, kế hoạch không nêu số", "this project's number: the plan states none")
        )
    if state is State.NOT_MET and _year_open(indicator, given.on):
        said.append(Text(f"năm {given.on.year} chưa kết thúc", f"the year {given.on.year} is not over"))
    return Text("; ".join(one.vi for one in said), "; ".join(one.en for one in said))


def _year_open(indicator: Indicator, on: date) -> bool:
    counted_this_year = indicator.measure is not None and indicator.target.kind is TargetKind.COUNT
    return indicator.yearly and counted_this_year and (on.month, on.day) != (12, 31)


def _missing(missing: list[UnitFigure], total: int) -> Text:
    reasons = list(dict.fromkeys(one.note for one in missing if one.note))
    because = Text("; ".join(one.vi for one in reasons), "; ".join(one.en for one in reasons))
    return Text(
        f"{len(missing)} trên {total} đơn vị chưa có số liệu ({because.vi})",
        f"{len(missing)} of {total} units have no figure ({because.en})",
    )


def _compared(indicator: Indicator, by_unit: tuple[UnitFigure, ...]) -> Text:
    assert indicator.baseline is not None
    known = [one for one in by_unit if one.known]
    now = Fraction(sum(one.numerator or 0 for one in known), sum(one.denominator or 0 for one in known))
    then = Fraction(*indicator.baseline)
    vi, en = (
        ("cao hơn", "above") if now > then else ("thấp hơn", "below") if now < then else ("bằng", "equal to")
    )
    shown = "/".join(str(part) for part in indicator.baseline)
    return Text(f"{vi} mốc {shown} mà kế hoạch nêu", f"{en} the plan's own baseline {shown}")
