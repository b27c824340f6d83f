"""The values of one row in the keys of a budget file; each cell that gives none is told with what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from truongluy.budget import rows as budget_rows
from truongluy.budget.excel import cells, form
from truongluy.budget.excel.cells import CellError
from truongluy.budget.excel.plan import Column, Plan
from truongluy.budget.excel.read import Cell, Row
from truongluy.budget.excel.words import Words, is_marked
from truongluy.verdict import Text

_AMOUNTS = ("planned", "allocated", "spent", "unit_price")
_LISTED = ("project", "source", "category", "kind")
Raw = dict[str, Any]
Tell = Callable[[str, Text, Text], None]


@dataclass
class Notes:
    """What was understood without being an error, by kind, with the places."""

    places: dict[Text, list[str]] = field(default_factory=dict)

    def add(self, said: Text, at: str) -> None:
        """One more place of a kind."""
        self.places.setdefault(said, []).append(at)


def heading(plan: Plan, key: str) -> str:
    """What people call a key: the heading of its column, or the form's."""
    column = plan.columns.get(key)
    return " ".join(column.heading.split()) if column else form.BY_KEY[key].heading


class Values:
    """Reads the cells of rows by a plan, from the top; `tell` takes cell, what is wrong and what to do."""

    def __init__(self, plan: Plan, words: Words, notes: Notes, tell: Tell) -> None:
        self.plan, self.words, self.notes, self.tell = plan, words, notes, tell
        self._above: dict[str, Cell] = {}
        self._found: dict[tuple[str, str], str] = {}
        self._fixed: Raw = {}
        for key, said in plan.fixed.items():
            try:
                self._fixed[key] = self._word(key, said)
            except CellError as error:
                what = Text(f"`fixed`, {key}: {error.what.vi}", f"`fixed`, {key}: {error.what.en}")
                tell(plan.columns["item"].letter + str(plan.heading_row), what, error.remedy)

    def cell(self, row: Row, key: str) -> Cell | None:
        """The cell of a row in the column of a key."""
        column = self.plan.columns.get(key)
        return row.cells.get(column.letter) if column else None

    def value(self, cell: Cell, key: str) -> Any:
        """The value of a cell in the terms of its column; None after a problem was told."""
        try:
            cells.refuse_unreadable(cell)
            if cell.formula is not None:
                self.notes.add(Text("ô là công thức, lấy kết quả đã lưu", "formulas, taken by their saved results"),
                               f"{cell.column}{cell.row}")  # fmt: skip
            return self._meant(cell, key, self.plan.columns[key])
        except CellError as error:
            name = heading(self.plan, key)
            self.tell(
                f"{cell.column}{cell.row}",
                Text(f"`{name}`: {error.what.vi}", f"`{name}`: {error.what.en}"),
                error.remedy,
            )
            return None

    def raw(self, row: Row) -> Raw:
        """The row in the keys of a budget file."""
        raw: Raw = dict(self._fixed)
        refused = set()
        for key, column in self.plan.columns.items():
            cell = row.cells.get(column.letter) or (self._above.get(key) if column.fill_down else None)
            if cell is None:
                continue
            value = self.value(cell, key)
            if value is None:
                refused.add(key)
            elif value != "":
                raw[key] = value
        self.remember(row)
        self._complete(row, raw, refused)
        item = self.plan.columns["item"].letter
        raw["cell"] = f"{self.plan.sheet.name}!{item}{row.number}"
        return raw

    def remember(self, row: Row) -> None:
        """Keep what the rows below take from here."""
        for key, column in self.plan.columns.items():
            if column.fill_down and column.letter in row.cells:
                self._above[key] = row.cells[column.letter]

    def _complete(self, row: Row, raw: Raw, refused: set[str]) -> None:
        """The share that goes without saying, and what must not be missing."""
        if "share_percent" not in raw and "category" in raw:
            raw["share_percent"] = "0" if raw["category"] in self.words.never else "100"
        elif raw.get("category") in self.words.never and raw.get("share_percent") != "0":
            at = self.plan.columns.get("share_percent") or self.plan.columns["item"]
            self.tell(
                f"{at.letter}{row.number}",
                Text("loại này không được tính là an toàn thông tin", "this category never counts as security"),
                Text("để trống tỷ lệ, hoặc tách phần an toàn thành dòng riêng, đúng loại",
                     "leave the share empty, or move the security part to a line of its own category"),
            )  # fmt: skip
        for key in budget_rows.REQUIRED:
            if key in raw or key in refused or key in ("id", "share_percent"):
                continue
            name, column = heading(self.plan, key), self.plan.columns.get(key)
            self.tell(
                f"{(column or self.plan.columns['item']).letter}{row.number}",
                Text(f"thiếu `{name}`", f"`{name}` is missing"),
                Text("ghi vào ô này, hoặc xóa cả dòng", "fill in the cell, or delete the whole row"),
            )  # fmt: skip

    def _meant(self, cell: Cell, key: str, column: Column) -> Any:
        if column.words and cell.kind in ("text", "number"):
            said = cells.plain(cell.text).casefold()
            if said in column.words:
                return self._word(key, column.words[said])
        if key in _AMOUNTS:
            return cells.amount(cell, column.unit)
        if key == "quantity":
            return cells.whole(cell)
        if key in ("vat_percent", "share_percent"):
            return cells.percent(cell)
        if key == "refund":
            return is_marked(cells.text(cell))
        return self._word(key, cells.text(cell)) if key in _LISTED else cells.text(cell)

    def _word(self, key: str, said: str) -> Any:
        if not said or key not in _LISTED:
            return said
        if (key, said) not in self._found:
            self._found[key, said] = self.words.find(key, said)
        return self._found[key, said]
