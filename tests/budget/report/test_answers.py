"""What is answered of shares: shortfalls, lines that close them, decisions that flip them, totals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.budget.example import BILLION, LAB, POLICY, UNIT, line, lines, secure, with_lines
from truongluy.budget.answers import answers, of_everyone
from truongluy.budget.model import Stage
from truongluy.budget.report import report
from truongluy.budget.sensitivity import DecisionKind
from truongluy.budget.totals import by_area, by_kind, by_unit
from truongluy.policy.budget import BudgetTest

ON = date(2024, 6, 1)
TODAY = date(2026, 11, 29)


def year(own, test=BudgetTest.YEAR, on=ON):
    found = answers(with_lines(own), POLICY, on, UNIT)
    return next(one for one in found if one.tested.test is test)


def stage(answer, which, with_asked=False):
    return next(one for one in answer.missing if one.stage is which and one.way.with_asked is with_asked)


def test_a_shortfall_is_told_both_ways():
    own = [line(1, planned=910 * BILLION), secure(2, planned=90 * BILLION)]
    missing = stage(year(own), Stage.PLANNED)
    assert (missing.moved, missing.added) == (10 * BILLION, 11_111_111_112)
    assert missing.closing is None


def test_planned_lines_that_wait_would_close_what_is_allocated():
    own = [
        line(1, planned=900, allocated=900),
        secure(2, planned=20, allocated=0),
        secure(3, planned=70, allocated=0),
        secure(4, planned=30, allocated=0),
        secure(5, planned=300, allocated=300, category="OP-TRAIN"),
    ]
    missing = stage(year(own), Stage.ALLOCATED)
    assert missing.share.security == 0 and missing.share.total == 1200
    assert not missing.closing.enough and missing.closing.amount == 120
    with_training = stage(year(own), Stage.ALLOCATED, with_asked=True)
    assert with_training.share.met and with_training.closing is None
    own[1] = secure(2, planned=200, allocated=0)
    told = stage(year(own), Stage.ALLOCATED).closing
    assert told.enough and told.lines == ("line-0002",) and told.amount == 200


def test_money_allocated_in_part_waits_with_its_rest():
    own = [line(1, planned=900, allocated=900), secure(2, planned=150, allocated=40)]
    told = stage(year(own), Stage.ALLOCATED).closing
    assert told.lines == ("line-0002",) and told.amount == 110


def test_lines_that_wait_are_named_while_others_have_no_figure_yet():
    own = [
        line(1, planned=900, allocated=900),
        secure(2, planned=60),
        secure(3, planned=120),
        secure(4, planned=200),
        line(5, planned=50),
    ]
    found = year(own)
    (so_far,) = found.so_far
    assert found.tested.stages[Stage.ALLOCATED].ways == ()
    assert (so_far.share.security, so_far.share.total) == (0, 900) and so_far.added == 100
    assert so_far.closing.lines == ("line-0003",) and so_far.closing.amount == 120


def test_what_nobody_knows_is_not_answered():
    own = [line(1, planned=900, allocated=None), secure(2, planned=100, allocated=100)]
    assert {one.stage for one in year(own).missing} == {Stage.PLANNED}


def test_recurrent_money_is_read_both_ways_from_the_new_minimum_on():
    own = [
        line(1, year=2026, planned=900, kind="recurrent"),
        secure(2, year=2026, planned=100, kind="recurrent"),
        line(3, year=2026, planned=80),
        secure(4, year=2026, planned=20),
    ]
    found = year(own, on=TODAY).missing
    shown = [
        (one.capital, one.share.security, one.share.total, one.share.percent, one.share.met) for one in found
    ]
    assert shown[:3] == [
        (False, 120, 1100, 15, False),
        (True, 20, 100, 15, True),
        (False, 120, 1100, 10, True),
    ]
    assert [one.capital for one in year(own, on=TODAY).short] == [False]


def test_a_category_that_is_asked_about_decides():
    own = [line(1, planned=900), secure(2, planned=95), secure(3, planned=5, category="OP-DRILL")]
    decisions = {(one.kind, one.subject): one for one in year(own).deciding}
    drill = decisions[(DecisionKind.CATEGORY, "OP-DRILL")]
    assert not drill.before.met and drill.after.met and drill.to == 10_000
    assert (DecisionKind.SECURITY_LINE, "line-0002") in decisions
    assert "OP-TRAIN" not in {one.subject for one in year(own).decisions}


def test_a_mixed_line_decides():
    own = [line(1, planned=900), line(2, planned=100, category="SP-PROTECT", share=5000, share_reason="nửa")]
    (one,) = year(own).deciding
    assert (one.kind, one.to, one.after.security) == (DecisionKind.MIXED_SHARE, 10_000, 100) and one.after.met


@given(st.lists(lines(), max_size=10))
def test_every_decision_told_flips_its_share_when_it_is_made(own):
    own = [
        replace(one, id=f"line-{number}", unit=UNIT, year=2024, project=None)
        for number, one in enumerate(own)
    ]
    for answer in answers(with_lines(own), POLICY, ON, UNIT):
        for one in answer.decisions:
            assert one.before.met != one.after.met and one.before.total == one.after.total
            if one.kind is DecisionKind.CATEGORY:
                continue
            made = [replace(each, share=one.to) if each.id == one.subject else each for each in own]
            test = next(
                a for a in answers(with_lines(made), POLICY, ON, UNIT) if a.tested.test is answer.tested.test
            )
            assert stage(test, one.stage, one.with_asked).share == one.after


def test_all_units_together_are_the_sum_of_units():
    for together in of_everyone(LAB, POLICY, TODAY):
        parts = [
            one for one in answers(LAB, POLICY, TODAY)
            if one.tested.test is together.tested.test and one.tested.name == together.tested.name
        ]  # fmt: skip
        for which in Stage:
            sums = sum(one.tested.stages[which].sums.all.total for one in parts)
            assert together.tested.stages[which].sums.all.total == sums


def test_totals_by_kind_of_unit_add_up_and_who_declared_nothing_is_told():
    found = by_unit(with_lines([secure(1, planned=7, year=2026)]), POLICY, 2026)
    kinds = by_kind(LAB, found)
    assert [one.declared for one in found] == [True, False]
    assert sum(one.sums[Stage.PLANNED].all.total for one in kinds) == 7


def test_totals_by_area_add_up_and_a_unit_of_no_area_is_not_lost():
    inventory = with_lines([secure(1, planned=7, year=2026)])
    areas = by_area(inventory, by_unit(inventory, POLICY, 2026))
    assert [(one.name, one.sums[Stage.PLANNED].all.total, one.declared) for one in areas] == [
        ("centre", 7, True),
        ("upland", 0, False),
    ]
    moved = replace(inventory, sites={**inventory.sites, UNIT: replace(inventory.sites[UNIT], area="")})
    areas = by_area(moved, by_unit(moved, POLICY, 2026))
    assert [(one.name, one.sums[Stage.PLANNED].all.total) for one in areas] == [("", 7), ("upland", 0)]
    nowhere = {name: replace(site, area="") for name, site in inventory.sites.items()}
    without = replace(inventory, sites=nowhere)
    assert by_area(without, by_unit(without, POLICY, 2026)) == []


def test_the_lab_s_failing_year_and_project_are_answered():
    found = report(LAB, POLICY, TODAY, None)
    short = {one.tested.name.en: one.short[0] for one in found.answers if one.short}
    assert set(short) == {"2024", "project DA-02 (Wireless networks of schools (example))"}
    assert (short["2024"].moved, short["2024"].added) == (113_000, 125_556)
    assert found.met and not found.judged
    assert not report(LAB, POLICY, TODAY, None, year=2024).met
    assert {one.tested.unit for one in report(LAB, POLICY, TODAY, None, unit=UNIT).answers} == {UNIT}
