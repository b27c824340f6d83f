"""Sums of budget lines and their exact shares; sums add up in any order and grouping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from truongluy.budget.model import Budget, BudgetLine, LineKind, Stage
from truongluy.budget.money import percent_of
from truongluy.policy.budget import BudgetRules, Counts


@dataclass(frozen=True)
class Money:
    """Đồng of some lines: all of it, what is security for sure, and what is security if training counts (`asked`)."""

    total: int = 0
    security: int = 0
    asked: int = 0

    def __add__(self, other: Money) -> Money:
        return Money(self.total + other.total, self.security + other.security, self.asked + other.asked)

    def counted(self, with_asked: bool) -> int:
        """The security part, with or without training, drills and awareness."""
        return self.security + self.asked if with_asked else self.security


@dataclass(frozen=True)
class Sums:
    """Some lines at one stage, capital and recurrent apart; `unknown` lines have no amount and are in no sum."""

    lines: int = 0
    unknown: int = 0
    capital: Money = Money()
    recurrent: Money = Money()

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.lines + other.lines,
            self.unknown + other.unknown,
            self.capital + other.capital,
            self.recurrent + other.recurrent,
        )

    @property
    def all(self) -> Money:
        """Capital and recurrent money together."""
        return self.capital + self.recurrent

    @property
    def known(self) -> bool:
        """Whether there is money and every line says how much: only then is there a share."""
        return self.lines > 0 and self.unknown == 0 and self.all.total > 0


@dataclass(frozen=True)
class Share:
    """A part of a positive total against a minimum in percent."""

    security: int
    total: int
    percent: int

    @property
    def met(self) -> bool:
        """Whether the minimum is reached, compared without dividing."""
        return self.security * 100 >= self.percent * self.total

    @property
    def shortfall(self) -> int:
        """The đồng of this total that must become security to reach the minimum, rounded up; 0 when it is met."""
        return max(0, -(-self.percent * self.total // 100) - self.security)

    @property
    def shown(self) -> str:
        """The share in percent, cut after two decimals."""
        return percent_of(self.security, self.total)


@dataclass
class Entry:
    """The lines of one unit, year and project: their sums at each stage, and where they are written."""

    sums: dict[Stage, Sums] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)


Key = tuple[str, int, str | None]
"""Unit, year, project."""


def sums_of(lines: Iterable[BudgetLine], stage: Stage, rules: BudgetRules) -> Sums:
    """The sums of lines at a stage."""
    found = {kind: [0, 0, 0] for kind in LineKind}
    asks = {name for name, one in rules.categories.items() if one.counts is Counts.ASK}
    count = unknown = 0
    for line in lines:
        count += 1
        amount = line.amount(stage)
        if amount is None:
            unknown += 1
            continue
        into = found[LineKind(line.kind)]
        into[0] += amount
        into[2 if line.category in asks else 1] += line.security(amount)
    return Sums(count, unknown, Money(*found[LineKind.CAPITAL]), Money(*found[LineKind.RECURRENT]))


def ledger(budget: Budget, rules: BudgetRules) -> Mapping[Key, Entry]:
    """Every line of a budget summed once, by unit, year and project."""
    grouped: dict[Key, list[BudgetLine]] = {}
    for line in budget.lines:
        grouped.setdefault((line.unit, line.year, line.project), []).append(line)
    found = {}
    for key, lines in grouped.items():
        entry = Entry({stage: sums_of(lines, stage, rules) for stage in Stage})
        for line in lines:
            entry.rows.setdefault(line.file, []).append(line.row)
        found[key] = entry
    return found


def places(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Where lines are written: each file with ranges of its line numbers."""
    rows: dict[str, list[int]] = {}
    for entry in entries:
        for file, numbers in entry.rows.items():
            rows.setdefault(file, []).extend(numbers)
    return tuple(f"{file}:{_ranges(sorted(numbers))}" for file, numbers in sorted(rows.items()))


def _ranges(numbers: list[int]) -> str:
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in found)
