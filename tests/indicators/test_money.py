"""The indicator of money is what the budgets of the year say; a unit without one has no figure."""

from __future__ import annotations

from dataclasses import replace

from tests.indicators.example import LAB, ON, measured
from truongluy.indicators import State


def test_money_is_that_of_the_years_budget():
    one = measured()["money_for_security"]
    lines = [line for line in LAB.budget.lines if line.year == ON.year]
    sure = [line for line in lines if line.category not in ("OP-TRAIN", "OP-DRILL", "OP-AWARE")]
    assert one.denominator == sum(line.planned for line in lines)
    assert one.numerator == sum(line.security(line.planned) for line in sure)
    assert one.state is State.MET
    assert "budget/so-gddt-2026.yml:6-17" in one.evidence


def test_money_of_a_unit_that_declared_none_is_no_zero():
    kept = tuple(one for one in LAB.budget.files if one.unit != "thcs-minh-hoa")
    one = measured(replace(LAB, budget=replace(LAB.budget, files=kept)))["money_for_security"]
    assert one.missing == ("thcs-minh-hoa",)
    assert one.state is State.INCOMPLETE
    assert "chưa khai báo dự toán năm 2026" in one.explanation.vi
