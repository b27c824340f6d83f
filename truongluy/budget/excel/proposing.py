"""Suggests a mapping for a workbook by its headings: a start for people to correct, never applied by itself."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from itertools import islice

from truongluy.budget.excel import cells
from truongluy.budget.excel.plan import heading_of
from truongluy.budget.excel.read import Layout, Row, Sheet, Workbook
from truongluy.budget.excel.refusals import printable
from truongluy.budget.excel.words import Words
from truongluy.verdict import InputError, Problem, Text

_LOOKED_AT = 60
_MOST_WORDS = 40
# What people call a column, without marks, the surest first.
_CALLED = {
    "item": ("noi dung", "hang muc", "ten thiet bi", "dien giai", "danh muc", "khoan chi"),
    "quantity": ("so luong", "sl"),
    "unit_price": ("don gia", "gia du toan"),
    "vat_percent": ("thue", "vat", "gtgt"),
    "planned": ("thanh tien", "du toan", "kinh phi", "tong muc", "so tien"),
    "allocated": ("duoc giao", "giao von", "duoc cap", "phan bo"),
    "spent": ("da chi", "giai ngan", "quyet toan", "thuc hien"),
    "source": ("nguon",),
    "category": ("loai", "phan loai", "nhom"),
    "kind": ("tinh chat", "hinh thuc chi"),
    "project": ("du an",),
    "document": ("van ban", "quyet dinh", "hop dong", "can cu"),
}
_UNITS = {"million": "trieu dong", "thousand": "nghin dong"}
_LISTED = ("category", "source", "kind", "project")


def propose(book: Workbook, words: Words) -> str:
    """The text of a mapping; raises InputError where no sheet has headings that we know."""
    best: tuple[int, Sheet, Row, list[Row]] | None = None
    for sheet in book.sheets:
        rows = [] if sheet.hidden else list(islice(book.rows(sheet, Layout()), _LOOKED_AT))
        for index, row in enumerate(rows):
            known = len(_columns(row))
            if known >= 2 and (best is None or known > best[0]):
                best = (known, sheet, row, rows[:index])
    if best is None:
        raise InputError([Problem(
            book.file, 0, Text("không nhận ra dòng tiêu đề nào", "no row of headings is recognised"),
            Text("cần ít nhất hai cột như Nội dung, Thành tiền", "at least two columns such as Nội dung, Thành tiền are needed"),
            Text("tự viết bản ánh xạ (docs/guide/budget-in-excel.md)", "write it yourself (docs/guide/budget-in-excel.md)"),
        )])  # fmt: skip
    _, sheet, row, above = best
    return "\n".join(_written(book, sheet, row, above, words))


def _columns(row: Row) -> dict[str, str]:
    """Key -> column letters, for each heading that we know; a heading serves once."""
    headings = {cell.column: _bare(cell.text) for cell in row.cells.values() if cell.kind == "text"}
    found: dict[str, str] = {}
    for key, names in _CALLED.items():
        for name in names:
            at = next((letter for letter, said in headings.items() if _names(name, said)), None)
            if at is not None:
                found[key] = at
                del headings[at]
                break
    return found


def _names(name: str, heading: str) -> bool:
    """Whether a heading has the words of a name, whole."""
    return f" {name} " in f" {heading} "


def _written(book: Workbook, sheet: Sheet, row: Row, above: list[Row], words: Words) -> Iterator[str]:
    columns = _columns(row)
    said = " ".join(_bare(cell.text) for one in [*above, row] for cell in one.cells.values())
    unit = next((unit for unit, name in _UNITS.items() if name in said), "dong")
    yield "---"
    yield "# Đề xuất theo tiêu đề; phải xem lại từng dòng. / Suggested by headings: check every line."
    yield f"sheet: {json.dumps(sheet.name, ensure_ascii=False)}"
    yield f"heading_row: {row.number}"
    yield "# unit: so-gddt"
    yield "# year: 2024"
    yield "columns:"
    for key, letter in columns.items():
        yield f"  {key}:"
        yield f"    column: {letter}"
        yield f"    heading: {json.dumps(printable(heading_of(row.cells[letter].text), 200), ensure_ascii=False)}"
        if key in ("unit_price", "planned", "allocated", "spent"):
            yield f"    unit: {unit}"
        if key in _LISTED:
            yield from _translations(book, sheet, row.number, key, letter, words)
    missing = [key for key in ("category", "source", "kind") if key not in columns]
    if missing:
        yield "# Điều giống nhau ở mọi dòng; điền rồi bỏ dấu #. / The same on every line: fill in, remove the #."
        yield "# fixed:"
        yield from (f"#   {key}: {next(iter(words.list_for(key)), '')}" for key in missing)
    yield "needs: [planned]" if "planned" in columns else "# needs: [planned]"


def _translations(
    book: Workbook, sheet: Sheet, heading_row: int, key: str, letter: str, words: Words
) -> Iterator[str]:
    """Their words and what each is with us; what we don't know is left for people."""
    yield "    words:"
    seen: dict[str, None] = {}
    for row in book.rows(sheet, Layout(), frozenset({letter})):
        cell = row.cells[letter]
        if row.number > heading_row and cell.kind == "text" and len(seen) < _MOST_WORDS:
            seen.setdefault(printable(cells.plain(cell.text), 200))
    for said in seen:
        try:
            meant = words.find(key, said)
        except cells.CellError:
            meant = "?"
        yield f"      {json.dumps(said, ensure_ascii=False)}: {json.dumps(meant)}"


def _bare(said: str) -> str:
    """A text in small letters without marks."""
    parts = unicodedata.normalize("NFD", said.casefold().replace("đ", "d"))
    return " ".join("".join(one for one in parts if not unicodedata.combining(one)).split())
