"""Numbers and dates read back to what they were."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongluy.reports import vietnamese


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, "1.000"),
        (1234567, 0, "1.234.567"),
        (-1234.5, 1, "-1.234,5"),
        (0.005, 2, "0,01"),
        (-0.001, 1, "0,0"),
    ],
)
def test_number_has_points_for_thousands_and_a_comma_for_decimals(value, digits, shown):
    assert vietnamese.number(value, digits) == shown


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_whole_number_reads_back(value):
    shown = vietnamese.number(value)
    assert int(shown.replace(".", "")) == value
    assert re.fullmatch(r"-?\d{1,3}(\.\d{3})*", shown)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.integers(min_value=0, max_value=4))
def test_decimal_reads_back_within_half_a_unit(value, digits):
    shown = vietnamese.number(value, digits)
    back = Decimal(shown.replace(".", "").replace(",", "."))
    assert abs(back - value) <= Decimal(5).scaleb(-digits - 1)


def test_percent_is_of_one():
    assert vietnamese.percent(0.105) == "10,5%"
    assert vietnamese.percent(1, 0) == "100%"


@given(st.dates())
def test_day_reads_back(value):
    shown = vietnamese.day(value)
    assert re.fullmatch(r"\d{2}/\d{2}/\d{4}", shown)
    day, month, year = map(int, shown.split("/"))
    assert date(year, month, day) == value


def test_moment_is_told_in_vietnamese_time_and_may_be_the_next_day():
    late = datetime(2026, 11, 24, 18, 5, 9, tzinfo=UTC)
    assert vietnamese.moment(late) == "01:05:09 ngày 25/11/2026 (giờ Việt Nam)"


@given(
    st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(9998, 1, 1)),
    st.integers(min_value=-12, max_value=12),
)
def test_moment_does_not_depend_on_the_zone_it_was_given_in(value, hours):
    here = value.replace(tzinfo=UTC)
    assert vietnamese.moment(here) == vietnamese.moment(here.astimezone(timezone(timedelta(hours=hours))))


def test_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        vietnamese.moment(datetime(2026, 11, 24))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.423, "0,42 giây"), (12.34, "12,3 giây"), (65.2, "1 phút 05 giây"), (3605, "60 phút 05 giây")],
)
def test_seconds(value, shown):
    assert vietnamese.seconds(value) == shown
