"""How the cells of our workbooks look, which of them may be typed into, and how a text is kept from being a formula."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from truongluy.budget.excel.form import Column

AMOUNT, PERCENT = "[$-42A]#,##0", "[$-42A]0.00%"
"""Shown with Vietnamese marks where the program knows them: 1.234.567 and 12,50%."""

_LINE = Side(style="thin", color="B7B7B7")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD, _COMPUTED, _INPUT = "1F4E78", "EDEDED", "FFF9E5"
_FONT = "Times New Roman"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
FORMATS = {"amount": AMOUNT, "whole": AMOUNT, "percent": PERCENT}


def cell(sheet: Any, value: Any, **looks: Any) -> WriteOnlyCell:
    """A cell with a value and styles; a text never becomes a formula."""
    made = WriteOnlyCell(sheet)
    looks.setdefault("font", Font(name=_FONT, size=11))
    for name, look in looks.items():
        setattr(made, name, look)
    return fill(made, value)


def fill(made: WriteOnlyCell, value: Any) -> WriteOnlyCell:
    """Put a value into a cell: a text as text, with Excel's own mark for it where it begins like a formula."""
    made.value = _escaped(value)
    if isinstance(value, str):
        made.data_type = "s"
        if value.startswith(_DANGEROUS):
            made.quotePrefix = True
    return made


def formula(made: WriteOnlyCell, text: str) -> WriteOnlyCell:
    """Put one of our own formulas into a cell."""
    made.value = text
    return made


def title(sheet: Any, value: str) -> WriteOnlyCell:
    """A title."""
    return cell(sheet, value, font=Font(name=_FONT, size=14, bold=True))


def label(sheet: Any, value: str) -> WriteOnlyCell:
    """A word before a figure."""
    return cell(sheet, value, font=Font(name=_FONT, size=11, bold=True))


def top_input(sheet: Any, value: Any) -> WriteOnlyCell:
    """A cell at the top that may be typed into."""
    return cell(
        sheet, value, border=_BOX, fill=PatternFill("solid", fgColor=_INPUT), protection=Protection(locked=False),
        font=Font(name=_FONT, size=11), alignment=Alignment(horizontal="left"),
    )  # fmt: skip


def top_figure(sheet: Any, text: str, shown: str) -> WriteOnlyCell:
    """A computed figure at the top."""
    made = cell(
        sheet, None, border=_BOX, fill=PatternFill("solid", fgColor=_COMPUTED), number_format=shown,
        font=Font(name=_FONT, size=11, bold=True),
    )  # fmt: skip
    return formula(made, text)


def heading(sheet: Any, value: str, note: str | None = None) -> WriteOnlyCell:
    """A heading, with a note that a pointer shows."""
    made = cell(
        sheet, value, border=_BOX, fill=PatternFill("solid", fgColor=_HEAD),
        font=Font(name=_FONT, size=11, bold=True, color="FFFFFF"),
        alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
    )  # fmt: skip
    if note:
        made.comment = Comment(note, "Trường Lũy", height=110, width=280)
    return made


def wrapped(sheet: Any, value: str, *, bold: bool = False) -> WriteOnlyCell:
    """A paragraph."""
    return cell(
        sheet,
        value,
        font=Font(name=_FONT, size=12, bold=bold),
        alignment=Alignment(wrap_text=True, vertical="top"),
    )


def _escaped(value: Any) -> Any:
    """A text in which Excel finds no escape sequence: _x0041_ would be read as A."""
    return _ESCAPE.sub("_x005F_", value) if isinstance(value, str) else value


class Stamp:
    """Makes many cells of one look: the styles are worked out once."""

    def __init__(self, sheet: Any, column: Column, *, sample: bool = False) -> None:
        computed = not column.key
        self._sheet = sheet
        self._plain = cell(
            sheet, None, border=_BOX, number_format=FORMATS.get("amount" if computed else column.kind, "General"),
            font=Font(name=_FONT, size=11, italic=sample, color="7F7F7F" if sample else "000000"),
            alignment=Alignment(vertical="top", wrap_text=column.kind in ("text", "choice") and not computed),
            protection=Protection(locked=computed), **({"fill": PatternFill("solid", fgColor=_COMPUTED)} if computed else {}),
        )  # fmt: skip
        self._quoted = copy(self._plain._style)
        self._quoted.quotePrefix = 1

    def __call__(self, value: Any) -> WriteOnlyCell:
        """A cell with a value."""
        made = WriteOnlyCell(self._sheet)
        made.value = _escaped(value)
        made._style = self._plain._style
        if isinstance(value, str):
            made.data_type = "s"
            if value.startswith(_DANGEROUS):
                made._style = self._quoted
        return made

    def formula(self, text: str) -> WriteOnlyCell:
        """A cell with a formula of ours."""
        made = WriteOnlyCell(self._sheet)
        made._style = self._plain._style
        return formula(made, text)
