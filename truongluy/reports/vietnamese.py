"""Numbers, dates and times as a Vietnamese reader writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from truongluy.dates import VIETNAM


def number(value: int | float | Decimal, digits: int = 0) -> str:
    """1234567.5 with one digit is `1.234.567,5`; halves round away from zero, as accountants do."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    if exact == 0:
        exact = abs(exact)  # never "-0"
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))


def percent(share: float | Decimal, digits: int = 1) -> str:
    """A share of 1 as a percentage: 0.105 is `10,5%`."""
    return f"{number(Decimal(str(share)) * 100, digits)}%"


def reached(share: Fraction, digits: int = 1) -> str:
    """A share of 1 against a target, never rounded up: 2999/10000 is `29,9%`, and only 1 is `100%`."""
    if not 0 <= share <= 1:
        raise ValueError("a share of a whole lies between 0 and 1")
    unit = 10**digits
    steps = share * 100 * unit // 1
    if steps == 0 and share:
        return f"dưới {number(Decimal(1) / unit, digits)}%"
    return f"{number(Decimal(steps) / unit, 0 if steps % unit == 0 else digits)}%"


def day(value: date) -> str:
    """A date as dd/mm/yyyy."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def moment(value: datetime) -> str:
    """A point in time in Viet Nam's own time; a time without a zone is refused, because it is ambiguous."""
    if value.tzinfo is None:
        raise ValueError("a time without a zone can't be reported")
    local = value.astimezone(VIETNAM)
    return f"{local:%H:%M:%S} ngày {day(local.date())} (giờ Việt Nam)"


def seconds(value: float) -> str:
    """A duration as people compare it: `0,42 giây`, `12,3 giây`, `3 phút 05 giây`."""
    if value < 60:
        return f"{number(value, 2 if value < 10 else 1)} giây"
    minutes, rest = divmod(round(value), 60)
    return f"{number(minutes)} phút {rest:02d} giây"
