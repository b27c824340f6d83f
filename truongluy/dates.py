"""Days as the law counts them: whole months after a day, and a day that comes every year."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no daylight saving since 1975


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the month's last day where it is shorter (31/1 + 1 is 28/2 or 29/2)."""
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))


def in_year(year: int, month: int, day: int) -> date:
    """A day of the year; 29/2 is 28/2 where a year has none."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def today() -> date:
    """Today in Viet Nam, wherever the machine stands: what is in force is a question of that day."""
    return datetime.now(VIETNAM).date()


def local_day(moment: datetime) -> date:
    """The day a point in time lies on in Viet Nam; a time without a zone is refused, because it is ambiguous."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone lies on no day")
    return moment.astimezone(VIETNAM).date()
