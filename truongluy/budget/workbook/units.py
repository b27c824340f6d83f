"""The sheet of units: what each of them plans, gets and spends in a year, and the same by kind of unit and by area."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from truongluy.budget import report_words as words
from truongluy.budget.model import Stage
from truongluy.budget.report import Report
from truongluy.budget.totals import UnitTotal
from truongluy.budget.wording import STAGES
from truongluy.budget.workbook import lines, looks
from truongluy.policy.budget import Counts

SHEET = "Theo đơn vị"
HEADING_ROW = 4
FIGURES = {Stage.PLANNED: "GHI", Stage.ALLOCATED: "JKL", Stage.SPENT: "MNO"}
"""Columns of a stage: lines without an amount, all money, security."""
_UNIT, _KIND, _AREA, _YEAR = "B", "C", "D", "F"
_NONE = "-"
_NOTES = (
    "ATTT: chắc chắn là an toàn thông tin, chưa kể đào tạo, diễn tập, tuyên truyền.",
    "Chưa rõ: số dòng chưa có số liệu, không có trong tổng.",
)
_COLUMNS = (
    ("Đơn vị", 26), ("Mã đơn vị", 13), ("Loại đơn vị", 11), ("Mã địa bàn", 9), ("Địa bàn", 18), ("Năm", 6),
    *(
        column
        for stage in Stage
        for column in (
            (f"Chưa rõ: {STAGES[stage].vi}", 10),
            (f"Tổng: {STAGES[stage].vi}", 14),
            (f"ATTT: {STAGES[stage].vi}", 13),
        )
    ),
)  # fmt: skip


def write(book: Any, told: Report, found: lines.Range) -> None:
    """Add the sheet: every unit, then kinds and areas, whose sums are over the units' rows."""
    sheet = looks.make(book, SHEET, [width for _, width in _COLUMNS], HEADING_ROW)
    looks.top(sheet, f"Năm {told.year_of_totals}: theo đơn vị, loại đơn vị, địa bàn của tỉnh", _NOTES)
    looks.headings(sheet, HEADING_ROW, [head for head, _ in _COLUMNS])
    styles, row = looks.Looks(sheet), HEADING_ROW
    for one in told.totals:
        row += 1
        _append(sheet, row, [*_who(styles, told, one), *_of_lines(styles, row, found)])
    units = (HEADING_ROW + 1, row)
    kinds = [(_KIND, words.UNIT_KINDS[one.name].vi, words.UNIT_KINDS[one.name].vi) for one in told.kinds]
    areas = [(_AREA, one.name or _NONE, words.name_of_area(told, one.name).vi) for one in told.areas]
    for column, key, name in (*kinds, *areas):
        row += 1
        head = _group(styles, told, column, key, name)
        _append(sheet, row, [*head, *_of_units(styles, row, column, units)])


def _append(sheet: Any, row: int, cells: Sequence[Any]) -> None:
    looks.append(sheet, row, cells, [width for _, width in _COLUMNS])


def _who(styles: looks.Looks, told: Report, one: UnitTotal) -> list[Any]:
    site, text = told.inventory.sites[one.name], styles.text
    area = words.name_of_area(told, site.area).vi
    return [
        text(site.name.vi), text(one.name), text(words.UNIT_KINDS[site.kind].vi), text(site.area or _NONE), text(area),
        styles.plain(one.year),
    ]  # fmt: skip


def _group(styles: looks.Looks, told: Report, column: str, key: str, name: str) -> list[Any]:
    cells = {
        "A": styles.bold(f"Cộng: {name}"),
        column: styles.bold(key),
        _YEAR: styles.plain(told.year_of_totals),
    }
    return [cells.get(letter, styles.text("")) for letter in "ABCDEF"]


def _of_lines(styles: looks.Looks, row: int, found: lines.Range) -> list[Any]:
    """The figures of a unit, each over the sheet of lines."""
    where = f"{found.column(lines.UNIT)},${_UNIT}{row},{found.column(lines.YEAR)},${_YEAR}{row}"
    sure = f'{found.column(lines.COUNTED)},"{lines.COUNTS[Counts.ALWAYS]}"'
    made = []
    for stage in Stage:
        amount, security = found.column(lines.AMOUNTS[stage]), found.column(lines.SECURITY[stage])
        made += [
            f'=COUNTIFS({where})-COUNTIFS({where},{amount},">=-1E+300")',
            f"=SUMIFS({amount},{where})",
            f"=SUMIFS({security},{where},{sure})",
        ]
    return [styles.computed.formula(one) for one in made]


def _of_units(styles: looks.Looks, row: int, column: str, units: tuple[int, int]) -> list[Any]:
    """The figures of a kind or an area, each over the units' rows above."""
    first, last = units
    where = f"${column}${first}:${column}${last},${column}{row}"
    every = "".join(FIGURES[stage] for stage in Stage)
    return [styles.computed.formula(f"=SUMIFS({letter}${first}:{letter}${last},{where})") for letter in every]
