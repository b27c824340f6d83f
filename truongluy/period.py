"""Calendar periods in ISO 8601 (`P1Y`, `P6M`, `P30D`): how long something done on a day still stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from truongluy.dates import add_months
from truongluy.verdict import Text

_PERIOD = re.compile(r"P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?\Z", re.ASCII)
_UNITS = (Text("năm", "year"), Text("tháng", "month"), Text("tuần", "week"), Text("ngày", "day"))


def is_period(value: object) -> bool:
    """Whether a value is a period of at least a day; "periodic" and "PT12H" are not."""
    found = _PERIOD.match(value) if isinstance(value, str) else None
    return found is not None and any(int(part) for part in found.groups() if part)


def last_day(start: date, period: str) -> date:
    """The last day on which something of `start` still stands, inclusive: 2025-11-24 and P1Y is 2026-11-24.

    `date.max` where the calendar ends before. Raises ValueError for what is no period.
    """
    found = _PERIOD.match(period)
    if found is None or not is_period(period):
        raise ValueError(f"{period!r} is not a period such as P1Y, P6M or P30D")
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    try:
        return add_months(start, years * 12 + months) + timedelta(weeks=weeks, days=days)
    except (ValueError, OverflowError):
        return date.max


def shortest(periods: Iterable[str]) -> str | None:
    """The period that ends first when counted from one ordinary day; None when there is none."""
    return min(periods, key=lambda period: last_day(date(2001, 1, 1), period), default=None)


def period_in_words(period: str) -> Text:
    """`P1Y6M` as `1 năm 6 tháng` / `1 year 6 months`; what is no period is shown as it is."""
    found = _PERIOD.match(period)
    parts = (
        [(int(number), unit) for number, unit in zip(found.groups(), _UNITS, strict=True) if number]
        if found
        else []
    )
    if not parts:
        return Text(period, period)
    return Text(
        " ".join(f"{number} {unit.vi}" for number, unit in parts),
        " ".join(f"{number} {unit.en}{'' if number == 1 else 's'}" for number, unit in parts),
    )
