"""Reads a workbook sheet by sheet and row by row: what each cell says, its formula, what is hidden or merged.

openpyxl reads either formulas or values, tells nothing of hidden rows and merged cells while streaming, and needs
minutes for 100,000 lines; it is what writes our workbooks, and what tests compare this reader with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import column_index_from_string, get_column_letter
from openpyxl.utils.escape import unescape

from truongluy.budget.excel import refusals
from truongluy.budget.excel.package import Attributes, Package
from truongluy.verdict import InputError

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_STRINGS = 1_000_000
MAX_STRING_BYTES = 100_000_000
_TRUE = ("1", "true")
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


@dataclass(frozen=True)
class Sheet:
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    part: str


@dataclass
class Layout:
    """What a sheet tells beside its cells; whole once its rows were read."""

    hidden_columns: set[str] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Merged ranges: first column, first row, last column, last row."""


class Workbook:
    """A workbook that was found safe to read."""

    def __init__(self, file: Path) -> None:
        self._package = Package(file)
        self.file = file
        self.sha256 = self._package.sha256
        main = next((part for kind, part in self._package.links("").values() if kind == "officeDocument"), "")
        self._links = self._package.links(main)
        self._from_1904 = False
        self.sheets = self._sheets(main)
        self._strings = self._read_strings()
        self._formats = self._read_formats()

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of a name; None when there is none."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def rows(self, sheet: Sheet, layout: Layout, columns: frozenset[str] | None = None) -> Iterator[Row]:
        """The rows that hold something in `columns` (in any, when left out), however many empty ones lie between."""
        reader = _SheetReader(self, layout, columns)
        for _ in self._package.stream(sheet.part, reader.start, reader.end):
            yield from reader.rows
            reader.rows.clear()
        yield from reader.rows

    def string(self, index: str) -> str:
        """A shared text."""
        if not index.isdigit():
            raise ValueError
        return self._strings[int(index)]

    def format(self, style: str | None) -> tuple[str, bool]:
        """The number format of a cell's style, and whether it shows a date."""
        if style is None:
            return "General", False
        if not style.isdigit():
            raise ValueError
        return self._formats[int(style)]

    def day(self, serial: str) -> str:
        """The day of a serial number, as Excel counts."""
        return _day(serial, self._from_1904)

    def _sheets(self, main: str) -> tuple[Sheet, ...]:
        found: list[Sheet] = []

        def start(name: str, given: Attributes) -> None:
            if name == "workbookPr":
                self._from_1904 = given.get("date1904") in _TRUE
            elif name == "sheet":
                id_ = next((value for key, value in given.items() if key.rpartition(":")[2] == "id"), "")
                kind, part = self._links.get(id_, ("", ""))
                if kind == "worksheet":
                    title = refusals.printable(given.get("name", ""), 100)
                    found.append(Sheet(title, given.get("state", "visible") != "visible", part))

        self._package.parse(main, start, lambda name, text: None)
        if not found:
            raise InputError([refusals.damaged(self.file, main)])
        return tuple(found)

    def _part(self, kind: str) -> str | None:
        part = next((part for found, part in self._links.values() if found == kind), None)
        return part if part is not None and part in self._package else None

    def _read_strings(self) -> list[str]:
        strings: list[str] = []
        pieces: list[str] = []
        state = {"phonetic": False, "size": 0}

        def start(name: str, given: Attributes) -> None:
            if name == "rPh":
                state["phonetic"] = True

        def end(name: str, text: str) -> None:
            if name == "t" and not state["phonetic"]:
                pieces.append(text)
            elif name == "rPh":
                state["phonetic"] = False
            elif name == "si":
                strings.append(unescape("".join(pieces)))
                pieces.clear()
                state["size"] += len(strings[-1])
                if len(strings) > MAX_STRINGS or state["size"] > MAX_STRING_BYTES:
                    raise InputError([refusals.too_large(self.file, MAX_STRING_BYTES)])

        if part := self._part("sharedStrings"):
            self._package.parse(part, start, end)
        return strings

    def _read_formats(self) -> list[tuple[str, bool]]:
        codes = dict(BUILTIN_FORMATS)
        formats: list[tuple[str, bool]] = []
        inside = {"cellXfs": False}

        def start(name: str, given: Attributes) -> None:
            if name == "numFmt":
                codes[int(given["numFmtId"])] = given["formatCode"]
            elif name == "cellXfs":
                inside[name] = True
            elif name == "xf" and inside["cellXfs"]:
                code = codes.get(int(given.get("numFmtId", "0")), "General")
                formats.append((code, bool(is_date_format(code))))

        def end(name: str, text: str) -> None:
            if name in inside:
                inside[name] = False

        if part := self._part("styles"):
            self._package.parse(part, start, end)
        return formats


class _SheetReader:
    """Turns the elements of one sheet into rows."""

    def __init__(self, workbook: Workbook, layout: Layout, columns: frozenset[str] | None) -> None:
        self._workbook, self._layout, self._columns = workbook, layout, columns
        self.rows: list[Row] = []
        self._row = Row(0, False, {})
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
            self._row = Row(self._number(given), given.get("hidden") in _TRUE, {})
        elif name == "is":
            self._pieces.clear()
        elif name == "rPh":
            self._phonetic = True
        elif name == "col" and given.get("hidden") in _TRUE:
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
        if len(corners) > 2 or len(self._layout.merged) > MAX_STRINGS:
            raise ValueError
        bounds = [(column_index_from_string(one[1]), int(one[2])) for one in corners if one]
        self._layout.merged.append((*bounds[0], *bounds[-1]))

    def _cell(self) -> None:
        found = _REF.fullmatch(self._at.get("r", ""))
        # Without `r` a cell would stand after the one before; nobody who writes for Excel leaves it out.
        if found is None or int(found[2]) != self._row.number:
            raise ValueError
        column = found[1]
        if self._columns is not None and column not in self._columns:
            return
        kind, text, shown = self._read(self._at.get("t", "n"), self._value)
        if kind == "text" and not text.strip():
            return
        if column in self._row.cells:
            raise ValueError
        self._row.cells[column] = Cell(column, self._row.number, kind, text, self._formula, shown)

    def _read(self, type_: str, value: str | None) -> tuple[str, str, str]:
        """Kind, text and number format of the cell that just ended."""
        shown, is_date = self._workbook.format(self._at.get("s"))
        if type_ == "s":
            return "text", self._workbook.string(value or ""), shown
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
            return "date", self._workbook.day(value), shown
        return "number", value, shown


def _day(serial: str, from_1904: bool) -> str:
    """A serial number as a day, in ISO form; the number itself where it is no day."""
    try:
        days = int(Decimal(serial))
        first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        return (first + timedelta(days=days)).isoformat()
    except (InvalidOperation, OverflowError, ValueError):
        return serial
