"""A mapping: a YAML file that says where a workbook which is not our form keeps what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from truongluy import yamlfile
from truongluy.budget import rows as budget_rows
from truongluy.budget.excel import cells
from truongluy.budget.excel.plan import Column, Plan, find_sheet
from truongluy.budget.excel.read import Workbook
from truongluy.budget.files import SCHEMAS
from truongluy.verdict import InputError, Problem, Text

_REMEDY = Text(
    "sửa bản ánh xạ; xem docs/guide/budget-in-excel.md",
    "correct the mapping; see docs/guide/budget-in-excel.md",
)
_AMOUNTS = ("unit_price", "planned", "allocated", "spent")


@dataclass(frozen=True)
class Mapping:
    """A mapping that obeys its schema."""

    document: yamlfile.Document

    def plan(self, book: Workbook) -> Plan:
        """How a workbook is read by it; raises InputError when it has no such sheet."""
        data = self.document.data
        return Plan(
            sheet=find_sheet(book, data["sheet"]),
            heading_row=data["heading_row"],
            first_row=data.get("first_row", data["heading_row"] + 1),
            last_row=data.get("last_row"),
            columns={key: _column(raw) for key, raw in data["columns"].items()},
            fixed=data.get("fixed", {}),
            unit=data.get("unit"),
            year=data.get("year"),
            skip_rows=frozenset(data.get("skip_rows", ())),
            needs=tuple(data.get("needs", ())),
        )


def load(file: Path) -> Mapping:
    """Read a mapping; raises InputError with every problem."""
    document = yamlfile.load(file)
    problems = yamlfile.secrets_in(document) or yamlfile.check(document, SCHEMAS / "budget_mapping.yml")
    problems = problems or list(_contradictions(document))
    if problems:
        raise InputError(problems)
    return Mapping(document)


def _column(raw: dict) -> Column:
    words = {cells.plain(said).casefold(): meant for said, meant in raw.get("words", {}).items()}
    return Column(raw["column"], raw["heading"], raw.get("unit", "dong"), words, raw.get("fill_down", False))


def _contradictions(document: yamlfile.Document) -> Iterator[Problem]:
    """What the schema can't say: a column used twice, a thing both fixed and read, something needed and nowhere."""
    columns, fixed = document.data["columns"], document.data.get("fixed", {})
    seen: dict[str, str] = {}
    for key, raw in columns.items():
        letter = raw["column"]
        if (first := seen.setdefault(letter, key)) != key:
            what = Text(f"cột {letter} dùng hai lần", f"column {letter} is used twice")
            yield _problem(
                document, (key, "column"), what, Text(f"đã là `{first}`", f"it is `{first}` already")
            )
        if "unit" in raw and key not in _AMOUNTS:
            what = Text(f"`{key}` không phải tiền", f"`{key}` is no amount")
            yield _problem(
                document, (key, "unit"), what, Text("chỉ số tiền có đơn vị tính", "only amounts have a unit")
            )
        if raw.get("fill_down") and key in (*_AMOUNTS, "id", "quantity"):
            what = Text(f"`{key}` không lấy từ dòng trên", f"`{key}` is not taken from above")
            why = Text("một số tiền sẽ bị tính nhiều lần", "an amount would count more than once")
            yield _problem(document, (key, "fill_down"), what, why)
        if key in fixed:
            what = Text(f"`{key}` vừa cố định vừa có cột", f"`{key}` is both fixed and a column")
            yield _problem(
                document, (key,), what, Text("không biết theo bên nào", "nobody knows which one counts")
            )
    for key in budget_rows.REQUIRED:
        if key not in columns and key not in fixed and key not in ("id", "share_percent"):
            what = Text(f"thiếu `{key}`", f"`{key}` is missing")
            yield _problem(document, (), what, Text("mỗi dòng ngân sách phải có", "every line has to have it"))


def _problem(document: yamlfile.Document, at: yamlfile.Path, what: Text, why: Text) -> Problem:
    return Problem(document.file, document.line(("columns", *at)), what, why, _REMEDY)
