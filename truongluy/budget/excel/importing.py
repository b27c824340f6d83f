"""Brings the lines of a workbook into the budget of a unit's year: ids, what differs, and the file to write."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

from truongluy.budget import files
from truongluy.budget.excel import lines as lines_of
from truongluy.budget.excel.cells import CellError
from truongluy.budget.excel.plan import Plan
from truongluy.budget.excel.read import Workbook
from truongluy.budget.excel.values import Notes
from truongluy.budget.excel.words import Words
from truongluy.budget.model import BudgetFile, BudgetLine, SourceFile, Stage
from truongluy.verdict import InputError, Problem, Text, Trouble

MEANT = tuple(one.name for one in fields(BudgetLine) if one.name not in ("id", "cell", "file", "row"))
"""What a line says; its id and its places may differ between two that say the same."""
_LIKE = ("item", "project", "source", "kind", "category", "document")
"""What makes two lines the same purchase, although figures changed."""


@dataclass(frozen=True)
class Change:
    """A line before and after; None where it was not, or is no more."""

    before: BudgetLine | None
    after: BudgetLine | None


@dataclass(frozen=True)
class Import:
    """What a workbook would make of the budget of a unit's year; nothing is written yet."""

    target: Path
    budget: BudgetFile
    before: BudgetFile | None
    changes: tuple[Change, ...]
    notes: Notes

    @property
    def same_file(self) -> bool:
        """Whether this very workbook was imported last."""
        source, old = self.budget.source, self.before.source if self.before else None
        return source is not None and old is not None and source.sha256 == old.sha256

    def total(self, stage: Stage, *, before: bool = False) -> int:
        """The sum of a stage, of what is known of it."""
        budget = self.before if before else self.budget
        return sum(line.amount(stage) or 0 for line in budget.lines) if budget else 0

    def write(self) -> None:
        """Put the file in its place, whole.

        Raises InputError when it could not be read again, Trouble when the system refuses; the old file stays then.
        """
        try:
            files.write(self.target, self.budget)
        except OSError as error:
            raise Trouble(
                Text(f"không ghi được {self.target.name}, tệp cũ còn nguyên",
                     f"{self.target.name} could not be written, it is as it was"),
                error.strerror or "",
            ) from None  # fmt: skip


def subject(book: Workbook, plan: Plan, words: Words, unit: str | None, year: int | None) -> tuple[str, int]:
    """Whose budget a workbook holds and of which year; raises InputError where options and workbook differ, or say nothing."""
    problems = []
    said = plan.unit
    if said is not None:
        try:
            said = words.find("unit", said)
        except CellError as error:
            raise InputError([_problem(book, error.what, error.remedy)]) from None
    for name, given, own in (("--unit", unit, said), ("--year", year, plan.year)):
        if given is not None and own is not None and given != own:
            problems.append(_problem(
                book, Text(f"{name} là {given}, sổ tính ghi {own}", f"{name} is {given}, the workbook says {own}"),
                Text("sửa một trong hai", "correct one of them"),
            ))  # fmt: skip
        elif given is None and own is None:
            problems.append(_problem(
                book, Text(f"thiếu {name}", f"{name} is missing"),
                Text(f"thêm {name}, hoặc ghi trong bản ánh xạ", f"add {name}, or say it in the mapping"),
            ))  # fmt: skip
    if problems:
        raise InputError(problems)
    return str(said or unit), int(plan.year or year or 0)


