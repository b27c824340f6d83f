"""How long the report on 100,000 budget lines and its workbook take, beside reading the lines from their file."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from benchmarks.budget import LINES, _line
from truongluy import commands as verbs
from truongluy import policy as policy_of
from truongluy.budget import files, workbook
from truongluy.budget.model import Budget, BudgetFile
from truongluy.budget.report import report

Result = TypeVar("Result")


def main() -> int:
    """Print seconds and ratios of one run."""
    inventory, policy = verbs.find_inventory("lab"), policy_of.load()
    given = BudgetFile("so-gddt", 2026, tuple(_line(number) for number in range(LINES)))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / files.name_of(given.unit, given.year)
        files.write(file, given)
        found, reading = _timed(lambda: files.read(file))
    own = replace(inventory, budget=Budget((found,)))
    told, reporting = _timed(lambda: report(own, policy, date(2026, 11, 29), ()))
    book, writing = _timed(lambda: workbook.render(told))
    print(f"{LINES} budget lines, a workbook of {len(book):,} bytes")
    for name, taken in (("read", reading), ("report", reporting), ("workbook", writing)):
        print(f"{name:<24}{taken:8.3f} s   {taken / reading:.2f} x".replace(".", ","))
    return 0


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())
