"""Reads the XML of one sheet, row by row: what each cell says, its formula, what is hidden or merged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from openpyxl.utils.cell import column_index_from_string, get_column_letter
from openpyxl.utils.escape import unescape

from truongluy.budget.excel.package import Attributes

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
_MOST_MERGED = 1_000_000
TRUE = ("1", "true")
_REF = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Cell(NamedTuple):
    """One cell that holds something.

    `kind` is number, text, date (ISO text), flag, error, or `unknown` for a formula whose result nobody saved. A number is
    kept as the digits in the file, never as a float. `format` is how Excel shows it.
    """

    column: str
    row: int
    kind: str
    text: str
    formula: str | None
    format: str


class Row(NamedTuple):
    """A row that holds something, its cells by column letters."""

    number: int
    hidden: bool
    cells: dict[str, Cell]


@dataclass
class Layout:
    """What a sheet tells beside its cells; whole once its rows were read."""

    hidden_columns: set[str] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Merged ranges: first column, first row, last column, last row."""


class Shared(Protocol):
    """What the sheets of a workbook share: texts, number formats, and the day that days are counted from."""

    def string(self, index: str) -> str:
        """A shared text."""

    def format(self, style: str | None) -> tuple[str, bool]:
        """The number format of a style, and whether it shows a date."""

    def day(self, serial: str) -> str:
        """The day of a serial number."""


class SheetReader:
    """Turns the elements of one sheet into rows."""

    def __init__(self, shared: Shared, layout: Layout, columns: frozenset[str] | None) -> None:
        self._shared, self._layout, self._columns = shared, layout, columns
        self.rows: list[Row] = []
        self._row = Row(0, False, {})
        self._digits = "0"
        self._letters: set[str] = set()
        self._at: Attributes = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._pieces: list[str] = []
        self._phonetic = False

    def start(self, name: str, given: Attributes) -> None:
        """An element begins."""
        if name == "c":
            self._at, self._value, self._formula = given, None, None
        elif name == "row":
            self._row = Row(self._number(given), given.get("hidden") in TRUE, {})
            self._digits = str(self._row.number)
        elif name == "is":
            self._pieces.clear()
        elif name == "rPh":
            self._phonetic = True
        elif name == "col" and given.get("hidden") in TRUE:
            first, last = int(given["min"]), min(int(given["max"]), MAX_COLUMNS)
            self._layout.hidden_columns.update(get_column_letter(n) for n in range(first, last + 1))
        elif name == "mergeCell":
            self._merge(given.get("ref", ""))

    def end(self, name: str, text: str) -> None:
        """An element ends."""
        if name == "v":
            self._value = text
        elif name == "c":
            if self._value is not None or self._formula is not None:
                self._cell()
        elif name == "f":
            self._formula = text
        elif name == "t" and not self._phonetic:
            self._pieces.append(text)
        elif name == "is":
            self._value = "".join(self._pieces)
        elif name == "rPh":
            self._phonetic = False
        elif name == "row" and self._row.cells:
            self.rows.append(self._row)

    def _number(self, given: Attributes) -> int:
        number = int(given["r"]) if "r" in given else self._row.number + 1
        # Rows stand in order: one that comes again would be two rows at one place.
        if not self._row.number < number <= MAX_ROWS:
            raise ValueError
        return number

    def _merge(self, ref: str) -> None:
        corners = [_REF.fullmatch(corner) for corner in ref.split(":")]
        if len(corners) > 2 or len(self._layout.merged) > _MOST_MERGED:
            raise ValueError
        bounds = [(column_index_from_string(one[1]), int(one[2])) for one in corners if one]
        self._layout.merged.append((*bounds[0], *bounds[-1]))

    def _cell(self) -> None:
        column = self._column(self._at.get("r", ""))
        if self._columns is not None and column not in self._columns:
            return
        kind, text, shown = self._read(self._at.get("t", "n"), self._value)
        if kind == "text" and not text.strip():
            return
        if column in self._row.cells:
            raise ValueError
        self._row.cells[column] = Cell(column, self._row.number, kind, text, self._formula, shown)

    def _column(self, ref: str) -> str:
        """The letters of a cell's place, which must be in the row that it stands in."""
        # Without `r` a cell would stand after the one before; nobody who writes for Excel leaves it out.
        column = ref.removesuffix(self._digits)
        if column not in self._letters:
            found = _REF.fullmatch(ref)
            if found is None or found[2] != self._digits:
                raise ValueError
            column = found[1]
            self._letters.add(column)
        return column

    def _read(self, type_: str, value: str | None) -> tuple[str, str, str]:
        """Kind, text and number format of the cell that just ended."""
        shown, is_date = self._shared.format(self._at.get("s"))
        if type_ == "s":
            return "text", self._shared.string(value or ""), shown
        if type_ in ("str", "inlineStr"):
            return "text", unescape(value or ""), shown
        if not value:
            return ("unknown" if self._formula is not None else "text"), "", shown
        if type_ == "e":
            return "error", value, shown
        if type_ == "b":
            return "flag", value, shown
        if type_ == "d":
            return "date", value[:10], shown
        if is_date:
            return "date", self._shared.day(value), shown
        return "number", value, shown
