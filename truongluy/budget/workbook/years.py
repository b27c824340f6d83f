"""Sheets of what will be paid: remedies with the unit's prices, and the five years to come; sums are formulas."""

from __future__ import annotations

from typing import Any

from truongluy.budget import report_words as words
from truongluy.budget.forecast import ASSUMPTIONS, Base, ForecastYear
from truongluy.budget.model import LineKind, Stage
from truongluy.budget.remedies import Cost, Origin
from truongluy.budget.report import Report
from truongluy.budget.workbook import lines, looks
from truongluy.policy.budget import Counts
from truongluy.verdict import Text

COSTS, FORECAST = "Chi phí khắc phục", "Dự báo"
COSTS_HEADING = 3
_SUBJECTS = 12
_COST_COLUMNS = (
    ("Năm", 7), ("Vì sao", 24), ("Việc", 38), ("Kiểm soát, loại thiết bị", 30), ("Ở đâu", 38), ("Số lượng", 9),
    ("Giá thấp", 16), ("Giá cao", 16), ("Cộng thấp", 17), ("Cộng cao", 17), ("Căn cứ", 34), ("Ngày báo giá", 12),
    ("Tính là ATTT", 9),
)  # fmt: skip
_YEAR_COLUMNS = (
    "Năm", "Đã lập, thường xuyên", "Chưa đạt: thấp", "Chưa đạt: cao", "Miễn trừ: thấp", "Miễn trừ: cao", "Thay: thấp",
    "Thay: cao", "Phòng họp: thấp", "Phòng họp: cao", "Cộng thấp", "Cộng cao", "ATTT thấp", "ATTT cao", "Việc chưa có giá",
)  # fmt: skip
_BASE_COLUMNS = ("Năm", "Đơn vị", "Mã đơn vị", "Lấy theo năm", "Cách lấy", "Số tiền", "Trong đó ATTT")
_REPEATED = Text("lặp lại chi thường xuyên", "recurrent lines repeated")
_PLANNED = Text("dự toán đã lập", "planned already")


def write_costs(book: Any, told: Report) -> None:
    """Add the sheet of remedies."""
    sheet = looks.make(book, COSTS, [width for _, width in _COST_COLUMNS], COSTS_HEADING)
    note = "Giá do đơn vị cung cấp trong budget/prices.yml. Việc chưa có giá không được tính tiền."
    looks.top(sheet, COSTS, [note if told.judged else f"{note} {words.NO_EVIDENCE.vi}"])
    looks.headings(sheet, COSTS_HEADING, [head for head, _ in _COST_COLUMNS])
    styles, widths = looks.Looks(sheet), [width for _, width in _COST_COLUMNS]
    for row, one in enumerate(told.costs, COSTS_HEADING + 1):
        looks.append(sheet, row, _cost(styles, told, one, row), widths)


def _cost(styles: looks.Looks, told: Report, one: Cost, row: int) -> list[Any]:
    text, price = styles.text, one.price
    head = [
        styles.plain(one.year), text(words.ORIGINS[one.origin].vi), text(one.title.vi),
        text(_some({need.name for need in one.needs})), text(_some({need.subject for need in one.needs})),
        styles.amount(one.count),
    ]  # fmt: skip
    if price is None:
        return [*head, text(words.NO_PRICE.vi), *(text("") for _ in range(6))]
    counts = told.policy.budget.categories[price.category].counts is Counts.ALWAYS
    return [
        *head, styles.amount(price.low), styles.amount(price.high), styles.computed.formula(f"=F{row}*G{row}"),
        styles.computed.formula(f"=F{row}*H{row}"), text(price.document), text(f"{price.quoted_on:%d/%m/%Y}"),
        text("có" if counts else "không"),
    ]  # fmt: skip


def _some(names: set[str]) -> str:
    shown = ", ".join(sorted(names)[:_SUBJECTS])
    return f"{shown} (và {len(names) - _SUBJECTS} nữa)" if len(names) > _SUBJECTS else shown


def write_forecast(book: Any, told: Report, found: lines.Range) -> None:
    """Add the sheet of the years to come: totals first, then what each unit's amount was taken from."""
    years, notes = told.forecast, [one.vi for one in ASSUMPTIONS]
    heading = len(notes) + 2
    sheet = looks.make(book, FORECAST, [9, 24, 18, *[17] * 12], heading)
    looks.top(sheet, "Dự báo năm năm", notes)
    looks.headings(sheet, heading, _YEAR_COLUMNS)
    styles = looks.Looks(sheet)
    first = heading + len(years) + 3
    bases = [(one.year, base) for one in years for base in one.bases]
    last = max(first, first + len(bases) - 1)
    costs = max(COSTS_HEADING + 1, COSTS_HEADING + len(told.costs))
    for row, one in enumerate(years, heading + 1):
        sheet.append(_year(styles, one, row, (first, last), costs))
    sheet.append([])
    looks.headings(sheet, first - 1, _BASE_COLUMNS)
    for row, (year, base) in enumerate(bases, first):
        sheet.append(_base(styles, told, year, base, row, found))


def _year(styles: looks.Looks, one: ForecastYear, row: int, base: tuple[int, int], costs: int) -> list[Any]:
    first, last = base
    sums = [f"SUMIFS($F${first}:$F${last},$A${first}:$A${last},$A{row})"]
    sums += [
        f'SUMIFS({_costs(column, costs)},{_costs("A", costs)},$A{row},{_costs("B", costs)},"{words.ORIGINS[origin].vi}")'
        for origin in Origin
        for column in ("I", "J")
    ]
    sums += ["+".join(f"{c}{row}" for c in "BCEGI"), "+".join(f"{c}{row}" for c in "BDFHJ")]
    security = f"SUMIFS($G${first}:$G${last},$A${first}:$A${last},$A{row})"
    sums += [
        f'{security}+SUMIFS({_costs(column, costs)},{_costs("A", costs)},$A{row},{_costs("M", costs)},"có")'
        for column in ("I", "J")
    ]
    return [
        styles.plain(one.year),
        *(styles.computed.formula(f"={each}") for each in sums),
        styles.amount(one.unpriced),
    ]


def _costs(column: str, last: int) -> str:
    return f"'{COSTS}'!${column}${COSTS_HEADING + 1}:${column}${last}"


def _base(styles: looks.Looks, told: Report, year: int, one: Base, row: int, found: lines.Range) -> list[Any]:
    amount, security = found.column(lines.AMOUNTS[Stage.PLANNED]), found.column(lines.SECURITY[Stage.PLANNED])
    where = f"{found.column(lines.UNIT)},$C{row},{found.column(lines.YEAR)},$D{row}"
    if one.repeated:
        where += f',{found.column(lines.KIND)},"{lines.KINDS[LineKind.RECURRENT]}"'
    counted = f'{found.column(lines.COUNTED)},"{lines.COUNTS[Counts.ALWAYS]}"'
    return [
        styles.plain(year), styles.text(words.name_of_unit(told, one.unit).vi), styles.text(one.unit),
        styles.plain(one.source_year), styles.text((_REPEATED if one.repeated else _PLANNED).vi),
        styles.computed.formula(f"=SUMIFS({amount},{where})"),
        styles.computed.formula(f"=SUMIFS({security},{where},{counted})"),
    ]  # fmt: skip
