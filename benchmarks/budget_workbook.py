"""How long 100,000 budget lines take from a workbook into a budget file, beside openpyxl's own reading of a tenth of them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook

from truongluy import commands as verbs
from truongluy import policy as policy_of
from truongluy.budget.excel import form, importing, plan, template
from truongluy.budget.excel.read import Layout, Workbook
from truongluy.budget.excel.words import Words
from truongluy.budget.model import BudgetLine

UNIT, YEAR, LINES = "so-gddt", 2027, 100_000


def main() -> int:
    """Print the seconds of each step, and the ratio to openpyxl's reading."""
    words = verbs.budget_workbooks.words_for(verbs.find_inventory("lab"), policy_of.load())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "lines.xlsx"
        lines = list(_lines())
        print(f"export {_timed(lambda: file.write_bytes(template.render(UNIT, YEAR, words, lines))):8.1f} s")
        ours = _timed(lambda: _read(file))
        print(f"read   {ours:8.1f} s")
        print(f"import {_timed(lambda: _import(file, folder, words)):8.1f} s")
        theirs = _timed(lambda: _openpyxl(file, LINES // 10)) * 10
    print(f"openpyxl alone {theirs:.1f} s (ten times a tenth): {theirs / ours:.1f} x our reading")
    return 0


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _read(file: Path) -> None:
    book = Workbook(file)
    for sheet in book.sheets:
        for _ in book.rows(sheet, Layout()):
            pass


def _openpyxl(file: Path, rows: int) -> None:
    sheet = load_workbook(file, read_only=True)[form.SHEET]
    for _ in islice(sheet.iter_rows(values_only=True), rows):
        pass


def _import(file: Path, folder: Path, words: Words) -> None:
    book = Workbook(file)
    importing.prepare(book, plan.of_form(book), words, (UNIT, YEAR), folder, (), date(2027, 1, 1)).write()


def _lines() -> Iterator[BudgetLine]:
    for number in range(1, LINES + 1):
        yield BudgetLine(
            id=f"{UNIT}-{YEAR}-{number:06d}", unit=UNIT, year=YEAR, project=None, source="provincial_budget", kind="capital",
            item=f"Thiết bị minh họa số {number}", quantity=2, unit_price=1_000_000 + number, vat_percent="10",
            planned=2 * (1_000_000 + number) * 11 // 10, allocated=2_000_000, spent=None, category="SP-PROTECT", share=10_000,
            document=f"QĐ {number}",
        )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
