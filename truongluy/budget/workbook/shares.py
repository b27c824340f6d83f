"""Sheets of shares: one row for each way to count, each figure a formula over the lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from truongluy.budget import report_words as words
from truongluy.budget.answers import Answer, Missing
from truongluy.budget.model import LineKind, Stage
from truongluy.budget.report import Report
from truongluy.budget.wording import STAGES
from truongluy.budget.workbook import formulas, lines, looks
from truongluy.policy.budget import BudgetTest, Counts

HEADING_ROW = 3
SHEETS = {BudgetTest.YEAR: "Theo năm", BudgetTest.PROJECT: "Theo dự án", BudgetTest.FIVE_YEARS: "Năm năm"}
TOTAL, SECURITY, SHARE, VERDICT, MOVED, ADDED, UNKNOWN = "L", "M", "N", "O", "P", "Q", "K"
_COLUMNS = (
    ("Đơn vị", 22), ("Kỳ, dự án", 20), ("Mã đơn vị", 12), ("Mã dự án", 8), ("Từ năm", 6), ("Đến năm", 6),
    ("Khoản tiền", 10), ("Cách tính", 22), ("Mức", 8), ("Số dòng", 7), ("Chưa có số liệu", 8), ("Tổng", 16), ("ATTT", 15),
    ("Tỷ lệ", 9), ("Kết quả", 10), ("Thiếu: chuyển", 15), ("Thiếu: bổ sung", 15), ("Dòng dự toán đủ bù", 26),
)  # fmt: skip
_NOTES = {
    "Thiếu: chuyển": words.TWO_SHORTFALLS.vi,
    "Thiếu: bổ sung": words.TWO_SHORTFALLS.vi,
    "Tỷ lệ": "Cắt sau hai số lẻ: 9,999% là 9,99%, không bao giờ là 10%.",
}


@dataclass
class Places:
    """Where rows came to stand: the sheet and row of each share that was written."""

    of: dict[int, tuple[str, int]] = field(default_factory=dict)

    def keep(self, one: Missing, sheet: str, row: int) -> None:
        """Remember a share."""
        self.of[id(one)] = (sheet, row)

    def cell(self, one: Missing, column: str) -> str:
        """How another sheet names a figure of a share."""
        sheet, row = self.of[id(one)]
        return f"'{sheet}'!${column}${row}"


def write(book: Any, told: Report, test: BudgetTest, found: lines.Range, places: Places) -> None:
    """Add the sheet of one kind of test."""
    name = SHEETS[test]
    sheet = looks.make(book, name, [width for _, width in _COLUMNS], HEADING_ROW)
    looks.top(sheet, f"{name}: tỷ lệ kinh phí an toàn thông tin", [words.RECURRENT_UNCLEAR.vi])
    looks.headings(sheet, HEADING_ROW, [head for head, _ in _COLUMNS], _NOTES)
    styles, widths = looks.Looks(sheet), [width for _, width in _COLUMNS]
    row = HEADING_ROW
    for one in _of(test, (*told.answers, *told.together)):
        for stage, missing in _rows(one):
            row += 1
            if missing is not None:
                places.keep(missing, name, row)
            looks.append(sheet, row, _row(styles, told, one, stage, missing, row, found), widths)


def _of(test: BudgetTest, found: Iterable[Answer]) -> Iterator[Answer]:
    return (one for one in found if one.tested.test is test)


def _rows(one: Answer) -> Iterator[tuple[Stage, Missing | None]]:
    """Every way of every stage; a stage without figures has one row that says so."""
    for stage in Stage:
        ways = [each for each in one.missing if each.stage is stage]
        yield from ((stage, each) for each in ways or (None,))


def _row(
    styles: looks.Looks,
    told: Report,
    one: Answer,
    stage: Stage,
    missing: Missing | None,
    row: int,
    found: lines.Range,
) -> list[Any]:
    tested = one.tested
    first, last = (tested.years[0], tested.years[-1]) if tested.years else ("", "")
    capital = missing is not None and missing.capital
    where = _criteria(tested.unit, tested.project is not None, capital, row, found)
    text, plain = styles.text, styles.plain
    counted = f'COUNTIFS({where},{found.column(lines.AMOUNTS[stage])},">=-1E+300")'
    head = [
        text(words.name_of_unit(told, tested.unit).vi), text(tested.name.vi), text(tested.unit),
        text(tested.project.id if tested.project else ""), plain(first), plain(last), text(STAGES[stage].vi),
        text(words.way_of(missing).vi if missing else "mọi khoản chi"),
        styles.percent(percent(missing.share.percent if missing else tested.minimum.percent)),
        styles.computed.formula(f"=COUNTIFS({where})"), styles.computed.formula(f"=J{row}-{counted}"),
    ]  # fmt: skip
    if missing is None:
        return [*head, text(formulas.NO_FIGURES), *(text("") for _ in range(6))]
    return [*head, *_figures(styles, missing, row, where, found)]


def _figures(styles: looks.Looks, one: Missing, row: int, where: str, found: lines.Range) -> list[Any]:
    amount, security = found.column(lines.AMOUNTS[one.stage]), found.column(lines.SECURITY[one.stage])
    counted = found.column(lines.COUNTED)
    kinds = (Counts.ALWAYS, Counts.ASK) if one.way.with_asked else (Counts.ALWAYS,)
    parts = [f'SUMIFS({security},{where},{counted},"{lines.COUNTS[kind]}")' for kind in kinds]
    at = (f"{TOTAL}{row}", f"{SECURITY}{row}", f"I{row}")
    return [
        styles.computed.formula(f"=SUMIFS({amount},{where})"),
        styles.computed.formula(f"={'+'.join(parts)}"),
        styles.share.formula(formulas.share(*at[:2])),
        styles.verdict.formula(formulas.verdict(*at)),
        styles.computed.formula(formulas.moved(*at)),
        styles.computed.formula(formulas.added(*at)),
        styles.text(words.closing_in_words(one).vi),
    ]


def _criteria(unit: str, project: bool, capital: bool, row: int, found: lines.Range) -> str:
    """Which lines a row counts, as SUMIFS wants it; all units where the unit is left empty."""
    where: Mapping[str, str] = {
        **({lines.UNIT: f"$C{row}"} if unit else {}),
        **({lines.PROJECT: f"$D{row}"} if project else {}),
        **({lines.KIND: f'"{lines.KINDS[LineKind.CAPITAL]}"'} if capital else {}),
    }
    years = found.column(lines.YEAR)
    pairs = [f"{found.column(column)},{wanted}" for column, wanted in where.items()]
    return ",".join([f'{years},">="&$E{row},{years},"<="&$F{row}', *pairs])


def percent(whole: int) -> Decimal:
    """A whole percentage as a cell holds it."""
    return Decimal(whole).scaleb(-2)
