"""The form as a workbook: empty with samples for somebody to fill, or with the lines that we have."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from truongluy.budget.excel import form, formulas, styles
from truongluy.budget.excel.instructions import PARAGRAPHS
from truongluy.budget.excel.words import Words
from truongluy.budget.model import BudgetLine
from truongluy.budget.money import parse_percent

EMPTY_ROWS = 200
OWN_SHEETS = (form.GUIDE, form.LISTS)
"""Sheets of the form that hold no budget."""
_LISTS = ("category", "source", "kind", "project", "unit")
_LIST_LETTERS = {"category": "A", "source": "C", "kind": "D", "project": "E", "unit": "F"}
_LIST_NAMES = {
    "category": "Loại",
    "source": "Nguồn kinh phí",
    "kind": "Tính chất",
    "project": "Dự án",
    "unit": "Đơn vị",
}
_EPOCH = datetime(2000, 1, 1)
_STAMP = (1980, 1, 1, 0, 0, 0)


def render(
    unit: str, year: int, words: Words, lines: Sequence[BudgetLine] = (), *, empty_rows: int = EMPTY_ROWS
) -> bytes:
    """The workbook of a unit's year; the same input gives the same bytes."""
    book = Workbook(write_only=True)
    book.properties.creator = "Trường Lũy"
    book.properties.created = _EPOCH
    _guide(book)
    sheet = book.create_sheet(form.SHEET)
    book.active = 1
    samples = [] if lines else list(_samples(words))
    last = form.HEADING_ROW + len(samples) + len(lines) + empty_rows
    _set_up(sheet, last)
    _validate(sheet, words, last)
    _top(sheet, words.shown("unit", unit), year, last)
    _rows(sheet, words, samples, lines, empty_rows)
    _lists(book, words)
    return _same_bytes(book)


