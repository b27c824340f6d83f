"""Reads a workbook sheet by sheet and row by row: what each cell says, its formula, what is hidden or merged.

openpyxl reads either formulas or values, tells nothing of hidden rows and merged cells while streaming, and needs
minutes for 100,000 lines; it is what writes our workbooks, and what tests compare this reader with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.escape import unescape

from truongluy.budget.excel import refusals
from truongluy.budget.excel.package import Attributes, Package
from truongluy.budget.excel.sheet import TRUE, Cell, Layout, Row, SheetReader
from truongluy.verdict import InputError

__all__ = ["Cell", "Layout", "Row", "Sheet", "Workbook"]

MAX_STRINGS = 1_000_000
MAX_STRING_BYTES = 100_000_000


@dataclass(frozen=True)
class Sheet:
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    part: str


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
        reader = SheetReader(self, layout, columns)
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
                self._from_1904 = given.get("date1904") in TRUE
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


def _day(serial: str, from_1904: bool) -> str:
    """A serial number as a day, in ISO form; the number itself where it is no day."""
    try:
        days = int(Decimal(serial))
        first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        return (first + timedelta(days=days)).isoformat()
    except (InvalidOperation, OverflowError, ValueError):
        return serial
