"""A period ends on the day people expect, leap years included, and only a period is one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongluy.period import is_period, last_day, period_in_words, shortest

DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))
PERIODS = st.builds(
    lambda years, months, days: f"P{years}Y{months}M{days}D",
    st.integers(0, 30), st.integers(0, 40), st.integers(1, 400),
)  # fmt: skip


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        (date(2025, 11, 24), "P1Y", date(2026, 11, 24)),
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2024, 2, 29), "P4Y", date(2028, 2, 29)),
        (date(2023, 2, 28), "P1Y", date(2024, 2, 28)),
        (date(2025, 8, 31), "P6M", date(2026, 2, 28)),
        (date(2027, 8, 31), "P6M", date(2028, 2, 29)),
        (date(2026, 12, 31), "P2M", date(2027, 2, 28)),
        (date(2026, 1, 1), "P30D", date(2026, 1, 31)),
        (date(2026, 1, 1), "P2W", date(2026, 1, 15)),
        (date(2026, 1, 31), "P1M1D", date(2026, 3, 1)),
        (date(2026, 1, 1), "P9999Y", date.max),
    ],
)
def test_a_period_ends_where_people_expect(start, period, end):
    assert last_day(start, period) == end


@pytest.mark.parametrize(
    "wrong", ["", "P", "P0D", "PT12H", "periodic", "1Y", "P1Y ", "P-1Y", "p1y", "P١Y", None, 12, "P1M1Y"]
)
def test_what_is_no_period_is_refused(wrong):
    assert not is_period(wrong)
    if isinstance(wrong, str):
        with pytest.raises(ValueError, match="is not a period"):
            last_day(date(2026, 1, 1), wrong)


@given(DAYS, PERIODS)
def test_a_period_lasts_and_a_later_start_never_ends_earlier(start, period):
    assert last_day(start, period) > start
    assert last_day(start + timedelta(days=1), period) >= last_day(start, period)


@given(DAYS, st.integers(1, 300))
def test_years_are_twelve_months_and_keep_the_day(start, years):
    end = last_day(start, f"P{years}Y")
    assert end == last_day(start, f"P{years * 12}M")
    assert (end.year, end.month) == (start.year + years, start.month)
    assert end.day == start.day or (start.day, start.month, end.day) == (29, 2, 28)


@given(st.lists(PERIODS, min_size=1))
def test_the_shortest_ends_first(periods):
    start = date(2001, 1, 1)
    assert last_day(start, shortest(periods)) == min(last_day(start, one) for one in periods)


def test_periods_in_words():
    assert period_in_words("P1Y").vi == "1 năm"
    assert period_in_words("P1Y6M").en == "1 year 6 months"
    assert period_in_words("P30D").en == "30 days"
    assert shortest([]) is None
