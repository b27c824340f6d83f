"""Puts the sheets of the report together."""

from __future__ import annotations

import io

from openpyxl import Workbook

from truongluy.budget.report import Report
from truongluy.budget.workbook import decisions, lines, shares, summary, units, years


def render(told: Report) -> bytes:
    """The workbook of a report; a program that opens it calculates every formula."""
    book = Workbook(write_only=True)
    book.properties.creator = "Trường Lũy"
    book.calculation.fullCalcOnLoad = True
    counted = [line for line in told.inventory.budget.lines if told.unit in (None, line.unit)]
    found, places = lines.range_of(counted), shares.Places()
    for test in shares.SHEETS:
        shares.write(book, told, test, found, places)
    summary.write(book, told, places)
    # The summary could be written only once its rows had their places; it is read first.
    book.move_sheet(summary.SHEET, -len(shares.SHEETS))
    units.write(book, told, found)
    years.write_costs(book, told)
    years.write_forecast(book, told, found)
    decisions.write(book, told)
    lines.write(book, counted, told.policy.budget)
    book.move_sheet(lines.SHEET, -(len(book.sheetnames) - 2))
    book.active = 0
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
