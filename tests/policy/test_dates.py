"""Dates of the law: in force from the first day to the last, in the calendar of Viet Nam."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.example import WORDS, document
from truongluy import dates
from truongluy import policy as policy_of
from truongluy.commands import running
from truongluy.policy import Document
from truongluy.verdict import InputError

DAYS = st.dates(date(2016, 1, 1), date(2030, 12, 31))
LEAP_DAYS = [date(year, 2, 29) for year in (2016, 2020, 2024, 2028)]

# What a lawyer would say of each standard, written down a second time on purpose: first day, last day.
STANDARDS = {
    "tcvn-11930": (date(2017, 12, 31), date(2026, 6, 30)),
    "tcvn-14423": (date(2026, 7, 24), date.max),
}
DECREES = {
    "decree-85-2016": (date(2016, 7, 1), date(2026, 6, 30)),
    "decree-331-2026": (date(2026, 8, 19), date.max),
}


@pytest.fixture(scope="module")
def policy():
    return policy_of.load()


def names(policy, on):
    return {one.id for one in policy.in_force(on)}


@pytest.mark.parametrize("expected", [STANDARDS, DECREES], ids=["standards", "decrees"])
def test_every_day_of_fifteen_years_has_the_documents_we_expect(policy, expected):
    on, told = date(2016, 1, 1), 0
    while on <= date(2030, 12, 31):
        wanted = {name for name, (first, last) in expected.items() if first <= on <= last}
        assert names(policy, on) & set(expected) == wanted, on
        on, told = on + timedelta(days=1), told + 1
    assert told == 5479  # four leap years among fifteen


def test_no_two_standards_or_decrees_are_in_force_at_once_and_the_gap_stays_a_gap(policy):
    gap = [date(2026, 7, 1) + timedelta(days=n) for n in range(23)]
    assert gap[-1] == date(2026, 7, 23)
    for on in gap:
        assert not names(policy, on) & set(STANDARDS), on
    for on in (gap[0] - timedelta(days=1), gap[-1] + timedelta(days=1)):
        assert len(names(policy, on) & set(STANDARDS)) == 1


@given(st.data())
def test_a_document_is_in_force_on_its_edges_and_not_one_day_beyond(data):
    first = data.draw(DAYS)
    last = data.draw(st.dates(first, date(2031, 1, 1)))
    one = document("x", first.isoformat(), last.isoformat(), (1,))
    day = timedelta(days=1)
    assert one.in_force(first) and one.in_force(last)
    assert not one.in_force(first - day) and not one.in_force(last + day)


@given(DAYS, DAYS)
def test_a_document_without_an_end_stays_in_force(first, on):
    one = Document("x", WORDS, "standard", first, None, False, {})
    assert one.in_force(on) == (on >= first)


@pytest.mark.parametrize("leap", LEAP_DAYS)
def test_a_leap_day_is_a_day_like_others(leap):
    day = timedelta(days=1)
    until = document("x", "2015-01-01", leap.isoformat(), (1,))
    assert until.in_force(leap) and not until.in_force(leap + day)
    since = document("x", leap.isoformat(), None, (1,))
    assert since.in_force(leap) and not since.in_force(leap - day)


@pytest.mark.parametrize("wrong", ["2025-02-29", "2026-13-01", "30/06/2025", "", "today", "2025-6-3 "])
def test_a_day_that_is_none_is_refused_with_the_name_of_its_option(wrong):
    with pytest.raises(InputError) as refused:
        running.day(wrong, "--from")
    assert "--from" in str(refused.value)


@given(DAYS)
def test_a_day_is_read_as_it_is_written(on):
    assert running.day(on.isoformat()) == on


class Clock(datetime):
    """A clock that stands still."""

    at: datetime

    @classmethod
    def now(cls, tz=None):
        return cls.at.astimezone(tz)


@pytest.mark.parametrize(
    ("utc", "here"),
    [
        (datetime(2026, 6, 30, 16, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 17, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2024, 2, 28, 17, 0, tzinfo=UTC), date(2024, 2, 29)),
        (datetime(2024, 2, 29, 17, 0, tzinfo=UTC), date(2024, 3, 1)),
        (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_today_is_today_in_viet_nam(monkeypatch, utc, here):
    monkeypatch.setattr(Clock, "at", utc, raising=False)
    monkeypatch.setattr(dates, "datetime", Clock)
    assert running.day(None) == here
