"""The smallest set that closes a gap, proved against every subset; shortfalls are the least whole đồng that do."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from truongluy.budget import closing
from truongluy.budget.closing import Candidate, added, close, gap
from truongluy.budget.shares import Share

percents = st.sampled_from([10, 15])


@st.composite
def candidates(draw):
    amounts = draw(st.lists(st.integers(1, 60), min_size=0, max_size=9))
    return [
        Candidate(f"line-{number}", amount, draw(st.integers(0, amount)))
        for number, amount in enumerate(amounts)
    ]


def by_trying_all(missing, found, percent):
    """Size and sum of the smallest, then cheapest subset; None where no subset does."""
    for size in range(len(found) + 1):
        sums = [
            sum(one.amount for one in chosen)
            for chosen in combinations(found, size)
            if sum(one.gain(percent) for one in chosen) >= missing
        ]
        if sums:
            return size, min(sums)
    return None


@given(candidates(), percents, st.integers(1, 6000))
def test_the_set_is_the_smallest_and_the_cheapest_of_its_size(found, percent, missing):
    best, told = by_trying_all(missing, found, percent), close(missing, found, percent)
    assert told.enough == (best is not None)
    if best is not None:
        assert (len(told.lines), told.amount) == best and told.cheapest


@given(candidates(), percents, st.integers(1, 6000))
def test_greedy_needs_no_more_lines_and_does_not_claim_to_be_cheapest(found, percent, missing):
    best = by_trying_all(missing, found, percent)
    before, closing.COMPARED_AT_MOST = closing.COMPARED_AT_MOST, 0
    try:
        told = close(missing, found, percent)
    finally:
        closing.COMPARED_AT_MOST = before
    if best is not None:
        chosen = [one for one in found if one.line in told.lines]
        assert (
            len(told.lines) == len(set(told.lines)) == best[0]
            and told.amount >= best[1]
            and not told.cheapest
        )
        assert sum(one.gain(percent) for one in chosen) >= missing


@given(candidates(), percents, st.integers(0, 10**12), st.integers(1, 10**12))
def test_adding_the_lines_reaches_the_minimum(found, percent, security, total):
    security = min(security, total)
    told = close(gap(security, total, percent), found, percent)
    chosen = [one for one in found if one.line in told.lines]
    after = Share(
        security + sum(one.security for one in chosen), total + sum(one.amount for one in chosen), percent
    )
    assert after.met == told.enough


@given(st.integers(0, 10**15), st.integers(1, 10**15), percents)
def test_both_shortfalls_are_the_least_whole_dong(security, total, percent):
    security = min(security, total)
    moved, new = Share(security, total, percent).shortfall, added(security, total, percent)
    assert Share(security + moved, total, percent).met
    assert moved == 0 or not Share(security + moved - 1, total, percent).met
    assert Share(security + new, total + new, percent).met
    assert new == 0 or not Share(security + new - 1, total + new - 1, percent).met
    assert new >= moved


def test_at_exactly_the_minimum_nothing_is_missing():
    assert added(100, 1000, 10) == 0 and added(99, 1000, 10) == 2 and added(1, 1, 100) == 0
    assert added(0, 1, 100) is None
    assert close(0, [], 10).enough