def prepare(
    book: Workbook,
    plan: Plan,
    words: Words,
    whose: tuple[str, int],
    folder: Path,
    taken: Collection[str],
    on: date,
) -> Import:
    """Read a workbook against what `folder` holds; `taken` are other files' ids. Raises InputError with each cell's problem."""
    unit, year = whose
    target = folder / files.name_of(unit, year)
    before = files.read(target) if target.is_file() else None
    reading = lines_of.read(book, plan, words, unit, year)
    problems = [*reading.problems, *_taken(book, plan, reading, taken)]
    if not reading.lines and not problems:
        problems.append(_problem(
            book, Text("không có dòng ngân sách nào", "there are no lines"),
            Text(f"điền từ dòng {plan.first_row} của tờ `{plan.sheet.name}`",
                 f"fill them in from row {plan.first_row} of the sheet `{plan.sheet.name}`"),
        ))  # fmt: skip
    if problems:
        raise InputError(problems)
    named = _named(reading, before.lines if before else (), f"{unit}-{year}", taken)
    source = SourceFile(_file_name(book.file), book.sha256, on)
    budget = BudgetFile(unit, year, tuple(named), source, before.comments if before else ())
    return Import(target, budget, before, tuple(_changes(before, named)), reading.notes)


def _taken(
    book: Workbook, plan: Plan, reading: lines_of.Reading, taken: Collection[str]
) -> Iterator[Problem]:
    seen: dict[str, str | None] = {}
    for line in reading.lines:
        if line.id not in reading.own_ids:
            continue
        if line.id in taken or line.id in seen:
            where = Text(f"ở {seen[line.id]}", f"in {seen[line.id]}") if line.id in seen else Text(
                "trong dự toán của đơn vị hoặc năm khác", "in another unit's or year's budget")  # fmt: skip
            yield Problem(
                f"{book.file} [{line.cell}]", 0,
                Text(f"mã dòng `{line.id}` đã có {where.vi}", f"the line id `{line.id}` is {where.en} already"),
                Text("mỗi mã chỉ một dòng", "an id is of one line only"),
                Text("xóa mã ở dòng chép thêm; chương trình đặt mã mới", "clear the copy's id; a new one is given"),
            )  # fmt: skip
        seen[line.id] = line.cell


def _named(
    reading: lines_of.Reading, old: Sequence[BudgetLine], prefix: str, taken: Collection[str]
) -> list[BudgetLine]:
    """The lines with ids: their own; else that of the same line before, of the same purchase before; else a new one."""
    free = [line for line in old if line.id not in reading.own_ids]
    given: dict[int, str] = {}
    for keys in (MEANT, _LIKE):
        waiting: dict[tuple[object, ...], list[str]] = defaultdict(list)
        used = set(given.values())
        for line in free:
            if line.id not in used:
                waiting[_key(line, keys)].append(line.id)
        for index, line in enumerate(reading.lines):
            if (
                line.id not in reading.own_ids
                and index not in given
                and (ids := waiting.get(_key(line, keys)))
            ):
                given[index] = ids.pop(0)
    fresh = _fresh(prefix, {*taken, *reading.own_ids, *(line.id for line in old)})
    return [
        line if line.id in reading.own_ids else replace(line, id=given.get(index) or next(fresh))
        for index, line in enumerate(reading.lines)
    ]  # fmt: skip


def _key(line: BudgetLine, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(line, name) for name in names)


def _fresh(prefix: str, used: Collection[str]) -> Iterator[str]:
    """New ids, after the highest that is in use."""
    pattern = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,9}})")
    number = max((int(found[1]) for one in used if (found := pattern.fullmatch(one))), default=0)
    while True:
        number += 1
        yield f"{prefix}-{number:04d}"


def _changes(before: BudgetFile | None, lines: Sequence[BudgetLine]) -> Iterator[Change]:
    """What was added, changed and removed, in that order of the files; where a line stands is no change."""
    old = {line.id: line for line in before.lines} if before else {}
    for line in lines:
        was = old.pop(line.id, None)
        if was is None or _key(was, MEANT) != _key(line, MEANT):
            yield Change(was, line)
    for line in old.values():
        yield Change(line, None)


def _file_name(file: Path) -> str:
    """The workbook's name as a budget file may hold it."""
    return "".join(letter for letter in file.name if letter.isprintable() and letter != "\\")[:200]


def _problem(book: Workbook, what: Text, remedy: Text) -> Problem:
    return Problem(book.file, 0, what, Text("không nhập được", "nothing can be imported"), remedy)
