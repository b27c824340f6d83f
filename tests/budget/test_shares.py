"""Sums and shares as properties: order, grouping, edges, what one line can change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.budget.example import (
    ASKED,
    BILLION,
    OTHER,
    RULES,
    SECURE,
    UNIT,
    amounts,
    line,
    lines,
    project,
    secure,
)
from truongluy.budget.model import Budget, BudgetFile, BudgetLine, LineKind, Stage
from truongluy.budget.shares import Share, Sums, ledger, places, sums_of

many = st.lists(lines(), max_size=12)


def book(own: list[BudgetLine]):
    """The ledger of lines in one file of each unit and year."""
    years = {(one.unit, one.year) for one in own}
    files = (BudgetFile(u, y, tuple(one for one in own if (one.unit, one.year) == (u, y))) for u, y in years)
    return ledger(Budget(tuple(files)), RULES)


@given(many, st.randoms(), st.sampled_from(Stage))
def test_sums_depend_on_no_order(own, chance, stage):
    shuffled = list(own)
    chance.shuffle(shuffled)
    assert sums_of(own, stage, RULES) == sums_of(shuffled, stage, RULES)


@given(many, st.data(), st.sampled_from(Stage))
def test_sums_depend_on_no_grouping(own, data, stage):
    groups: dict[int, list[BudgetLine]] = {}
    for one in own:
        groups.setdefault(data.draw(st.integers(0, 3)), []).append(one)
    parts = [sums_of(group, stage, RULES) for group in groups.values()]
    assert sum(parts, Sums()) == sum(reversed(parts), Sums()) == sums_of(own, stage, RULES)


@given(many, st.sampled_from(Stage))
def test_the_ledger_adds_up_to_all_lines(own, stage):
    own = [replace(one, id=f"line-{number}") for number, one in enumerate(own)]
    entries = book(own).values()
    assert sum((one.sums[stage] for one in entries), Sums()) == sums_of(own, stage, RULES)


@given(many, st.sampled_from(Stage))
def test_every_dong_is_counted_once(own, stage):
    """Against plain additions, line by line."""
    known = [one for one in own if one.amount(stage) is not None]
    sums = sums_of(own, stage, RULES)
    assert sums.all.total == sum(one.amount(stage) for one in known)
    assert sums.all.counted(True) == sum(one.amount(stage) * one.share // 10_000 for one in known)
    assert sums.capital.total == sum(one.amount(stage) for one in known if one.kind == "capital")
    assert (sums.lines, sums.unknown) == (len(own), len(own) - len(known))


@given(
    st.lists(lines().filter(lambda one: not one.refund), max_size=12),
    amounts,
    st.sampled_from(SECURE + ASKED),
)
def test_an_added_security_line_never_lowers_a_share(own, amount, category):
    before = sums_of(own, Stage.PLANNED, RULES)
    assume(before.all.total > 0)
    after = before + sums_of([secure(10**9, planned=amount, category=category)], Stage.PLANNED, RULES)
    for asked in (True, False) if category in SECURE else (True,):
        first, second = before.all.counted(asked), after.all.counted(asked)
        assert second * before.all.total >= first * after.all.total
        for percent in (10, 15):
            if Share(first, before.all.total, percent).met:
                assert Share(second, after.all.total, percent).met


@given(st.lists(lines().filter(lambda one: not one.refund), max_size=12), amounts, st.sampled_from(OTHER))
def test_what_never_counts_never_raises_a_share(own, amount, category):
    before = sums_of(own, Stage.PLANNED, RULES)
    assume(before.all.total > 0)
    after = before + sums_of([line(10**9, planned=amount, category=category)], Stage.PLANNED, RULES)
    assert after.all.counted(True) == before.all.counted(True)
    assert after.all.total == before.all.total + amount


@given(st.integers(1, 10**12), st.sampled_from([10, 15]))
def test_the_edge_is_exact(hundredth, percent):
    total = 100 * hundredth
    edge = percent * hundredth
    assert Share(edge, total, percent).met and Share(edge, total, percent).shown == f"{percent},00%"
    short = Share(edge - 1, total, percent)
    assert not short.met and short.shortfall == 1
    assert not short.shown.startswith(f"{percent},")


@given(st.integers(0, 10**13), st.integers(1, 10**13), st.sampled_from([10, 15]))
def test_a_shortfall_is_the_least_that_mends(security, total, percent):
    share = Share(security, total, percent)
    assert share.met == (share.shortfall == 0)
    if not share.met:
        assert Share(security + share.shortfall, total, percent).met
        assert not Share(security + share.shortfall - 1, total, percent).met


@given(many, lines(), st.integers(2021, 2026), st.sampled_from([None, "DA-01", "DA-02"]))
def test_a_moved_line_moves_exactly_its_amount(own, moved, year, target):
    own = [replace(one, id=f"line-{number}") for number, one in enumerate(own)]
    before = book([*own, moved])
    after = book([*own, replace(moved, year=year, project=target)])
    there, here = (UNIT, moved.year, moved.project), (UNIT, year, target)
    nothing = dict.fromkeys(Stage, Sums())

    def totals(found, key, stage):
        sums = (found[key].sums if key in found else nothing)[stage]
        return sums.all.total, sums.all.counted(True), sums.lines

    for stage in Stage:
        amount = moved.amount(stage)
        step = (amount or 0, moved.security(amount) if amount is not None else 0, 1)
        for key in before.keys() | after.keys():
            change = [
                b - a for a, b in zip(totals(before, key, stage), totals(after, key, stage), strict=True)
            ]
            sign = 0 if here == there else (key == here) - (key == there)
            assert change == [sign * one for one in step], key


@given(st.integers(0, 10_000), st.integers(-BILLION, BILLION))
def test_the_security_part_is_rounded_down(share, amount):
    part = line(share=share, share_reason="x").security(amount)
    assert part * 10_000 <= amount * share < (part + 1) * 10_000


def test_ordinary_equipment_never_counts():
    assert {"switch", "wifi_ap", "pc", "tablet", "internet", "wages"} <= set(OTHER)


@pytest.mark.parametrize("kind", [one.value for one in LineKind])
def test_training_is_apart(kind):
    own = [
        secure(1, planned=10, kind=kind),
        secure(2, planned=5, kind=kind, category="OP-TRAIN"),
        line(3, planned=85),
    ]
    sums = sums_of(own, Stage.PLANNED, RULES)
    assert (sums.all.total, sums.all.counted(False), sums.all.counted(True)) == (100, 10, 15)


def test_what_nobody_knows_is_no_zero():
    sums = sums_of([secure(1, planned=10, spent=10), line(2, planned=5)], Stage.SPENT, RULES)
    assert (sums.unknown, sums.known) == (1, False)
    assert not sums_of([], Stage.PLANNED, RULES).known
    assert not sums_of([line(planned=0)], Stage.PLANNED, RULES).known


def test_places_are_ranges_of_rows():
    own = [line(row, file="budget/a.yml", row=row, project=project().id) for row in (6, 7, 8, 10)]
    assert places(book(own).values()) == ("budget/a.yml:6-8,10",)
