"""Indicators in words, for pages, verbs and other programs: figures exact, never rounded towards a target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from truongluy.indicators import Measured, State
from truongluy.policy.indicators import Indicator, TargetKind
from truongluy.reports.vietnamese import number, reached
from truongluy.verdict import Text

SYMBOLS = {
    State.MET: "✓",
    State.NOT_MET: "✗",
    State.INCOMPLETE: "◔",
    State.NO_DATA: "?",
    State.QUALITATIVE: "–",
}
_SOURCES = {
    "measured": Text("máy tính ra", "computed"),
    "entered": Text("đơn vị nhập", "entered by the unit"),
    "planned": Text("dự kiến", "planned"),
}


def figure(one: Measured) -> str:
    """The figure in digits: `18/24 (75%)`, `3`, or a dash where there is none."""
    if one.numerator is None:
        return "–"
    if one.denominator is None:
        return number(one.numerator)
    shown = f"{number(one.numerator)}/{number(one.denominator)}"
    return shown if one.share is None else f"{shown} ({reached(one.share)})"


def target(indicator: Indicator) -> Text:
    """What must be reached."""
    goal, unit = indicator.target, indicator.unit
    if goal.kind is TargetKind.BEFORE and goal.day:
        return Text(
            f"mọi đơn vị, trước ngày {goal.day[0]}/{goal.day[1]}",
            f"every unit, before {goal.day[0]}/{goal.day[1]}",
        )
    if goal.value is None:
        return Text("không nêu số", "no number stated")
    if goal.kind is TargetKind.COUNT:
        amount = number(int(goal.value))
        return (
            Text(f"từ {amount} {unit.vi} trở lên", f"at least {amount} {unit.en}")
            if indicator.higher
            else Text(f"không quá {amount} {unit.vi}", f"at most {amount} {unit.en}")
        )
    share = reached(goal.value)
    if goal.value == 1:
        return Text(share, share)
    if indicator.higher:
        return Text(f"từ {share} trở lên", f"at least {share}")
    return Text(f"không quá {share}", f"at most {share}")


def source(indicator: Indicator) -> Text:
    """Who says the figure."""
    return _SOURCES[indicator.source]


def as_json(measured: Sequence[Measured], on: date, note: Text | None) -> dict[str, Any]:
    """Everything for other programs; shares as exact fractions in text."""
    return {
        "as_of": on,
        "phase": _both(note),
        "counts": {state.value: amount for state, amount in counts(measured).items()},
        "indicators": [_one(one) for one in measured],
    }


def counts(measured: Sequence[Measured]) -> dict[State, int]:
    """How many indicators are in each state; all five are named."""
    counted = Counter(one.state for one in measured)
    return {state: counted[state] for state in State}


def _one(one: Measured) -> dict[str, Any]:
    return {
        "id": one.indicator.id,
        "basis": list(one.indicator.basis),
        "title": _both(one.indicator.title),
        "source": one.indicator.source,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "share": str(one.share) if one.share is not None else None,
        "target": _both(target(one.indicator)),
        "state": one.state.value,
        "explanation": _both(one.explanation),
        "evidence": list(one.evidence),
        "missing": list(one.missing),
        "units": [
            {"unit": unit.unit, "numerator": unit.numerator, "denominator": unit.denominator}
            for unit in one.by_unit
        ],
        "parts": [
            {"name": part.name.en, "numerator": part.numerator, "denominator": part.denominator}
            for part in one.parts
        ],
    }


def _both(text: Text | None) -> dict[str, str] | None:
    return {"vi": text.vi, "en": text.en} if text else None