def _set_up(sheet: Any, last: int) -> None:
    """What must be said before the first row is written: widths, frozen panes, printing, protection."""
    for column in form.COLUMNS:
        sheet.column_dimensions[column.letter].width = column.width
    sheet.freeze_panes = f"D{form.FIRST_ROW}"
    sheet.print_title_rows = f"{form.HEADING_ROW}:{form.HEADING_ROW}"
    _page(sheet)
    for allowed in ("formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)
    rows = f"{form.FIRST_ROW}:$R${last}"
    first = form.FIRST_ROW
    differs = f"AND(ISNUMBER($J{first}),ISNUMBER($K{first}),ABS($K{first}-$J{first})>=1000)"
    red = PatternFill("solid", bgColor="F8CBAD")
    sheet.conditional_formatting.add(f"J{first}:K{last}", FormulaRule(formula=[differs], fill=red))
    missing = f'AND($C{first}<>"",OR($D{first}="",$E{first}="",$F{first}="",$K{first}=""))'
    sheet.conditional_formatting.add(f"C{rows.replace('$R$', 'C')}", FormulaRule(formula=[missing], fill=red))


def _page(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.page_margins.footer = 0.3
    sheet.oddFooter.center.text = "&P/&N"
    sheet.protection.sheet = True


def _validate(sheet: Any, words: Words, last: int) -> None:
    first = form.FIRST_ROW
    for column in form.COLUMNS:
        rule = None
        if column.kind == "choice" and words.list_for(column.key):
            rule = _choice(column.key, words)
        elif column.kind == "amount":
            at = f"{column.letter}{first}"
            rule = DataValidation("custom", f'AND(ISNUMBER({at}),{at}=INT({at}),OR({at}>=0,$Q{first}<>""))')
            rule.error = "Ghi số đồng nguyên, không âm. / Whole đồng, not negative."
        elif column.kind == "whole":
            rule = DataValidation("whole", "0", operator="greaterThanOrEqual")
            rule.error = "Ghi số nguyên. / A whole number."
        elif column.kind == "percent":
            rule = DataValidation("decimal", "0", "1", operator="between")
            rule.error = "Ghi phần trăm từ 0% đến 100%. / A percentage from 0% to 100%."
        elif column.kind == "mark":
            rule = DataValidation("list", f'"{form.YES}"')
            rule.error = f"Ghi {form.YES} hoặc để trống. / {form.YES}, or empty."
        if rule is not None:
            _add(sheet, rule, column.heading, f"{column.letter}{first}:{column.letter}{last}")
    unit = _choice("unit", words)
    _add(sheet, unit, "Đơn vị", form.UNIT_CELL)
    year = DataValidation("whole", "2000", "2100", operator="between")
    year.error = "Ghi năm, ví dụ 2027. / A year, such as 2027."
    _add(sheet, year, "Năm", form.YEAR_CELL)


def _choice(key: str, words: Words) -> DataValidation:
    letter, length = _LIST_LETTERS[key], len(words.list_for(key))
    rule = DataValidation("list", f"'{form.LISTS}'!${letter}$2:${letter}${length + 1}")
    rule.error = "Chọn trong danh sách. / Choose from the list."
    return rule


def _add(sheet: Any, rule: DataValidation, heading: str, where: str) -> None:
    rule.errorTitle, rule.showErrorMessage, rule.allow_blank = heading, True, True
    rule.add(where)
    sheet.data_validations.append(rule)


def _top(sheet: Any, unit: str, year: int, last: int) -> None:
    """The rows above the lines."""
    empty = [None] * 9
    sheet.append(
        [styles.label(sheet, form.FORM), None, styles.title(sheet, "DỰ TOÁN KINH PHÍ CÔNG NGHỆ THÔNG TIN")]
    )
    sheet.append([styles.label(sheet, "Đơn vị"), None, styles.top_input(sheet, unit)])
    sheet.append([styles.label(sheet, "Năm"), None, styles.top_input(sheet, year)])
    totals = [styles.top_figure(sheet, formulas.total(letter, last), styles.AMOUNT) for letter in "KLM"]
    sheet.append([*empty, styles.label(sheet, "Tổng (đồng)"), *totals])
    security = formulas.total("R", last)
    sheet.append(
        [*empty, styles.label(sheet, "Trong đó ATTT"), styles.top_figure(sheet, security, styles.AMOUNT)]
    )
    sheet.append(
        [
            *empty,
            styles.label(sheet, "Tỷ lệ ATTT"),
            styles.top_figure(sheet, formulas.share(), styles.PERCENT),
        ]
    )
    sheet.row_dimensions[form.HEADING_ROW].height = 36
    sheet.append([
        styles.heading(sheet, column.heading, f"{column.note.vi}\n{column.note.en}") for column in form.COLUMNS
    ])  # fmt: skip


def _rows(
    sheet: Any, words: Words, samples: Sequence[dict[str, Any]], lines: Sequence[BudgetLine], empty_rows: int
) -> None:
    number = form.HEADING_ROW
    shades = [styles.Stamp(sheet, column, sample=True) for column in form.COLUMNS]
    stamps = [styles.Stamp(sheet, column) for column in form.COLUMNS]
    filled = [(shades, one) for one in samples]
    for used, values in _all(filled, stamps, words, lines, empty_rows):
        number += 1
        cells = []
        if (lines_needed := _lines_needed(values)) > 1:
            sheet.row_dimensions[number].height = 15 * lines_needed
        for column, stamp in zip(form.COLUMNS, used, strict=True):
            if column.letter == "J":
                cells.append(stamp.formula(formulas.product(number)))
            elif column.letter == "R":
                cells.append(stamp.formula(formulas.security(number, len(words.categories))))
            else:
                cells.append(stamp(values.get(column.key)))
        sheet.append(cells)


def _lines_of(text: str, width: int) -> int:
    """How many lines a text takes, about."""
    return -(-len(text) // width)


def _lines_needed(values: dict[str, Any]) -> int:
    """How many lines of text the fullest cell of a row has; no program but Excel works that out by itself."""
    wraps = (column for column in form.COLUMNS if column.key and column.kind in ("text", "choice"))
    return max(_lines_of(values.get(column.key) or "", column.width) for column in wraps)


def _all(
    samples: list[tuple[list[styles.Stamp], dict[str, Any]]],
    stamps: list[styles.Stamp],
    words: Words,
    lines: Sequence[BudgetLine],
    empty_rows: int,
) -> Iterator[tuple[list[styles.Stamp], dict[str, Any]]]:
    yield from samples
    for line in lines:
        yield stamps, values_of(line, words)
    for _ in range(empty_rows):
        yield stamps, {}


def values_of(line: BudgetLine, words: Words) -> dict[str, Any]:
    """What the cells of a line hold, by key."""
    vat = line.vat_percent
    return {
        "id": line.id, "project": words.shown("project", line.project) if line.project else None, "item": line.item,
        "category": words.shown("category", line.category), "source": words.shown("source", line.source),
        "kind": words.shown("kind", line.kind), "quantity": line.quantity, "unit_price": line.unit_price,
        "vat_percent": None if vat is None else Decimal(parse_percent(vat)).scaleb(-4), "planned": line.planned,
        "allocated": line.allocated, "spent": line.spent, "share_percent": Decimal(line.share).scaleb(-4),
        "share_reason": line.share_reason or None, "document": line.document, "refund": form.YES if line.refund else None,
    }  # fmt: skip


def _samples(words: Words) -> Iterator[dict[str, Any]]:
    """Two rows that show how to fill the form; import leaves them out by their mark."""
    security = next(id_ for id_ in words.categories if id_ not in words.never)
    category = "SP-PROTECT" if "SP-PROTECT" in words.categories else security
    usual = {
        "id": form.SAMPLE, "category": words.shown("category", category),
        "source": words.shown("source", next(iter(words.sources))), "vat_percent": Decimal("0.1"),
    }  # fmt: skip
    yield usual | {
        "item": "Tường lửa cho phòng máy chủ", "kind": words.shown("kind", "capital"), "quantity": 2,
        "unit_price": 120_000_000, "planned": 264_000_000, "document": "Tờ trình 01/TTr (minh họa)",
    }  # fmt: skip
    yield usual | {
        "item": "Thuê bộ phần mềm quản lý có mô-đun phòng mã độc", "kind": words.shown("kind", "recurrent"),
        "planned": 50_000_000, "share_percent": Decimal("0.4"), "share_reason": "Mô-đun phòng mã độc chiếm 40% báo giá",
    }  # fmt: skip


def _guide(book: Workbook) -> None:
    sheet = book.create_sheet(form.GUIDE)
    sheet.column_dimensions["A"].width = 100
    _page(sheet)
    for number, (bold, paragraph) in enumerate(PARAGRAPHS, 1):
        sheet.row_dimensions[number].height = 8 + 16 * _lines_of(paragraph, 112)
        sheet.append([styles.wrapped(sheet, paragraph, bold=bold)])


def _lists(book: Workbook, words: Words) -> None:
    sheet = book.create_sheet(form.LISTS)
    for letter, width in zip("ABCDEF", (80, 14, 24, 16, 40, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    _page(sheet)
    shown = {key: [words.shown(key, id_) for id_ in words.list_for(key)] for key in _LISTS}
    usual = [0 if id_ in words.never else 1 for id_ in words.categories]
    heads = [_LIST_NAMES["category"], "Tỷ lệ ATTT khi để trống", *(_LIST_NAMES[key] for key in _LISTS[1:])]
    sheet.row_dimensions[1].height = 36
    sheet.append([styles.heading(sheet, one) for one in heads])
    for row in range(max(len(entries) for entries in shown.values())):
        told = [entries[row] if row < len(entries) else None for entries in shown.values()]
        share = styles.cell(sheet, usual[row] if row < len(usual) else None, number_format="0%")
        sheet.append([styles.cell(sheet, told[0]), share, *(styles.cell(sheet, one) for one in told[1:])])


def _same_bytes(book: Workbook) -> bytes:
    """The saved workbook without the moment of saving, which openpyxl and zip write down."""
    saved, result = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(member.filename, _STAMP), content, zipfile.ZIP_DEFLATED)
    return result.getvalue()
