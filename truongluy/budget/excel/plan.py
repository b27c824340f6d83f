"""Where a workbook keeps a unit's year: which sheet and column is what. From our own form, or from a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from truongluy.budget.excel import form
from truongluy.budget.excel.read import Cell, Layout, Sheet, Workbook
from truongluy.verdict import InputError, Problem, Text


@dataclass(frozen=True)
class Column:
    """A column that is read: where it is, the heading it must have, and how to understand it.

    `words` are their words and what each stands for with us; a word that stands for nothing ("") is left out.
    """

    letter: str
    heading: str
    unit: str = "dong"
    words: Mapping[str, str] = field(default_factory=dict)
    fill_down: bool = False


@dataclass(frozen=True)
class Plan:
    """How one workbook is read.

    `fixed` holds what is the same on every line; rows without any of `needs` are headings of sections, and skipped.
    """

    sheet: Sheet
    heading_row: int
    first_row: int
    last_row: int | None
    columns: Mapping[str, Column]
    fixed: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    year: int | None = None
    skip_rows: frozenset[int] = frozenset()
    needs: tuple[str, ...] = ()

    @property
    def letters(self) -> frozenset[str]:
        """The columns that are read."""
        return frozenset(column.letter for column in self.columns.values())


def heading_of(said: str) -> str:
    """A heading as it is compared: blanks and line ends as one blank, capitals as small letters."""
    return " ".join(said.casefold().split())


def find_sheet(book: Workbook, name: str) -> Sheet:
    """The sheet of a name; raises InputError when there is none, or when it is hidden."""
    sheet = book.sheet(name)
    if sheet is None:
        there = ", ".join(f"`{one.name[:40]}`" for one in book.sheets[:20])
        raise InputError([Problem(
            book.file, 0,
            Text(f"không có tờ `{name}`", f"there is no sheet `{name}`"),
            Text(f"sổ tính có: {there}", f"the workbook has: {there}"),
            Text("dùng mẫu của `invoke budget.template`, hoặc `--mapping`; `--propose-mapping` gợi ý một bản",
                 "use the form of `invoke budget.template`, or `--mapping`; `--propose-mapping` suggests one"),
        )])  # fmt: skip
    if sheet.hidden:
        raise InputError([Problem(
            book.file, 0,
            Text(f"tờ `{name}` bị ẩn", f"the sheet `{name}` is hidden"),
            Text("không ai thấy số liệu đang được nhập", "nobody sees what would be imported"),
            Text("hiện tờ (Unhide) rồi lưu lại", "unhide it and save again"),
        )])  # fmt: skip
    return sheet


def of_form(book: Workbook) -> Plan:
    """How our own form is read; raises InputError for a workbook that is none, or whose headings were changed."""
    sheet = find_sheet(book, form.SHEET)
    top = {cell.column + str(cell.row): cell for cell in _top(book, sheet)}
    said = top.get(form.FORM_CELL)
    if said is None or said.text != form.FORM:
        raise InputError([Problem(
            place(book, sheet, form.FORM_CELL), 0,
            Text("không phải mẫu dự toán của chương trình", "this is not our form"),
            Text(f"ô này phải là `{form.FORM}`", f"this cell says `{form.FORM}` there"),
            Text("chép số liệu sang mẫu mới (`invoke budget.template`), hoặc dùng `--mapping`",
                 "copy the lines into a new form (`invoke budget.template`), or use `--mapping`"),
        )])  # fmt: skip
    columns = {key: Column(column.letter, column.heading) for key, column in form.BY_KEY.items()}
    unit, year = top.get(form.UNIT_CELL), top.get(form.YEAR_CELL)
    if unit is None or year is None or not year.text.strip().isdigit():
        raise InputError([Problem(
            place(book, sheet, form.UNIT_CELL if unit is None else form.YEAR_CELL), 0,
            Text("thiếu đơn vị hoặc năm", "the unit or the year is missing"),
            Text("không biết dự toán của ai, năm nào", "nobody knows whose budget this is, and of which year"),
            Text("chọn đơn vị và ghi năm ở đầu tờ", "choose the unit and write the year at the top of the sheet"),
        )])  # fmt: skip
    return Plan(
        sheet, form.HEADING_ROW, form.FIRST_ROW, None, columns, unit=unit.text, year=int(year.text.strip())
    )


def _top(book: Workbook, sheet: Sheet) -> list[Cell]:
    cells: list[Cell] = []
    for row in book.rows(sheet, Layout()):
        if row.number >= form.HEADING_ROW:
            break
        cells += row.cells.values()
    return cells


def place(book: Workbook, sheet: Sheet, ref: str) -> str:
    """How a problem names a cell."""
    return f"{book.file} [{sheet.name}!{ref}]"
