"""The first sheet: every share at a glance, its clauses with their doubt, and a chart of years with the minimum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference

from truongluy.budget import report_words as words
from truongluy.budget.answers import Answer, Missing
from truongluy.budget.model import Stage
from truongluy.budget.report import Report
from truongluy.budget.workbook import formulas, looks, shares
from truongluy.budget.workbook.shares import Places
from truongluy.policy.budget import BudgetTest
from truongluy.reports.wording import SYMBOLS
from truongluy.words import DOUBT

SHEET = "Tóm tắt"
_COLUMNS = (
    ("Đơn vị", 32), ("Kỳ, dự án", 34), ("Mức", 8), ("Dự toán", 15), ("Được giao", 15), ("Đã chi", 15),
    ("Dự toán thiếu: chuyển", 18), ("Dự toán thiếu: bổ sung", 18), ("Kết quả", 16), ("Điều khoản", 44),
)  # fmt: skip


def write(book: Any, told: Report, places: Places) -> None:
    """Add the sheet; the rows that it points to must have their places already."""
    whose = words.name_of_unit(told, told.unit or "").vi
    notes = [
        f"Đơn vị: {whose}. Ngày: {told.on:%d/%m/%Y}. Kho khai báo: {told.inventory.name}.",
        "Ô nền xám là công thức, lần theo được đến từng dòng chi. Khoản chưa biết không được tính là 0.",
        f"* {DOUBT.vi} / {DOUBT.en}",
        words.RECURRENT_UNCLEAR.vi,
        told.policy.budget.judged_by.text.vi,
    ]
    if told.inventory.lab:
        notes.insert(0, "DỮ LIỆU MINH HỌA / EXAMPLE DATA")
    heading = len(notes) + 2
    sheet = looks.make(book, SHEET, [width for _, width in _COLUMNS], heading)
    looks.top(sheet, "Kinh phí an toàn thông tin trong kinh phí công nghệ thông tin", notes)
    looks.headings(sheet, heading, [head for head, _ in _COLUMNS])
    styles = looks.Looks(sheet)
    found = [*told.answers, *told.together]
    widths = [width for _, width in _COLUMNS]
    for row, one in enumerate(found, heading + 1):
        looks.append(sheet, row, _row(styles, told, one, places), widths)
    _years(sheet, styles, told, places, heading + len(found) + 2)


def _plain(one: Answer, stage: Stage) -> Missing | None:
    """The plain reading of a stage: of all money, without training and the like."""
    return next((each for each in one.missing if each.stage is stage), None)


def _row(styles: looks.Looks, told: Report, one: Answer, places: Places) -> list[Any]:
    tested = one.tested
    planned = _plain(one, Stage.PLANNED)
    mark = "" if tested.minimum.verified else "*"
    verdict = f"{SYMBOLS[tested.verdict]} {tested.verdict.vietnamese}" if tested.unit else ""
    return [
        styles.text(words.name_of_unit(told, tested.unit).vi),
        styles.text(tested.name.vi),
        styles.text(f"{tested.minimum.percent}%{mark}"),
        *(_share(styles, one, stage, places) for stage in Stage),
        *(
            styles.computed.formula(f"={places.cell(planned, column)}") if planned else styles.text("")
            for column in (shares.MOVED, shares.ADDED)
        ),
        styles.text(verdict),
        styles.text("; ".join(_clause(told, name) for name in tested.clauses)),
    ]


def _share(styles: looks.Looks, one: Answer, stage: Stage, places: Places) -> Any:
    plain = _plain(one, stage)
    if plain is None:
        return styles.text(formulas.NO_FIGURES)
    return styles.share.formula(f"={places.cell(plain, shares.SHARE)}")


def _clause(told: Report, name: str) -> str:
    return name if told.policy.clauses[name].verified else f"{name}*"


def _years(sheet: Any, styles: looks.Looks, told: Report, places: Places, start: int) -> None:
    """A small table of years (of the unit, or of all together) and its chart."""
    found = [one for one in (told.together or told.answers) if one.tested.test is BudgetTest.YEAR]
    if not found:
        return
    sheet.append([])
    looks.headings(sheet, start, ["Tỷ lệ theo năm", "Dự toán", "Được giao", "Đã chi", "Mức tối thiểu"])
    for one in found:
        sheet.append([
            styles.text(str(one.tested.years[0])),
            *(_charted(styles, one, stage, places) for stage in Stage),
            styles.percent(shares.percent(one.tested.minimum.percent)),
        ])  # fmt: skip
    sheet.add_chart(_chart(sheet, found, start), f"A{start + len(found) + 2}")


def _charted(styles: looks.Looks, one: Answer, stage: Stage, places: Places) -> Any:
    """A share for the chart: a stage nobody knows has an empty cell, no bar of zero."""
    plain = _plain(one, stage)
    return styles.share.formula(f"={places.cell(plain, shares.SHARE)}") if plain else styles.share(None)


def _chart(sheet: Any, found: Sequence[Answer], start: int) -> BarChart:
    last = start + len(found)
    bars, line = BarChart(), LineChart()
    bars.type, bars.title, bars.height, bars.width = "col", "Tỷ lệ kinh phí an toàn thông tin theo năm", 9, 24
    years = Reference(sheet, min_col=1, min_row=start + 1, max_row=last)
    bars.add_data(Reference(sheet, min_col=2, max_col=4, min_row=start, max_row=last), titles_from_data=True)
    line.add_data(Reference(sheet, min_col=5, min_row=start, max_row=last), titles_from_data=True)
    bars.set_categories(years)
    for drawn in line.series:
        drawn.smooth = False
    bars.y_axis.number_format, bars.y_axis.scaling.min = "0%", 0
    bars.x_axis.delete = bars.y_axis.delete = False
    bars.legend.position = "b"
    bars += line
    return bars
