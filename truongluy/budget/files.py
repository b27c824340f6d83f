"""Reads and writes the budget of one unit's year: a YAML head, and below it one row of JSON for each line.

YAML itself would need half a minute for 100,000 lines; the block is still YAML (a literal text), but we split it ourselves.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.budget import rows
from truongluy.budget.model import BudgetFile, BudgetLine, Project, SourceFile
from truongluy.verdict import InputError, Problem, Text
from truongluy.yamlfile import refusals

SCHEMAS = Path(__file__).parents[2] / "inventories" / "schemas"
PROJECTS = "projects.yml"
MAX_BYTES = 100_000_000
MOST_PROBLEMS = 100
"""So many problems of one file are told; whoever mends them runs it again."""

_BLOCK = b"\nlines: |\n"
_INDENT = "  "


def name_of(unit: str, year: int) -> str:
    """The name that the file of a unit's year must have."""
    return f"{unit}-{year}.yml"


def read(file: Path) -> BudgetFile:
    """One unit's year.

    Raises `InputError` with the problems found, the first hundred of them.
    """
    content = _bytes(file)
    head, block, body = content.partition(_BLOCK)
    if not block:
        raise InputError([_no_block(file)])
    document = yamlfile.parse(head + block, file)
    problems = yamlfile.secrets_in(document) or yamlfile.check(document, SCHEMAS / "budget.yml")
    problems = problems or list(_dates(document, ("source", "imported")))
    if problems:
        raise InputError(problems)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: len(head) + len(block) + error.start].count(b"\n") + 1
        raise InputError([_not_utf8(file, line)]) from None
    unit, year = document.data["unit"], document.data["year"]
    first = (head + block).count(b"\n") + 1
    lines = rows.read(_rows(text, first, file, problems), unit, year, file, problems)
    _twice(lines, file, problems)
    if problems:
        problems.sort(key=lambda one: one.line)
        raise InputError([*problems[:MOST_PROBLEMS], *_rest(file, problems)])
    comments = tuple(line for line in head.decode("utf-8").split("\n") if line.startswith("#"))
    return BudgetFile(unit, year, tuple(lines), _source(document.data), comments, file)


def render(budget: BudgetFile) -> str:
    """The text of a file; reading it and rendering that gives the same text."""
    head = ["---", *budget.comments, f"unit: {budget.unit}", f"year: {budget.year}"]
    if source := budget.source:
        name = json.dumps(source.file, ensure_ascii=False)
        head.append(
            f"source: {{file: {name}, sha256: {source.sha256}, imported: {source.imported.isoformat()}}}"
        )
    return "\n".join([*head, "lines: |", *(_INDENT + rows.written(line) for line in budget.lines), ""])


def write(file: Path, budget: BudgetFile) -> bool:
    """Write a file whole or not at all; False when it stood there already, byte for byte.

    Raises `InputError` when what would be written could not be read again: nothing is written then.
    """
    content = render(budget).encode("utf-8")
    if file.is_file() and file.read_bytes() == content:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        _reread(beside, file, budget)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return True


def read_projects(file: Path) -> Mapping[str, Project]:
    """The projects of a projects.yml by id; raises `InputError`."""
    document = yamlfile.load(file)
    problems = yamlfile.secrets_in(document) or yamlfile.check(document, SCHEMAS / "projects.yml")
    count = len(document.get("projects", default=()))
    problems = problems or list(_dates(document, *(("projects", at, "approved_on") for at in range(count))))
    found: dict[str, Project] = {}
    for index, raw in enumerate([] if problems else document.data["projects"]):
        project = _project(raw, document.line(("projects", index)))
        problems += _project_problems(document, index, project, found)
        found.setdefault(project.id, project)
    if problems:
        raise InputError(problems)
    return found


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError([refusals.unreadable(file, error)]) from None
    if len(content) > MAX_BYTES:
        raise InputError([refusals.too_large(file, MAX_BYTES)])
    return content


def _dates(document: yamlfile.Document, *places: yamlfile.Path) -> Iterator[Problem]:
    """What should be a plain date and is none: quoted, or with a time."""
    for place in places:
        if type(document.get(*place, default=date.min)) is not date:
            yield Problem(
                document.file,
                document.line(place),
                Text(f"`{place[-1]}` không phải ngày", f"`{place[-1]}` is not a date"),
                Text(
                    "cần năm-tháng-ngày, không nháy, không giờ", "it takes year-month-day, no quotes, no time"
                ),
                Text("ví dụ: 2024-03-01", "for example: 2024-03-01"),
            )


