"""Turns the rows of a sheet into budget lines, or says of each cell why it can't; nothing is left out in silence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truongluy.budget import rows as budget_rows
from truongluy.budget.excel import cells, form, layout, totals
from truongluy.budget.excel.plan import Plan, heading_of, place
from truongluy.budget.excel.read import Layout, Row, Workbook
from truongluy.budget.excel.refusals import printable
from truongluy.budget.excel.values import Notes, Raw, Values, heading
from truongluy.budget.excel.words import Words
from truongluy.budget.model import BudgetLine
from truongluy.budget.money import grouped
from truongluy.verdict import InputError, Problem, Text

MOST_LINES = 200_000
PROVISIONAL = "row-"
"""How a line is called that has no id yet, before the number of its row."""

_WHY = Text("dòng này không nhập được", "the row can't be imported")
_SAMPLE = Text("dòng ví dụ của mẫu, bỏ qua", "sample rows of the form, left out")
_SKIPPED = Text("dòng mà bản ánh xạ bỏ qua", "rows that the mapping leaves out")
_HEADING = Text("dòng tiêu đề, không có số tiền", "headings of sections, without amounts")
_TOTAL = Text("dòng tổng, khớp các dòng trên, bỏ qua", "rows of totals, equal to the rows above, left out")


@dataclass
class Reading:
    """What a sheet gave: lines as far as each is right, and every problem. `own_ids` are those that the sheet gave."""

    lines: list[BudgetLine]
    own_ids: set[str]
    problems: list[Problem]
    notes: Notes


def read(book: Workbook, plan: Plan, words: Words, unit: str, year: int) -> Reading:
    """The lines of a sheet; those without an id have a provisional one."""
    reader = _Reader(book, plan, words)
    reader.run()
    lines = _checked(reader, unit, year)
    return Reading(lines, reader.own_ids, reader.problems, reader.notes)


def _checked(reader: _Reader, unit: str, year: int) -> list[BudgetLine]:
    """The rows as lines, by the rules of budget files; a problem with a row is told in the words of the sheet."""
    told: list[Problem] = []
    found = budget_rows.read(_as_json(reader.raws), unit, year, Path(reader.book.file.name), told)
    key = re.compile("|".join(rf"`?\b{key}\b`?" for key in sorted(form.BY_KEY, key=len, reverse=True)))
    item = reader.plan.columns["item"].letter

    def named(said: Text) -> Text:
        vi, en = (
            key.sub(lambda one: f"`{heading(reader.plan, one[0].strip('`'))}`", text)
            for text in (said.vi, said.en)
        )
        return Text(vi, en)

    for one in told:
        reader.tell(f"{item}{one.line}", named(one.what), named(one.remedy), named(one.why))
    return found


def _as_json(raws: list[tuple[int, Raw]]) -> Iterator[tuple[int, str]]:
    for number, raw in raws:
        yield number, json.dumps({"id": f"{PROVISIONAL}{number}", **raw}, ensure_ascii=False)


class _Reader:
    """Reads one sheet once, from the top."""

    def __init__(self, book: Workbook, plan: Plan, words: Words) -> None:
        self.book, self.plan = book, plan
        self.problems: list[Problem] = []
        self.notes = Notes()
        self.raws: list[tuple[int, Raw]] = []
        self.own_ids: set[str] = set()
        self._layout = Layout()
        self._sums = totals.Sums()
        self._values = Values(plan, words, self.notes, self.tell)
        self._seen: dict[tuple[Any, ...], int] = {}

    def run(self) -> None:
        """Read every row, then what the sheet says of columns and merged cells."""
        headings = False
        for row in self.book.rows(self.plan.sheet, self._layout, self.plan.letters):
            if row.number == self.plan.heading_row:
                headings = True
                self._headings(row)
            elif row.number >= self.plan.first_row and row.number <= (self.plan.last_row or row.number):
                if not headings:
                    break
                self._row(row)
        if not headings:
            self._headings(Row(self.plan.heading_row, False, {}))
        used = [number for number, _ in self.raws]
        for ref, what, remedy in layout.refusals(self.plan, self._layout, used):
            self.tell(ref, what, remedy)

    def tell(self, ref: str, what: Text, remedy: Text, why: Text = _WHY) -> None:
        """One more problem, of a cell."""
        self.problems.append(Problem(place(self.book, self.plan.sheet, ref), 0, what, why, remedy))

    def _headings(self, row: Row) -> None:
        wrong = []
        for column in self.plan.columns.values():
            cell = row.cells.get(column.letter)
            said = cell.text if cell else ""
            if heading_of(said) != heading_of(column.heading):
                wrong.append(column.letter)
                self.tell(
                    f"{column.letter}{row.number}",
                    Text(f"tiêu đề là `{printable(said)}`, không phải `{column.heading}`",
                         f"the heading is `{printable(said)}`, not `{column.heading}`"),
                    Text("trả lại các cột của mẫu, hoặc sửa bản ánh xạ", "restore the form's columns, or correct the mapping"),
                    Text("cột đã bị đổi chỗ thì số liệu bị hiểu sai", "where columns moved, figures would be misread"),
                )  # fmt: skip
        if wrong:
            raise InputError(self.problems)

    def _row(self, row: Row) -> None:
        if (left_out := self._left_out(row)) is not None:
            self.notes.add(left_out, str(row.number))
            return
        if self._is_total(row):
            return
        if row.hidden:
            self.tell(
                self._at(row), Text("dòng bị ẩn hoặc bị lọc", "the row is hidden or filtered out"),
                Text("hiện dòng (Unhide, bỏ lọc) hoặc xóa hẳn", "unhide it, clear the filter, or delete it"),
            )  # fmt: skip
        if len(self.raws) >= MOST_LINES:
            self.tell(self._at(row), Text(f"quá {grouped(MOST_LINES)} dòng", f"more than {grouped(MOST_LINES)} lines"),
                      Text("tách sổ tính", "split the workbook"))  # fmt: skip
            raise InputError(self.problems)
        told = len(self.problems)
        raw = self._values.raw(row)
        if len(self.problems) == told:
            self._keep(row, raw)
        else:
            self._sums.spoil()

    def _left_out(self, row: Row) -> Text | None:
        """Why a row is no line, when it is none."""
        mark = self._values.cell(row, "id")
        if mark is not None and cells.plain(mark.text).startswith(form.SAMPLE.split(" - ")[0]):
            return _SAMPLE
        if row.number in self.plan.skip_rows:
            return _SKIPPED
        if self.plan.needs and not any(self._values.cell(row, key) for key in self.plan.needs):
            self._values.remember(row)
            return _HEADING
        return None

    def _at(self, row: Row) -> str:
        return f"{self.plan.columns['item'].letter}{row.number}"

    def _is_total(self, row: Row) -> bool:
        """Whether the row sums up others; it is left out when it does so rightly, else refused."""
        item = self._values.cell(row, "item")
        others = [cell for cell in row.cells.values() if cell.kind == "text"]
        if not any(totals.sounds_so(cells.plain(cell.text)) for cell in ([item] if item else others)):
            return False
        planned = self._values.cell(row, "planned")
        if planned is None or self._values.cell(row, "unit_price"):
            return False
        said = self._values.value(planned, "planned")
        if said is None:
            return True
        if self._sums.explains(said):
            self.notes.add(_TOTAL, str(row.number))
            return True
        what = self._sums.difference(said)
        self.tell(
            f"{planned.column}{row.number}", what,
            Text("bổ sung dòng còn thiếu hoặc sửa dòng tổng; nếu là một khoản chi thì đổi tên nội dung",
                 "add the missing row or correct the total; if this is a purchase, give it another name"),
            Text("có dòng bị thiếu hoặc bị tính hai lần", "a row is missing, or counted twice"),
        )  # fmt: skip
        return True

    def _keep(self, row: Row, raw: Raw) -> None:
        self._sums.add(raw["planned"])
        twin = tuple(raw.get(key) for key in budget_rows.KEYS if key not in ("id", "cell"))
        first = self._seen.setdefault(twin, row.number)
        if first != row.number and "id" not in raw:
            self.tell(
                self._at(row), Text(f"trùng hệt dòng {first}", f"the row is the same as row {first}"),
                Text("xóa dòng thừa; nếu mua hai lần thật, ghi rõ nội dung hoặc văn bản từng lần",
                     "delete the copy; if it was bought twice, tell them apart by item or document"),
            )  # fmt: skip
            return
        if "id" in raw:
            self.own_ids.add(raw["id"])
        self.raws.append((row.number, raw))
