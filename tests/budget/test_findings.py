"""What a year, five years and a project say on a day: earned passes, named doubts, errors for what nobody declared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.budget.example import LAB, POLICY, UNIT, line, project, secure, with_lines
from truongluy.budget import judging
from truongluy.budget.findings import judge_budget
from truongluy.budget.judging import history, judge
from truongluy.budget.model import BudgetLine, Project, Stage
from truongluy.budget.wording import in_words
from truongluy.finding import SubjectKind
from truongluy.policy.budget import BudgetTest
from truongluy.verdict import Verdict

ON = date(2024, 6, 30)
LATER = date(2026, 11, 29)
M = 10**6


def plan(security: int, other: int, year: int = 2024, **values) -> list[BudgetLine]:
    """A year whose amounts are planned, allocated and spent alike."""
    alike = {"planned": security, "allocated": security, "spent": security}
    rest = {"planned": other, "allocated": other, "spent": other}
    return [
        secure(year * 10, **({"year": year} | alike | values)),
        line(year * 10 + 1, **({"year": year} | rest | values)),
    ]


def of(
    test: BudgetTest, lines: list[BudgetLine], on: date = ON, projects: tuple[Project, ...] = ()
) -> judging.Tested:
    """What one test says of so-gddt."""
    (one,) = (
        each for each in judge(with_lines(lines, projects), POLICY, on) if (each.test, each.unit) == (test, UNIT)
    )  # fmt: skip
    return one


@pytest.mark.parametrize(
    ("security", "verdict", "shown"),
    [
        (100_000_000, Verdict.PASS, "10,00%"),
        (99_999_999, Verdict.FAIL, "9,99%"),
        (0, Verdict.FAIL, "0,00%"),
        (1_000_000_000, Verdict.PASS, "100,00%"),
    ],
)
def test_the_edge_of_ten_percent(security, verdict, shown):
    one = of(BudgetTest.YEAR, plan(security, 1_000_000_000 - security))
    assert one.verdict is verdict
    assert shown in in_words(one).vi


@pytest.mark.parametrize(("security", "verdict"), [(150_000_000, Verdict.PASS), (149_999_999, Verdict.FAIL)])
def test_the_edge_of_fifteen_percent_in_2026(security, verdict):
    one = of(BudgetTest.YEAR, plan(security, 1_000_000_000 - security, 2026), LATER)
    assert one.verdict is verdict
    assert one.minimum.percent == 15 and one.earlier is not None and one.earlier.percent == 10
    assert "theo mức 10% áp dụng đến hết 30/06/2026: đạt" in in_words(one).vi


def test_a_year_nobody_declared_is_an_error_and_says_so():
    for found in (LAB, replace(LAB, budget=replace(LAB.budget, files=()))):
        error = {
            one.verdict for one in judge_budget(found, POLICY, date(2028, 1, 1)) if "year" in one.control
        }
        assert error == {Verdict.ERROR}
    one = of(BudgetTest.YEAR, plan(10, 10, 2023))
    assert "chưa khai báo năm 2024" in in_words(one).vi


def test_a_year_without_money_is_an_error():
    assert of(BudgetTest.YEAR, [line(planned=0)]).verdict is Verdict.ERROR
    refund = line(planned=-5, refund=True, document="x")
    assert of(BudgetTest.YEAR, [line(2, planned=5), refund]).verdict is Verdict.ERROR


def test_what_is_not_known_yet_is_not_judged_while_the_year_runs():
    lines = [secure(planned=10 * M), line(2, planned=90 * M, allocated=90 * M, spent=0)]
    one = of(BudgetTest.YEAR, lines)
    assert one.verdict is Verdict.PASS
    assert "chưa có số liệu của 1 trên 2 dòng" in in_words(one).vi
    past = [
        each for each in history(with_lines(lines), POLICY, date(2025, 1, 1)) if each.test is BudgetTest.YEAR
    ]
    assert {each.verdict for each in past if each.unit == UNIT} == {Verdict.ERROR}


def test_allocated_less_than_planned_fails_once_it_is_known():
    lines = [secure(planned=10 * M, allocated=9 * M), line(2, planned=90 * M, allocated=90 * M)]
    one = of(BudgetTest.YEAR, lines)
    assert (one.stages[Stage.PLANNED].verdict, one.verdict) == (Verdict.PASS, Verdict.FAIL)


def test_spending_is_judged_when_the_year_is_over():
    lines = [
        secure(planned=10 * M, allocated=10 * M, spent=M),
        line(2, planned=90 * M, allocated=90 * M, spent=90 * M),
    ]
    assert of(BudgetTest.YEAR, lines).verdict is Verdict.PASS
    (past,) = (
        one
        for one in history(with_lines(lines), POLICY, LATER)
        if (one.test, one.unit) == (BudgetTest.YEAR, UNIT)
    )
    assert (past.over, past.verdict) == (True, Verdict.FAIL)


def test_what_depends_on_training_is_for_people_to_decide():
    lines = [secure(planned=8 * M), secure(2, planned=3 * M, category="OP-TRAIN"), line(3, planned=89 * M)]
    one = of(BudgetTest.YEAR, lines)
    assert one.verdict is Verdict.MANUAL
    words = in_words(one).vi
    assert "8,00%" in words and "kể cả đào tạo, diễn tập, tuyên truyền 11,00%" in words
    assert "người có thẩm quyền phải quyết định" in words


@pytest.mark.parametrize(
    ("capital", "recurrent", "verdict"),
    [
        ((15, 85), (15, 85), Verdict.PASS),
        ((5, 95), (50, 50), Verdict.MANUAL),  # all money has 15%, capital money has not
        ((20, 80), (2, 98), Verdict.MANUAL),  # capital money has 15%, all money only more than 10%
        ((20, 80), (0, 150), Verdict.FAIL),  # capital money has 15%, all money not even 10%
        ((0, 0), (15, 85), Verdict.PASS),  # no capital money at all
        ((0, 0), (12, 88), Verdict.MANUAL),
    ],
)
def test_recurrent_money_is_shown_both_ways_under_the_law_of_2026(capital, recurrent, verdict):
    lines = [one for pair, kind in ((capital, "capital"), (recurrent, "recurrent")) for one in
             plan(pair[0] * M, pair[1] * M, 2026, kind=kind)]  # fmt: skip
    assert of(BudgetTest.YEAR, lines, LATER).verdict is verdict


def test_five_years_wait_for_every_year_that_has_begun():
    lines = [one for year in (2021, 2022, 2024) for one in plan(20 * M, 80 * M, year)]
    one = of(BudgetTest.FIVE_YEARS, lines)
    assert (one.verdict, one.undeclared) == (Verdict.ERROR, (2023,))
    whole = of(BudgetTest.FIVE_YEARS, [*lines, *plan(0, 90 * M, 2023)])
    assert (whole.verdict, whole.years, whole.partly) == (Verdict.PASS, (2021, 2022, 2023, 2024), True)
    assert "mới khai báo năm 2021, 2022, 2023, 2024" in in_words(whole).vi


def test_a_good_year_makes_up_for_a_bad_one_in_five_and_not_in_one():
    lines = [*plan(0, 100 * M), *(one for year in (2021, 2022, 2023) for one in plan(30 * M, 70 * M, year))]
    assert of(BudgetTest.YEAR, lines).verdict is Verdict.FAIL
    assert of(BudgetTest.FIVE_YEARS, lines).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("given", "percent"),
    [
        (project(), 10),
        (project(to_year=2027), 10),
        (project(to_year=2027, approved_on=date(2026, 6, 30)), 10),
        (project(to_year=2027, approved_on=date(2026, 7, 1)), 15),
        (project(to_year=2027, approved_on=None), 15),
        (project(to_year=2025, approved_on=None), 10),
        (project(to_year=2027, approved_on=None, is_programme_scheme_or_project=False), 10),
    ],
)
def test_a_project_is_judged_by_the_minimum_of_its_day(given, percent):
    lines = plan(12 * M, 88 * M, project="DA-01")
    one = of(BudgetTest.PROJECT, lines, projects=(given,))
    assert one.minimum.percent == percent
    assert one.verdict is (Verdict.PASS if percent == 10 else Verdict.FAIL)
    assert "dự án DA-01" in in_words(one).vi
    both = percent == 15 and given.approved_on is None
    assert ("theo mức 10% áp dụng đến hết 30/06/2026: đạt" in in_words(one).vi) is both


def test_only_running_projects_are_findings_and_all_of_one_unit_are_one():
    projects = (project(), project("DA-02"), project("DA-03", from_year=2020, to_year=2023))
    lines = [*plan(20 * M, 80 * M, project="DA-01"), *plan(1 * M, 99 * M, project="DA-02")]
    lines = [replace(one, id=f"l-{number}") for number, one in enumerate(lines)]
    (found,) = (
        one
        for one in judge_budget(with_lines(lines, projects), POLICY, ON)
        if one.control == BudgetTest.PROJECT
    )
    assert found.verdict is Verdict.FAIL
    assert found.message.vi.index("DA-02") < found.message.vi.index("DA-01"), "the worst is told first"
    assert set(found.actual) == {"DA-01", "DA-02"}
    assert "directive-14-2019.D-PROJECT-CONDITION" in found.clauses


def test_a_project_without_lines_is_an_error():
    one = of(BudgetTest.PROJECT, plan(10, 10), projects=(project(),))
    assert one.verdict is Verdict.ERROR
    assert "chưa khai báo" in in_words(one).vi


@pytest.mark.parametrize(
    ("on", "clauses"),
    [
        (date(2024, 6, 30), {"directive-14-2019.D-10-PERCENT", "plan-316.P316-32"}),
        (date(2026, 11, 29), {"directive-14-2019.D-10-PERCENT", "law-116-2025.A38-1"}),
        (date(2019, 1, 1), {"directive-14-2019.D-10-PERCENT"}),
        (date(2018, 12, 31), set()),
    ],
)
def test_a_year_names_the_clauses_of_its_last_day(on, clauses):
    found = [one for one in judge_budget(LAB, POLICY, on) if one.control == BudgetTest.YEAR]
    assert {clause for one in found for clause in one.clauses} == clauses


def test_findings_are_of_units_with_lines_as_evidence():
    found = judge_budget(LAB, POLICY, LATER)
    assert {(one.subject, one.subject_kind) for one in found} == {
        (unit, SubjectKind.UNIT) for unit in LAB.sites
    }
    assert len({(one.subject, one.control) for one in found}) == len(found), "one finding for each key"
    assert all(one.evidence and one.evidence[0].startswith("budget/") for one in found)
    (year,) = (one for one in found if (one.subject, one.control) == (UNIT, BudgetTest.YEAR))
    assert year.expected == {"2026": {"at_least": "15%"}}
    assert year.actual["2026"]["planned"]["total"] == sum(
        one.planned for one in LAB.budget.lines if (one.unit, one.year) == (UNIT, 2026)
    )


def test_the_lab_is_well_today_and_shows_one_year_and_one_project_that_failed():
    assert {one.verdict for one in judge(LAB, POLICY, LATER)} == {Verdict.PASS}
    failed = {
        (one.unit, one.name.en) for one in history(LAB, POLICY, LATER) if one.verdict is not Verdict.PASS
    }
    assert failed == {(UNIT, "2024"), (UNIT, "project DA-02 (Wireless networks of schools (example))")}
    assert {one.verdict for one in judge(LAB, POLICY, date(2024, 6, 30)) if one.unit == UNIT} >= {
        Verdict.FAIL
    }
    assert "9,99%" in next(in_words(one).vi for one in history(LAB, POLICY, LATER) if one.name.en == "2024")


def test_a_policy_without_rules_of_money_asks_nothing():
    from truongluy.policy.budget import BudgetRules

    assert judge_budget(LAB, replace(POLICY, budget=BudgetRules()), LATER) == []
