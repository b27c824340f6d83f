"""The budget of an inventory: every unit's years and the projects, believed only when each reference in them holds."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from truongluy.budget.files import MOST_PROBLEMS, PROJECTS, name_of
from truongluy.budget.model import Budget, BudgetFile, BudgetLine
from truongluy.budget.prices import NAME as PRICES
from truongluy.inventory.classes import GROUPS
from truongluy.inventory.source import BUDGET, Source
from truongluy.verdict import Problem, Text


def build(source: Source) -> Budget:
    """The budget of an inventory whose files are all sound, in the order of their names."""
    return Budget(tuple(source.budget_files), source.projects)


def check(source: Source) -> Iterator[Problem]:
    """Every broken rule between files; whether categories and sources exist is asked where the policy is at hand."""
    units = [unit["id"] for unit in source.units]
    years: dict[tuple[str, int], str] = {}
    ids: dict[str, BudgetLine] = {}
    yield from _projects(source, units)
    yield from _prices(source)
    for one in source.budget_files:
        yield from _file(one, units, years)
        found = _lines(source, one, ids)
        yield from (problem for problem, _ in zip(found, range(MOST_PROBLEMS), strict=False))


def _projects(source: Source, units: list[str]) -> Iterator[Problem]:
    for project in source.projects.values():
        if project.unit not in units:
            file = source.path / BUDGET / PROJECTS
            yield Problem(file, project.line, *_unknown("đơn vị", "unit", project.unit, units))


def _prices(source: Source) -> Iterator[Problem]:
    """Prices of equipment that does not exist; controls and categories are asked where the policy is at hand."""
    classes = set(GROUPS.values())
    items = {
        one["item"]["vi"]
        for document in source.files_in("rooms").values()
        for room in document.data["rooms"]
        for one in room.get("planned_equipment", ())
    }
    file = source.path / BUDGET / PRICES
    for price in source.prices.classes:
        for name in price.replaces:
            if name not in classes:
                yield Problem(file, price.line, *_unknown("loại thiết bị", "class of devices", name, classes))
        for name in price.items:
            if name not in items:
                yield Problem(
                    file, price.line, *_unknown("thiết bị dự kiến", "planned equipment", name, items)
                )


def _file(one: BudgetFile, units: list[str], years: dict[tuple[str, int], str]) -> Iterator[Problem]:
    assert one.file is not None
    if one.unit not in units:
        yield Problem(one.file, 1, *_unknown("đơn vị", "unit", one.unit, units))
    if (first := years.setdefault((one.unit, one.year), one.file.name)) != one.file.name:
        yield Problem(
            one.file, 0,
            Text("hai tệp cho một đơn vị một năm", "two files for one unit's year"),
            Text(f"năm {one.year} của {one.unit} đã có trong {first}", f"{one.year} of {one.unit} is in {first} already"),
            Text("gộp vào một tệp", "put the lines into one file"),
        )  # fmt: skip
    elif one.file.name != (wanted := name_of(one.unit, one.year)):
        yield Problem(
            one.file, 0,
            Text("tên tệp không khớp đơn vị và năm", "the file's name is not that of its unit and year"),
            Text("mỗi đơn vị mỗi năm một tệp, tìm theo tên", "one file for each unit's year, found by its name"),
            Text(f"đổi tên thành {wanted}, hoặc sửa `unit`, `year`", f"rename it to {wanted}, or correct `unit`, `year`"),
        )  # fmt: skip


def _lines(source: Source, one: BudgetFile, ids: dict[str, BudgetLine]) -> Iterator[Problem]:
    assert one.file is not None
    for line in one.lines:
        if (first := ids.setdefault(line.id, line)) is not line:
            yield Problem(
                one.file, line.row,
                Text(f"mã dòng `{line.id}` lặp lại", f"the line id `{line.id}` is there twice"),
                Text(f"đã có ở {first.place}", f"it stands in {first.place} already"),
                Text("xóa dòng trùng, hoặc đặt mã khác", "remove the copy, or give it another id"),
            )  # fmt: skip
        if line.project is not None:
            yield from _project(source, one, line, line.project)


def _project(source: Source, one: BudgetFile, line: BudgetLine, name: str) -> Iterator[Problem]:
    assert one.file is not None
    project = source.projects.get(name)
    if project is None:
        yield Problem(one.file, line.row, *_unknown("dự án", "project", name, source.projects))
        return
    if project.unit != line.unit:
        yield Problem(
            one.file, line.row,
            Text(f"dự án `{name}` là của đơn vị khác", f"the project `{name}` is another unit's"),
            Text(f"budget/{PROJECTS} ghi {project.unit}", f"budget/{PROJECTS} says {project.unit}"),
            Text("sửa `project` của dòng, hoặc `unit` của dự án", "correct the line's `project` or the project's `unit`"),
        )  # fmt: skip
    elif not project.runs(line.year):
        years = f"{project.from_year}-{project.to_year}"
        yield Problem(
            one.file, line.row,
            Text(f"năm {line.year} không thuộc dự án `{name}`", f"{line.year} is no year of the project `{name}`"),
            Text(f"dự án chạy {years}", f"it runs {years}"),
            Text(f"sửa `project`, hoặc năm của dự án trong budget/{PROJECTS}",
                 f"correct `project`, or the project's years in budget/{PROJECTS}"),
        )  # fmt: skip


def _unknown(vi: str, en: str, name: str, known: Iterable[str]) -> tuple[Text, Text, Text]:
    near = ", ".join(difflib.get_close_matches(name, list(known), 3, 0.5))
    perhaps = Text(f"có thể là: {near}", f"perhaps: {near}")
    return (
        Text(f"{vi} `{name}` không có", f"there is no {en} `{name}`"),
        Text("không có trong kho khai báo", "the inventory has none of that name"),
        perhaps if near else Text(f"khai báo {vi}, hoặc sửa mã", "declare it, or correct the id"),
    )
