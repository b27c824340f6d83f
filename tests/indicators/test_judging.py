"""Whether a target is reached: exact at its edge, the same in any order, never met while a unit is missing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.indicators.example import indicator, of, share
from truongluy.indicators import State
from truongluy.indicators.judging import judge
from truongluy.policy.indicators import Target, TargetKind
from truongluy.reports.vietnamese import reached

COUNT = Target(TargetKind.COUNT, Fraction(6))
NONE = Target(TargetKind.NONE)
pairs = st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
units = st.lists(st.one_of(pairs, st.none()), min_size=1, max_size=12)
percents = st.integers(0, 100)


@pytest.mark.parametrize(
    ("target", "numbers", "state"),
    [
        (share(30), [(299, 1000)], State.NOT_MET),
        (share(30), [(300, 1000)], State.MET),
        (share(100), [(9996, 10000)], State.NOT_MET),
        (share(100), [(10**15 - 1, 10**15)], State.NOT_MET),
        (share(100), [(10000, 10000)], State.MET),
        (share(100), [(3, 3), None], State.INCOMPLETE),
        (share(100), [(2, 3), None], State.NOT_MET),
        (share(30), [(1, 100), None], State.INCOMPLETE),
        (share(30), [None, None], State.NO_DATA),
        (share(30), [(0, 0)], State.NO_DATA),
        (share(30), [(0, 0), (1, 2)], State.MET),
        (share(0), [(0, 5)], State.MET),
        (NONE, [(0, 5)], State.QUALITATIVE),
        (NONE, [None], State.NO_DATA),
        (NONE, [], State.NO_DATA),
    ],
)
def test_states_at_their_edges(target, numbers, state):
    assert judge(indicator(target), of(*numbers)) is state


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ([6], State.MET),
        ([5], State.NOT_MET),
        ([100, 5], State.NOT_MET),
        ([6, None], State.INCOMPLETE),
        ([5, None], State.NOT_MET),
        ([None], State.NO_DATA),
    ],
)
def test_a_count_is_asked_of_each_unit(counts, state):
    numbers = [None if one is None else (one, None) for one in counts]
    assert judge(indicator(COUNT), of(*numbers)) is state


def test_less_may_be_better():
    lower = indicator(share(10), higher=False)
    assert judge(lower, of((1, 10))) is State.MET
    assert judge(lower, of((11, 100))) is State.NOT_MET
    assert judge(lower, of((11, 100), None)) is State.INCOMPLETE
    assert judge(indicator(share(0), higher=False), of((1, 100), None)) is State.NOT_MET


@given(units, percents, st.randoms())
def test_order_changes_nothing(numbers, percent, random):
    shuffled = list(numbers)
    random.shuffle(shuffled)
    assert judge(indicator(share(percent)), of(*numbers)) is judge(indicator(share(percent)), of(*shuffled))


@given(units, percents)
def test_met_needs_every_unit_and_the_exact_share(numbers, percent):
    state = judge(indicator(share(percent)), of(*numbers))
    known = [pair for pair in numbers if pair]
    whole = sum(pair[1] for pair in known)
    enough = whole > 0 and 100 * sum(pair[0] for pair in known) >= percent * whole
    assert (state is State.MET) == (enough and None not in numbers)


@given(units, percents, st.data())
def test_one_more_reached_never_makes_it_worse(numbers, percent, data):
    places = [index for index, pair in enumerate(numbers) if pair and pair[0] < pair[1]]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    more = [(pair[0] + 1, pair[1]) if index == place else pair for index, pair in enumerate(numbers)]
    worth = {State.NO_DATA: 0, State.NOT_MET: 1, State.INCOMPLETE: 2, State.MET: 3}
    target = indicator(share(percent))
    assert worth[judge(target, of(*more))] >= worth[judge(target, of(*numbers))]


@given(units, percents)
def test_a_shortfall_is_only_certain_when_no_missing_unit_could_mend_it(numbers, percent):
    """With a unit missing, NOT_MET must hold whatever that unit reports."""
    if None not in numbers or judge(indicator(share(percent)), of(*numbers)) is not State.NOT_MET:
        return
    best = [pair or (10**9, 10**9) for pair in numbers]
    assert judge(indicator(share(percent)), of(*best)) is State.NOT_MET


@given(pairs, percents)
def test_the_printed_share_never_looks_reached_when_it_is_not(pair, percent):
    value = Fraction(*pair)
    printed = reached(value)
    if printed.startswith("dưới"):
        assert 0 < value < Fraction(1, 1000)
        return
    shown = Fraction(printed.rstrip("%").replace(",", ".")) / 100
    assert shown <= value < shown + Fraction(1, 1000)
    assert (shown >= Fraction(percent, 100)) == (value >= Fraction(percent, 100))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Fraction(9996, 10000), "99,9%"),
        (Fraction(1), "100%"),
        (Fraction(0), "0%"),
        (Fraction(1, 10**6), "dưới 0,1%"),
        (Fraction(13, 39), "33,3%"),
        (Fraction(2999, 10000), "29,9%"),
        (Fraction(3, 10), "30%"),
    ],
)
def test_shares_in_words(value, words):
    assert reached(value) == words


def test_more_than_a_whole_is_no_share():
    with pytest.raises(ValueError):
        reached(Fraction(3, 2))
