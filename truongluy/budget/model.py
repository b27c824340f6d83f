"""The budget of an organisation: what each unit plans, gets and spends in a year, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from truongluy.budget.money import WHOLE
from truongluy.verdict import Text


class Stage(StrEnum):
    """Money at one moment of its life; the values name fields of BudgetLine."""

    PLANNED = "planned"
    ALLOCATED = "allocated"
    SPENT = "spent"


class LineKind(StrEnum):
    """Whether money builds something or keeps it running."""

    CAPITAL = "capital"
    RECURRENT = "recurrent"


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of a unit's year.

    Amounts are đồng, None where nobody knows one yet (never zero). `share` is how much of the line is security, in
    hundredths of a percent. A `refund` is money that came back: its amounts may be negative. `cell` is where an imported
    workbook had it; `file` (from the inventory's folder) and `row` (a line number) are where it stands here.
    """

    id: str
    unit: str
    year: int
    project: str | None
    source: str
    kind: str
    item: str
    quantity: int | None
    unit_price: int | None
    vat_percent: str | None
    planned: int
    allocated: int | None
    spent: int | None
    category: str
    share: int
    share_reason: str = ""
    document: str | None = None
    cell: str | None = None
    refund: bool = False
    file: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)

    def amount(self, stage: Stage) -> int | None:
        """The đồng of a stage; None where nobody knows."""
        if stage is Stage.PLANNED:
            return self.planned
        return self.allocated if stage is Stage.ALLOCATED else self.spent

    def security(self, amount: int) -> int:
        """The security part of an amount of this line, rounded down to whole đồng."""
        return amount * self.share // WHOLE

    @property
    def place(self) -> str:
        """Where it is written: file and line."""
        return f"{self.file}:{self.row}"


@dataclass(frozen=True)
class Project:
    """A project of a unit, for whole years, both included; `approved_on` is the day its money was decided.

    `is_programme_scheme_or_project` says whether it is one in the words of Law 116/2025 Article 38.1.
    """

    id: str
    name: Text
    unit: str
    from_year: int
    to_year: int
    is_programme_scheme_or_project: bool
    approved_on: date | None = None
    file: str = ""
    line: int = 0

    def runs(self, year: int) -> bool:
        """Whether a year is one of its years."""
        return self.from_year <= year <= self.to_year


@dataclass(frozen=True)
class SourceFile:
    """The workbook that lines were imported from: its name, its SHA-256 in hexadecimal, and the day."""

    file: str
    sha256: str
    imported: date


@dataclass(frozen=True)
class BudgetFile:
    """One unit's year as one file holds it; `comments` are the lines above, each with its `#`."""

    unit: str
    year: int
    lines: tuple[BudgetLine, ...]
    source: SourceFile | None = None
    comments: tuple[str, ...] = ()
    file: Path | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Budget:
    """All files and projects of an inventory."""

    files: tuple[BudgetFile, ...] = ()
    projects: Mapping[str, Project] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[BudgetLine, ...]:
        """Every line, in file order."""
        return tuple(line for one in self.files for line in one.lines)

    def declared(self, unit: str) -> frozenset[int]:
        """The years that a unit has a file for."""
        return frozenset(one.year for one in self.files if one.unit == unit)
