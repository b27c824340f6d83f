"""What comes next: a document that starts or ends is told on the right side of its day, and no date is lost."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.law import example
from tests.policy.samples import the_policy
from truongluy.dates import add_months
from truongluy.policy.timeline import changes, set_dates

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
ONE = timedelta(days=1)


@given(start=days, length=st.integers(0, 2000), on=days)
def test_a_change_is_the_day_on_which_in_force_differs_from_the_day_before(start, length, on):
    end = start + timedelta(days=length)
    policy = example.policy({}, start, end)
    (document,) = policy.documents.values()
    told = [(one.starts, document.in_force(on + ONE)) for one in changes(policy, on, on + ONE)]
    differs = document.in_force(on) != document.in_force(on + ONE)
    assert told == ([(document.in_force(on + ONE), document.in_force(on + ONE))] if differs else [])


def test_the_change_of_regime_is_told_in_the_year_before_and_not_after():
    before = date(2026, 6, 30)
    found = {
        (one.document.id, one.day, one.starts)
        for one in changes(the_policy(), before, add_months(before, 12))
    }
    assert ("decree-85-2016", date(2026, 7, 1), False) in found
    assert ("law-116-2025", date(2026, 7, 1), True) in found
    assert ("decree-331-2026", date(2026, 8, 19), True) in found
    assert changes(the_policy(), date(2026, 8, 19), date(2027, 8, 19)) == []


def test_the_transition_dates_are_those_of_the_clauses_and_keep_their_doubt():
    found = {(one.day, one.clause.full_id, one.verified) for one in set_dates(the_policy(), example.NOW)}
    assert found == {
        (date(2027, 1, 1), "decree-331-2026.A39-1", False),
        (date(2027, 7, 1), "decree-331-2026.A39-1", False),
        (date(2027, 7, 1), "law-116-2025.A45-1", True),
        (date(2029, 8, 19), "law-116-2025.A34-2", False),
    }


def test_a_date_is_told_until_its_own_day():
    assert any(one.day == date(2027, 1, 1) for one in set_dates(the_policy(), date(2027, 1, 1)))
    assert not any(one.day == date(2027, 1, 1) for one in set_dates(the_policy(), date(2027, 1, 2)))
