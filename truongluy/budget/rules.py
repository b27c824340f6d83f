"""Which minimum counts for which money on which day, and whether lines name what budget.yml knows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date, timedelta

from truongluy.budget.files import MOST_PROBLEMS
from truongluy.budget.model import BudgetLine, Project
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.policy.budget import BudgetRules, Counts, Minimum
from truongluy.verdict import InputError, Problem, Text


def last_day_of(year: int) -> date:
    """The day whose minimum counts for a year."""
    return date(year, 12, 31)


def day_of(project: Project) -> date:
    """The day whose minimum counts for a project."""
    return project.approved_on or last_day_of(project.to_year)


def binding(rules: BudgetRules, on: date, programme: bool) -> Minimum | None:
    """The highest minimum in force on a day; those that bind programmes alone only for such."""
    found = [one for one in rules.minimums if one.in_force(on) and (programme or one.binds_all)]
    return max(found, key=lambda one: one.percent, default=None)


def changed_since(rules: BudgetRules, year: int, on: date, programme: bool) -> Minimum | None:
    """The minimum with which a year began, when another counts on a later day."""
    first = binding(rules, date(year, 1, 1), programme)
    return first if first != binding(rules, on, programme) else None


def last_day_before(minimum: Minimum) -> date:
    """The last day before a minimum counts."""
    return minimum.first - timedelta(days=1)


def period_of(rules: BudgetRules, year: int) -> tuple[str, int, int] | None:
    """Name, first and last year of the five years that a year is one of."""
    return next(
        ((name, first, last) for name, (first, last) in rules.periods.items() if first <= year <= last), None
    )


def full_share(rules: BudgetRules, category: str) -> int:
    """What a line of a category counts when nobody says a share: percent, all or nothing."""
    return 0 if rules.categories[category].counts is Counts.NEVER else 100


def cross_check(inventory: Inventory, policy: Policy) -> list[Problem]:
    """Lines whose category or source does not exist, or that count as security in a category that never does.

    A policy without budget.yml asks nothing of money.
    """
    if not policy.budget.categories:
        return []
    problems: list[Problem] = []
    for line in inventory.budget.lines:
        if told := _wrong(line, policy.budget):
            problems.append(Problem(inventory.path / line.file, line.row, *told))
        if len(problems) >= MOST_PROBLEMS:
            break
    return problems


def believed(inventory: Inventory, policy: Policy) -> None:
    """Raise InputError when budget and policy do not fit each other."""
    if problems := cross_check(inventory, policy):
        raise InputError(problems)


def _wrong(line: BudgetLine, rules: BudgetRules) -> tuple[Text, Text, Text] | None:
    category = rules.categories.get(line.category)
    if category is None:
        return _unknown(Text("loại chi", "category"), line.category, rules.categories)
    if line.source not in rules.sources:
        return _unknown(Text("nguồn kinh phí", "source of money"), line.source, rules.sources)
    if category.counts is Counts.NEVER and line.share:
        return (
            Text(f"`{line.category}` không được tính là an toàn thông tin", f"`{line.category}` never counts as security"),
            Text("share_percent phải là 0 dù thiết bị được cấu hình bảo mật", "share_percent is 0 however it is configured"),
            Text("ghi \"0\", hoặc tách phần an toàn thành dòng riêng, đúng loại",
                 "write \"0\", or move the security part to a line of its own category"),
        )  # fmt: skip
    return None


def _unknown(what: Text, name: str, known: Iterable[str]) -> tuple[Text, Text, Text]:
    near = ", ".join(difflib.get_close_matches(name, list(known), 3, 0.5) or known)
    return (
        Text(f"{what.vi} `{name}` không có", f"there is no {what.en} `{name}`"),
        Text("không có trong policies/budget.yml", "it is not in policies/budget.yml"),
        Text(f"có thể là: {near}", f"perhaps: {near}"),
    )
