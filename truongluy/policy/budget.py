"""What counts as security in a budget, and how much of which money must, from when: budget.yml."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.policy.links import unknown_clauses
from truongluy.verdict import Problem, Text


class Counts(StrEnum):
    """Whether a category is a security product or service; ASK: security spending, shown with and without."""

    ALWAYS = "always"
    ASK = "ask"
    NEVER = "never"


class BudgetTest(StrEnum):
    """What is held against a minimum; the values are the ids of findings."""

    YEAR = "security_share_of_year"
    FIVE_YEARS = "security_share_of_five_years"
    PROJECT = "security_share_of_project"


@dataclass(frozen=True)
class Category:
    """What a budget line buys; `clauses` (full ids) and `source` say what its counting rests on."""

    id: str
    title: Text
    counts: Counts
    clauses: tuple[str, ...]
    source: str
    verified: bool


@dataclass(frozen=True)
class Minimum:
    """A least percentage between two days, both included; one that `binds_all` speaks of all IT money.

    Otherwise it speaks of programmes, schemes and projects, and of other money perhaps. `project_clauses` speak of
    projects only.
    """

    id: str
    percent: int
    first: date
    last: date | None
    binds_all: bool
    clauses: tuple[str, ...]
    project_clauses: tuple[str, ...]
    reading: Text
    verified: bool

    def in_force(self, on: date) -> bool:
        """Whether it counts on a day."""
        return self.first <= on and (self.last is None or on <= self.last)


@dataclass(frozen=True)
class Reading:
    """How we read what no text says: which day decides the minimum of a year or a project."""

    text: Text
    source: str
    verified: bool


_NO_READING = Reading(Text("", ""), "", verified=False)


@dataclass(frozen=True)
class BudgetRules:
    """The whole of budget.yml; `periods` maps the name of five years to their first and last, `tests` have titles."""

    sources: Mapping[str, Text] = field(default_factory=dict)
    categories: Mapping[str, Category] = field(default_factory=dict)
    minimums: tuple[Minimum, ...] = ()
    periods: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    judged_by: Reading = _NO_READING
    tests: Mapping[str, Text] = field(default_factory=dict)

    @property
    def links(self) -> Mapping[str, tuple[str, ...]]:
        """What rests on which clauses, by the id of a test or category."""
        all_money = [clause for one in self.minimums for clause in one.clauses]
        projects = [clause for one in self.minimums for clause in one.project_clauses]
        found = {test: tuple(all_money) for test in self.tests}
        if BudgetTest.PROJECT in found:
            found[BudgetTest.PROJECT] = (*all_money, *projects)
        return found | {name: one.clauses for name, one in self.categories.items() if one.clauses}

    def title(self, name: str) -> Text | None:
        """The title of a test or category."""
        return self.tests.get(name) or (self.categories[name].title if name in self.categories else None)


def read(file: Path) -> tuple[BudgetRules, list[Problem]]:
    """The rules of a budget.yml; none where there is no file."""
    if not file.is_file():
        return BudgetRules(), []
    document = yamlfile.load(file)
    problems = yamlfile.check(document, file.parent / "schemas" / "budget.yml") or list(_spans(document))
    if problems:
        return BudgetRules(), problems
    data = document.data
    rules = BudgetRules(
        sources={name: Text(**raw) for name, raw in data["sources"].items()},
        categories={name: _category(name, raw) for name, raw in data["categories"].items()},
        minimums=tuple(_minimum(name, raw) for name, raw in data["minimums"].items()),
        periods={name: (raw["from"], raw["to"]) for name, raw in data["periods"].items()},
        judged_by=_reading(data["judged_by"]),
        tests={BudgetTest(name): Text(**raw) for name, raw in data["tests"].items()},
    )
    return rules, []


def check(file: Path, clauses: Container[str]) -> list[Problem]:
    """Every clause that budget.yml names and that does not exist."""
    if not file.is_file():
        return []
    document = yamlfile.load(file)
    places = [
        ((part, name, key, index), clause)
        for part in ("categories", "minimums")
        for name, raw in document.data[part].items()
        for key in ("clauses", "project_clauses")
        for index, clause in enumerate(raw.get(key, ()))
    ]
    return unknown_clauses(document, places, clauses)


def _category(name: str, raw: Mapping[str, Any]) -> Category:
    clauses = tuple(raw.get("clauses", ()))
    return Category(
        name, Text(**raw["title"]), Counts(raw["counts"]), clauses, raw["source"], raw["verified"]
    )


def _minimum(name: str, raw: Mapping[str, Any]) -> Minimum:
    return Minimum(
        id=name,
        percent=raw["percent"],
        first=raw["from"],
        last=raw.get("to"),
        binds_all=raw["binds"] == "all",
        clauses=tuple(raw["clauses"]),
        project_clauses=tuple(raw.get("project_clauses", ())),
        reading=Text(**raw["reading"]),
        verified=raw["verified"],
    )


def _reading(raw: Mapping[str, Any]) -> Reading:
    return Reading(Text(**raw["reading"]), raw["source"], raw["verified"])


def _spans(document: yamlfile.Document) -> Iterator[Problem]:
    """Minimums whose days are none, and minimums and periods that end before they begin."""
    for part in ("minimums", "periods"):
        for name, raw in document.data[part].items():
            days = [
                key
                for key in ("from", "to")
                if part == "minimums" and key in raw and type(raw[key]) is not date
            ]
            if days:
                yield Problem(
                    document.file,
                    document.line((part, name, days[0])),
                    Text(f"`{days[0]}` không phải ngày", f"`{days[0]}` is not a date"),
                    Text("cần năm-tháng-ngày, không nháy", "it takes year-month-day, no quotes"),
                    Text("ví dụ: 2026-07-01", "for example: 2026-07-01"),
                )
            elif raw.get("to", raw["from"]) < raw["from"]:
                yield Problem(
                    document.file,
                    document.line((part, name, "to")),
                    Text("`to` trước `from`", "`to` is before `from`"),
                    Text("mục này không bao giờ áp dụng", "it would never count"),
                    Text("sửa một trong hai", "correct one of the two"),
                )
