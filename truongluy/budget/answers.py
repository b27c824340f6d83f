"""What an accountant asks of a share: how much is missing, read both ways, and which planned lines would close the gap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from truongluy.budget.closing import Candidate, Closing, added, close, gap
from truongluy.budget.judging import ALL_UNITS, Tested, Way, history, of_all
from truongluy.budget.model import BudgetLine, LineKind, Stage
from truongluy.budget.sensitivity import Decision, DecisionKind, decisions
from truongluy.budget.shares import Share
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.policy.budget import BudgetRules, Counts

EARLIER = {Stage.ALLOCATED: Stage.PLANNED, Stage.SPENT: Stage.ALLOCATED}
"""The stage from which more money can come."""


@dataclass(frozen=True)
class Missing:
    """One share of one way to read the texts, and what it lacks.

    `moved` is what must become security inside the same total, `added` what must come on top of it (None: no money
    can). `capital` says that capital money alone is counted. `closing` are lines of the earlier stage that would do.
    """

    stage: Stage
    way: Way
    share: Share
    capital: bool
    moved: int
    added: int | None
    closing: Closing | None = None


@dataclass(frozen=True)
class Answer:
    """One unit's year, five years or project (all units together where `tested.unit` is empty) with what it lacks.

    `so_far` is what is short by the lines with figures alone, at a stage that has others without: no verdict, but it
    names the lines that wait.
    """

    tested: Tested
    missing: tuple[Missing, ...]
    decisions: tuple[Decision, ...]
    so_far: tuple[Missing, ...] = ()

    @property
    def short(self) -> list[Missing]:
        """The shares that are not met; where training and the like change nothing they are not told twice."""
        found: dict[tuple[Stage, bool, Share], Missing] = {}
        for one in self.missing:
            if not one.share.met:
                found.setdefault((one.stage, one.capital, one.share), one)
        return list(found.values())

    @property
    def deciding(self) -> list[Decision]:
        """The decisions, each told once: with training and the like only where it decides nothing without."""
        found: dict[tuple[Stage, str, int | None], Decision] = {}
        for one in self.decisions:
            # To count a category and to leave it out are one decision, seen from either side.
            to = None if one.kind is DecisionKind.CATEGORY else one.to
            found.setdefault((one.stage, one.subject, to), one)
        return list(found.values())


Lines = Mapping[tuple[str, int], list[BudgetLine]]
"""Budget lines by unit and year."""


def answers(
    inventory: Inventory, policy: Policy, on: date, unit: str | None = None, year: int | None = None
) -> list[Answer]:
    """What each unit (or one) lacks in every year, five years and project up to a day, or in those of one year."""
    found = [one for one in history(inventory, policy, on) if unit in (None, one.unit)]
    return _answers(inventory, policy, found, year)


def of_everyone(inventory: Inventory, policy: Policy, on: date, year: int | None = None) -> list[Answer]:
    """The same of all units together."""
    return _answers(inventory, policy, of_all(inventory, policy, on), year)


def _answers(inventory: Inventory, policy: Policy, found: Iterable[Tested], year: int | None) -> list[Answer]:
    lines = by_unit_and_year(inventory.budget.lines)
    return [
        _answer(one, of(one, lines), policy.budget) for one in found if year is None or _speaks_of(one, year)
    ]


def _answer(one: Tested, lines: list[BudgetLine], rules: BudgetRules) -> Answer:
    return Answer(one, _missing(one, lines, rules), decisions(one, lines, rules), _so_far(one, lines, rules))


def by_unit_and_year(lines: Iterable[BudgetLine]) -> Lines:
    """Lines under their unit and year, and all of a year under no unit."""
    found: dict[tuple[str, int], list[BudgetLine]] = {}
    for line in lines:
        found.setdefault((line.unit, line.year), []).append(line)
        found.setdefault((ALL_UNITS, line.year), []).append(line)
    return found


def of(tested: Tested, lines: Lines) -> list[BudgetLine]:
    """The lines that a test counts."""
    return [
        line
        for year in tested.years
        for line in lines.get((tested.unit, year), ())
        if tested.project is None or line.project == tested.project.id
    ]


def _speaks_of(one: Tested, year: int) -> bool:
    if one.project:
        return one.project.runs(year)
    return year in one.years


def _missing(tested: Tested, lines: list[BudgetLine], rules: BudgetRules) -> tuple[Missing, ...]:
    found = []
    for stage in Stage:
        for way in tested.stages[stage].ways:
            for index, share in enumerate(way.shares):
                capital = way.narrow and len(way.shares) > 1 and index == 0
                found.append(_one(stage, way, share, capital, lines, rules))
    return tuple(found)


def _so_far(tested: Tested, lines: list[BudgetLine], rules: BudgetRules) -> tuple[Missing, ...]:
    found: dict[tuple[Stage, Share], Missing] = {}
    for stage in EARLIER:
        sums = tested.stages[stage].sums
        if not sums.unknown or sums.all.total <= 0:
            continue
        for with_asked in (False, True):
            share = Share(sums.all.counted(with_asked), sums.all.total, tested.minimum.percent)
            if not share.met and (stage, share) not in found:
                way = Way(with_asked, False, (share,))
                found[stage, share] = _one(stage, way, share, False, lines, rules)
    return tuple(found.values())


def _one(
    stage: Stage, way: Way, share: Share, capital: bool, lines: list[BudgetLine], rules: BudgetRules
) -> Missing:
    closing = None
    if not share.met and (earlier := EARLIER.get(stage)) is not None:
        missing = gap(share.security, share.total, share.percent)
        counted = counter(way.with_asked, capital, rules)
        closing = close(missing, candidates(lines, earlier, stage, counted), share.percent)
    new = added(share.security, share.total, share.percent)
    return Missing(stage, way, share, capital, share.shortfall, new, closing)


def counter(with_asked: bool, capital: bool, rules: BudgetRules) -> Callable[[BudgetLine], bool]:
    """Whether a line's security part counts, in one way to read the texts."""
    asks = {name for name, one in rules.categories.items() if one.counts is Counts.ASK}
    return lambda line: (
        (not capital or line.kind == LineKind.CAPITAL) and (with_asked or line.category not in asks)
    )


def candidates(
    lines: Iterable[BudgetLine], earlier: Stage, stage: Stage, counted: Callable[[BudgetLine], bool]
) -> list[Candidate]:
    """Security money of a stage that has not reached the next one: what is left of each line."""
    found = []
    for line in lines:
        if not line.share or not counted(line):
            continue
        before, after = line.amount(earlier), line.amount(stage)
        if before is not None and (left := before - (after or 0)) > 0:
            security = line.security(before) - line.security(after or 0)
            found.append(Candidate(line.id, left, security))
    return found