def _rows(text: str, first: int, file: Path, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    """The rows of the block with their line numbers; what is none (an empty line, another key) is a problem."""
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), first):
        if line.startswith(_INDENT + "{"):
            yield number, line[len(_INDENT) :]
        else:
            problems.append(Problem(
                file, number,
                Text("dòng không thuộc khối `lines`", "the line is not one of the block `lines`"),
                Text("mỗi dòng thụt vào hai dấu cách rồi {…}; sau khối không có gì nữa",
                     "each line is two blanks and then {…}; nothing follows the block"),
                Text("xóa dòng trống, chuyển ghi chú lên đầu tệp", "remove empty lines, move remarks to the top"),
            ))  # fmt: skip


def _twice(lines: list[BudgetLine], file: Path, problems: list[Problem]) -> None:
    seen: dict[str, int] = {}
    for line in lines:
        if line.id in seen:
            problems.append(Problem(
                file, line.row,
                Text(f"mã dòng `{line.id}` lặp lại", f"the line id `{line.id}` is there twice"),
                Text(f"đã có ở dòng {seen[line.id]}", f"it stands on line {seen[line.id]} already"),
                Text("xóa dòng trùng, hoặc đặt mã khác", "remove the copy, or give it another id"),
            ))  # fmt: skip
        seen.setdefault(line.id, line.row)


def _rest(file: Path, problems: list[Problem]) -> Iterator[Problem]:
    if (more := len(problems) - MOST_PROBLEMS) > 0:
        yield Problem(
            file, 0,
            Text(f"còn {more} lỗi nữa", f"there are {more} more problems"),
            Text("chỉ in 100 lỗi đầu", "only the first 100 are printed"),
            Text("sửa rồi chạy lại", "mend these and run it again"),
        )  # fmt: skip


def _source(raw: Mapping[str, Any]) -> SourceFile | None:
    return SourceFile(**raw["source"]) if "source" in raw else None


def _reread(beside: Path, file: Path, budget: BudgetFile) -> None:
    try:
        same = read(beside) == budget
    except InputError as error:
        raise InputError([Problem(file, p.line, p.what, p.why, p.remedy) for p in error.problems]) from None
    if not same:
        raise ValueError(f"{file.name}: what was written does not read as what was given")


def _project(raw: Mapping[str, Any], line: int) -> Project:
    return Project(
        id=raw["id"],
        name=Text(**raw["name"]),
        unit=raw["unit"],
        from_year=raw["from"],
        to_year=raw["to"],
        is_programme_scheme_or_project=raw["is_programme_scheme_or_project"],
        approved_on=raw.get("approved_on"),
        file=f"budget/{PROJECTS}",
        line=line,
    )


def _project_problems(
    document: yamlfile.Document, index: int, project: Project, found: Mapping[str, Project]
) -> Iterator[Problem]:
    if project.id in found:
        yield Problem(
            document.file, document.line(("projects", index, "id")),
            Text(f"dự án `{project.id}` lặp lại", f"the project `{project.id}` is there twice"),
            Text(f"đã có ở dòng {found[project.id].line}", f"it stands on line {found[project.id].line} already"),
            Text("giữ một mục", "keep one"),
        )  # fmt: skip
    if project.to_year < project.from_year:
        yield Problem(
            document.file, document.line(("projects", index, "to")),
            Text("`to` trước `from`", "`to` is before `from`"),
            Text("dự án sẽ không có năm nào", "the project would have no year"),
            Text("sửa một trong hai năm", "correct one of the two years"),
        )  # fmt: skip


def _no_block(file: Path) -> Problem:
    return Problem(
        file, 0,
        Text("không có khối `lines: |`", "there is no block `lines: |`"),
        Text("khóa cuối của tệp giữ các dòng ngân sách", "the last key of the file holds the lines"),
        Text("thêm dòng `lines: |`, mỗi dòng ngân sách một dòng JSON thụt hai dấu cách, xuống dòng kiểu Unix",
             "add `lines: |`, then one row of JSON for each line, indented by two blanks, with Unix line ends"),
    )  # fmt: skip


def _not_utf8(file: Path, line: int) -> Problem:
    return refusals.not_utf8(file, line)
