"""Money for the next five years, from low to high, and on which assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from truongluy.budget import rules
from truongluy.budget.model import BudgetLine, LineKind
from truongluy.budget.remedies import Cost, Origin
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.policy.budget import Counts
from truongluy.verdict import Text

YEARS = 5


@dataclass(frozen=True)
class Range:
    """From low to high, in đồng, with the security part of both (what counts for sure)."""

    low: int = 0
    high: int = 0
    security_low: int = 0
    security_high: int = 0

    def __add__(self, other: Range) -> Range:
        return Range(
            self.low + other.low,
            self.high + other.high,
            self.security_low + other.security_low,
            self.security_high + other.security_high,
        )


@dataclass(frozen=True)
class Base:
    """What one unit needs in a year anyway: the lines of `source_year`, all of them or (`repeated`) the recurrent ones."""

    unit: str
    source_year: int
    repeated: bool
    amount: Range


@dataclass(frozen=True)
class ForecastYear:
    """One year to come: what is declared or goes on, and what is added, by origin.

    `unpriced` counts needs without a price. `percent` is the highest minimum of the year's last day, 0 where there is
    none.
    """

    year: int
    bases: tuple[Base, ...]
    added: Mapping[Origin, Range]
    unpriced: int
    percent: int

    @property
    def base(self) -> Range:
        """What is declared or goes on, of all units."""
        return sum((one.amount for one in self.bases), Range())

    @property
    def declared(self) -> tuple[str, ...]:
        """The units that have planned the year already."""
        return tuple(one.unit for one in self.bases if not one.repeated)

    @property
    def total(self) -> Range:
        """Everything together."""
        return sum(self.added.values(), self.base)


ASSUMPTIONS = (
    Text(
        "Năm nào đơn vị đã lập dự toán thì lấy dự toán ấy; năm chưa lập: lặp lại khoản chi thường xuyên của năm mới nhất "
        "đã khai báo, không cộng trượt giá.",
        "A year that a unit has planned is taken as planned; for other years the recurrent lines of its newest declared "
        "year are repeated, without inflation.",
    ),
    Text(
        "Điểm chưa đạt hiện nay: khắc phục trong năm đầu. Điểm được miễn trừ: trong năm miễn trừ kết thúc, sớm nhất là năm đầu.",
        "What fails today is mended in the first year; what is waived, in the year its waiver ends, at the earliest the first.",
    ),
    Text(
        "Thiết bị được thay trong năm hết hỗ trợ; đã hết từ trước thì thay trong năm đầu. Thiết bị dự kiến của phòng họp "
        "mua vào năm đã ghi.",
        "Devices are replaced in the year their support ends; where it has ended before, in the first year. Planned "
        "equipment of rooms is bought in its year.",
    ),
    Text(
        "Chỉ dùng giá của đơn vị trong budget/prices.yml, theo ngày báo giá. Việc chưa có giá được đếm, không được tính "
        "tiền: tổng vì thế là mức tối thiểu.",
        "Only the unit's own prices of budget/prices.yml are used, as of their day. What has no price is counted and not "
        "summed: totals are lower bounds.",
    ),
    Text(
        "Mỗi thiết bị trả một lần cho một loại việc trong một năm, dù việc ấy khắc phục nhiều điểm.",
        "For a device each class of remedies is paid once a year, however many gaps it closes.",
    ),
    Text(
        "Dự báo không thêm dự án mới và không cộng khoản chi đầu tư của năm chưa lập dự toán.",
        "No new projects are thought of, nor capital money of years not planned yet.",
    ),
)


def forecast(
    inventory: Inventory, policy: Policy, found: Sequence[Cost], on: date, unit: str | None = None
) -> list[ForecastYear]:
    """The five years after a day's, of all units or one."""
    units = [one for one in inventory.sites if unit in (None, one)]
    known = {one: _declared(inventory, policy, one) for one in units}
    told = []
    for year in range(on.year + 1, on.year + 1 + YEARS):
        bases = tuple(base for one in units if (base := _base(one, year, known[one], on)) is not None)
        minimum = rules.binding(policy.budget, rules.last_day_of(year), programme=True)
        its = [one for one in found if one.year == year]
        added = {origin: _sum(policy, (one for one in its if one.origin is origin)) for origin in Origin}
        unpriced = sum(len(one.needs) for one in its if one.price is None)
        told.append(ForecastYear(year, bases, added, unpriced, minimum.percent if minimum else 0))
    return told


def _base(unit: str, year: int, known: Mapping[int, tuple[Range, Range]], on: date) -> Base | None:
    if year in known:
        return Base(unit, year, False, known[year][0])
    newest = max((one for one in known if one <= on.year), default=None)
    return Base(unit, newest, True, known[newest][1]) if newest is not None else None


def _declared(inventory: Inventory, policy: Policy, unit: str) -> dict[int, tuple[Range, Range]]:
    """Of each year that a unit planned: all of it, and its recurrent lines."""
    found: dict[int, tuple[Range, Range]] = {}
    for one in inventory.budget.files:
        if one.unit == unit:
            recurrent = [line for line in one.lines if line.kind == LineKind.RECURRENT]
            found[one.year] = (_planned(policy, one.lines), _planned(policy, recurrent))
    return found


def _planned(policy: Policy, lines: Iterable[BudgetLine]) -> Range:
    always = {name for name, one in policy.budget.categories.items() if one.counts is Counts.ALWAYS}
    total = security = 0
    for line in lines:
        total += line.planned
        if line.category in always:
            security += line.security(line.planned)
    return Range(total, total, security, security)


def _sum(policy: Policy, found: Iterable[Cost]) -> Range:
    total = Range()
    for one in found:
        if one.price is not None:
            low, high = one.price.low * one.count, one.price.high * one.count
            counts = policy.budget.categories[one.price.category].counts is Counts.ALWAYS
            total += Range(low, high, low if counts else 0, high if counts else 0)
    return total
