"""Cells that are made by the hundred thousand, and pages that print on A4; the looks are those of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from truongluy.budget.excel import styles

_LINE = Side(style="thin", color="B7B7B7")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FORMULA = PatternFill("solid", fgColor="EDEDED")
_LINE_HEIGHT, _MOST_LINES = 14, 12
_FORMATS = {"amount": styles.AMOUNT, "percent": styles.PERCENT}


class Look:
    """Makes cells of one look: the style is worked out once. A text never becomes a formula."""

    def __init__(self, sheet: Any, kind: str = "text", *, computed: bool = False, bold: bool = False) -> None:
        looks: dict[str, Any] = {
            "border": _BOX,
            "number_format": _FORMATS.get(kind, "General"),
            "font": Font(name="Times New Roman", size=10, bold=bold),
            "alignment": Alignment(vertical="top", wrap_text=kind == "text"),
        }
        if computed:
            looks["fill"] = _FORMULA
        self._sheet = sheet
        self._style = styles.cell(sheet, None, **looks)._style

    def __call__(self, value: Any) -> WriteOnlyCell:
        """A cell with a value."""
        made = WriteOnlyCell(self._sheet)
        made._style = copy(self._style) if isinstance(value, str) else self._style
        return styles.fill(made, value)

    def formula(self, text: str) -> WriteOnlyCell:
        """A cell with a formula of ours."""
        made = WriteOnlyCell(self._sheet)
        made._style = self._style
        return styles.formula(made, text)


class Looks:
    """The looks that the sheets of a report share."""

    def __init__(self, sheet: Any) -> None:
        self.text = Look(sheet)
        self.plain = Look(sheet, "plain")
        self.amount = Look(sheet, "amount")
        self.percent = Look(sheet, "percent")
        self.computed = Look(sheet, "amount", computed=True)
        self.share = Look(sheet, "percent", computed=True)
        self.verdict = Look(sheet, "plain", computed=True)
        self.bold = Look(sheet, "text", bold=True)


def make(book: Any, name: str, widths: Sequence[int], heading_row: int) -> Any:
    """A sheet that prints on A4 landscape, as wide as the paper, with its headings on every page."""
    sheet = book.create_sheet(name)
    for index, width in enumerate(widths):
        sheet.column_dimensions[letter(index)].width = width
    sheet.freeze_panes = f"A{heading_row + 1}"
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A – &P/&N"
    return sheet


def top(sheet: Any, title: str, notes: Iterable[str] = ()) -> int:
    """A title and notes; returns how many rows they took."""
    sheet.append([styles.title(sheet, title)])
    rows = 1
    for note in notes:
        sheet.append([styles.cell(sheet, note)])
        rows += 1
    return rows


def headings(sheet: Any, row: int, names: Iterable[str], notes: Mapping[str, str] | None = None) -> None:
    """A row of headings, two lines high."""
    sheet.row_dimensions[row].height = 2 * _LINE_HEIGHT + 2
    sheet.append([styles.heading(sheet, name, (notes or {}).get(name)) for name in names])


def append(sheet: Any, row: int, cells: Sequence[WriteOnlyCell], widths: Sequence[int]) -> None:
    """A row as high as its longest text needs: a program that only prints works out no heights."""
    lines = max(
        (-(-len(cell.value) // width) for cell, width in zip(cells, widths, strict=False) if _wraps(cell)),
        default=1,
    )
    if lines > 1:
        sheet.row_dimensions[row].height = _LINE_HEIGHT * min(lines, _MOST_LINES)
    sheet.append(cells)


def _wraps(cell: WriteOnlyCell) -> bool:
    return cell.data_type == "s" and cell.value is not None


def letter(index: int) -> str:
    """The letter of a column, counted from 0; sheets of ours have fewer than 27."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index]
