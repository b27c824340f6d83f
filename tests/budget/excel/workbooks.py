"""Workbooks that tests fill, break and read: made by openpyxl and by zipfile, as Excel and as somebody hostile would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.policy.samples import the_policy
from truongluy.budget.excel import form, importing, plan, template
from truongluy.budget.excel import read as read_of
from truongluy.budget.excel.importing import Import
from truongluy.budget.excel.words import Words
from truongluy.policy.budget import Counts
from truongluy.verdict import InputError, Text

UNIT, YEAR = "so-gddt", 2024
TODAY = date(2026, 11, 29)
LINE = {
    "item": "Tường lửa", "category": "SP-PROTECT", "source": "Ngân sách tỉnh", "kind": "Đầu tư",
    "quantity": 2, "unit_price": 1_200_000, "vat_percent": "10%", "planned": 2_640_000,
}  # fmt: skip
"""A line that import accepts, as its cells would say it."""


@lru_cache
def words() -> Words:
    """The lists of the real policy, with two units and a project."""
    rules = the_policy().budget
    return Words(
        units={UNIT: Text("Sở Giáo dục (minh họa)", "Department"), "thcs-minh-hoa": Text("Trường Minh Họa", "School")},
        projects={"DA-01": Text("Trung tâm dữ liệu – giai đoạn 1", "Data centre")},
        sources=rules.sources,
        categories={id_: one.title for id_, one in rules.categories.items()},
        never=frozenset(id_ for id_, one in rules.categories.items() if one.counts is Counts.NEVER),
    )  # fmt: skip


@lru_cache
def empty_form() -> bytes:
    """The form, as somebody gets it."""
    return template.render(UNIT, YEAR, words(), empty_rows=10)


def filled(
    file: Path,
    lines: Sequence[Mapping[str, Any]],
    also: Callable[[Any], None] | None = None,
    *,
    samples: bool = False,
) -> Path:
    """The form with lines filled in below the samples (or in their place), and whatever `also` does to the workbook."""
    book = load_workbook(io.BytesIO(empty_form()))
    sheet = book[form.SHEET]
    first = form.FIRST_ROW + (2 if samples else 0)
    if not samples:
        for row in sheet.iter_rows(form.FIRST_ROW, form.FIRST_ROW + 1):
            for cell in row:
                if form.COLUMNS[cell.column - 1].key:
                    cell.value = None
    for number, line in enumerate(lines, first):
        for key, value in line.items():
            put(sheet, f"{form.BY_KEY[key].letter}{number}", value)
    if also:
        also(book)
    book.save(file)
    return file


def put(sheet: Any, at: str, value: Any) -> None:
    """A value in a cell, text as text whatever it begins with."""
    sheet[at].value = value
    if isinstance(value, str):
        sheet[at].data_type = "s"


def prepared(file: Path, folder: Path, taken: frozenset[str] = frozenset()) -> Import:
    """What importing a form into a folder of budgets would do."""
    book = read_of.Workbook(file)
    how = plan.of_form(book)
    whose = importing.subject(book, how, words(), None, None)
    return importing.prepare(book, how, words(), whose, folder, taken, TODAY)


def refused(work: Callable[[], object]) -> list[str]:
    """The problems that something is refused with, as people read them."""
    try:
        work()
    except InputError as error:
        return [str(problem) for problem in error.problems]
    raise AssertionError("nothing was refused")


def plain(file: Path, rows: Sequence[Sequence[Any]], name: str = "Dự toán 2024") -> Path:
    """A workbook in nobody's form."""
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(list(row))
    book.save(file)
    return file


def rezipped(
    file: Path, change: Callable[[str, bytes], bytes], extra: Mapping[str, bytes] | None = None
) -> Path:
    """The same workbook with its parts changed, and parts added."""
    with zipfile.ZipFile(file) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, change(name, content))
        for name, content in (extra or {}).items():
            target.writestr(name, content)
    return file
