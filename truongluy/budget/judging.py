"""Whether security gets its share: of a year, of five years, of a project; a pure function of data, policy and date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from truongluy.budget import rules
from truongluy.budget.model import Project, Stage
from truongluy.budget.shares import Entry, Key, Money, Share, Sums, ledger, places
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.policy.budget import BudgetRules, Minimum
from truongluy.policy.budget import BudgetTest as Test
from truongluy.verdict import Text, Verdict

WORST_FIRST = (Verdict.FAIL, Verdict.ERROR, Verdict.MANUAL, Verdict.PASS)


@dataclass(frozen=True)
class Way:
    """One way to read the texts, and its shares, which must all be met.

    `with_asked` counts training, drills and awareness. `narrow` reads the minimum of programmes as of capital money
    alone, and that of all money beside it; without it the higher one is of all money.
    """

    with_asked: bool
    narrow: bool
    shares: tuple[Share, ...]

    @property
    def met(self) -> bool:
        """Whether every share reaches its minimum."""
        return all(share.met for share in self.shares)


@dataclass(frozen=True)
class StageShare:
    """One stage of some money; `ways` is empty where there is no money, or an amount is not known."""

    stage: Stage
    sums: Sums
    ways: tuple[Way, ...]

    @property
    def verdict(self) -> Verdict:
        """PASS only when every way to read the texts is met, FAIL when none is; else somebody must decide."""
        if not self.ways:
            return Verdict.ERROR
        met = {way.met for way in self.ways}
        return Verdict.MANUAL if len(met) > 1 else Verdict.PASS if met == {True} else Verdict.FAIL


@dataclass(frozen=True)
class Tested:
    """One unit's year, five years or project against the minimum of a day.

    `years` are those whose lines count, `undeclared` those of them that nobody declared. `earlier` is the minimum with
    which its first year began, where it is another. `over` says that all of it lies in the past: then what was allocated and
    spent must be known too.
    """

    test: Test
    unit: str
    name: Text
    years: tuple[int, ...]
    undeclared: tuple[int, ...]
    judged_on: date
    minimum: Minimum
    earlier: Minimum | None
    over: bool
    stages: Mapping[Stage, StageShare]
    clauses: tuple[str, ...]
    evidence: tuple[str, ...]
    project: Project | None = None

    @property
    def partly(self) -> bool:
        """Whether later years of five are still to be declared."""
        return self.test is Test.FIVE_YEARS and bool(self.years) and self.years[-1] < self.judged_on.year

    @property
    def deciding(self) -> tuple[StageShare, ...]:
        """The stages that decide: what is planned; what is allocated once known; all three when it is over."""
        planned, allocated, spent = (self.stages[stage] for stage in Stage)
        if self.over:
            return planned, allocated, spent
        return (planned, allocated) if allocated.sums.known else (planned,)

    @property
    def verdict(self) -> Verdict:
        """The worst of the stages that decide; years that nobody declared are never a pass."""
        if self.undeclared:
            return Verdict.ERROR
        return min((one.verdict for one in self.deciding), key=WORST_FIRST.index)


def judge(inventory: Inventory, policy: Policy, on: date) -> list[Tested]:
    """What counts on a day: of each unit its year, its five years, and the projects that run."""
    return [
        one for one in _all(inventory, policy, on, [on.year])
        if one.project is None or one.project.runs(on.year)
    ]  # fmt: skip


def history(inventory: Inventory, policy: Policy, on: date) -> list[Tested]:
    """Every year declared up to a day, their five years, and every project begun: also what lies in the past."""
    years = sorted({one.year for one in inventory.budget.files if one.year <= on.year})
    return [one for one in _all(inventory, policy, on, years) if one.years]


ALL_UNITS = ""
"""Stands for the unit of what is counted over all units together."""


def of_all(inventory: Inventory, policy: Policy, on: date) -> list[Tested]:
    """Years and five years up to a day over all units together: figures, no findings, since each unit is bound itself."""
    book = ledger(inventory.budget, policy.budget)
    declared = frozenset(one.year for one in inventory.budget.files)
    return list(_periods(policy, on, ALL_UNITS, book, declared, sorted(y for y in declared if y <= on.year)))


def _all(inventory: Inventory, policy: Policy, on: date, years: list[int]) -> Iterator[Tested]:
    book = _by_unit(ledger(inventory.budget, policy.budget))
    judge_one = _Judge(policy, on)
    for unit in inventory.sites:
        declared, own = inventory.budget.declared(unit), book.get(unit, {})
        yield from _periods(policy, on, unit, own, declared, years)
        for project in inventory.budget.projects.values():
            if project.unit == unit and project.from_year <= on.year:
                entries = {key: one for key, one in own.items() if key[2] == project.id}
                yield from judge_one.project(project, entries)


def _periods(
    policy: Policy, on: date, unit: str, own: Mapping[Key, Entry], declared: frozenset[int], years: list[int]
) -> Iterator[Tested]:
    judge_one = _Judge(policy, on)
    for year in years:
        name = Text(f"năm {year}", f"{year}")
        yield from judge_one(Test.YEAR, unit, name, _of(own, [year]), {year}, declared)
    for words, first, last in dict.fromkeys(
        one for year in years if (one := rules.period_of(policy.budget, year))
    ):
        wanted = {year for year in range(first, last + 1) if year <= on.year or year in declared}
        name = Text(f"giai đoạn {words}", f"{words}")
        yield from judge_one(Test.FIVE_YEARS, unit, name, _of(own, wanted), wanted, declared, last)


def _by_unit(book: Mapping[Key, Entry]) -> dict[str, dict[Key, Entry]]:
    found: dict[str, dict[Key, Entry]] = {}
    for key, entry in book.items():
        found.setdefault(key[0], {})[key] = entry
    return found


def _of(own: Mapping[Key, Entry], years: Iterable[int]) -> dict[Key, Entry]:
    chosen = set(years)
    return {key: one for key, one in own.items() if key[1] in chosen}


@dataclass(frozen=True)
class _Judge:
    """Judges entries by one policy on one day."""

    policy: Policy
    on: date

    def __call__(
        self, test: Test, unit: str, name: Text, entries: Mapping[Key, Entry], wanted: set[int],
        declared: frozenset[int], last: int | None = None,
    ) -> Iterator[Tested]:  # fmt: skip
        last = last or max(wanted)
        day = rules.last_day_of(last)
        minimum = rules.binding(self.policy.budget, day, programme=True)
        if minimum is not None:
            earlier = rules.changed_since(self.policy.budget, min(wanted), day, programme=True)
            undeclared = tuple(sorted(wanted - declared))
            yield self._tested(test, unit, name, entries, undeclared, day, minimum, earlier, last, None)

    def project(self, project: Project, entries: Mapping[Key, Entry]) -> Iterator[Tested]:
        """A project by the minimum of its day."""
        day, programme = rules.day_of(project), project.is_programme_scheme_or_project
        minimum = rules.binding(self.policy.budget, day, programme)
        if minimum is not None:
            name = Text(
                f"dự án {project.id} ({project.name.vi})", f"project {project.id} ({project.name.en})"
            )
            last, earlier = project.to_year, None
            if project.approved_on is None:
                earlier = rules.changed_since(self.policy.budget, project.from_year, day, programme)
            yield self._tested(
                Test.PROJECT, project.unit, name, entries, (), day, minimum, earlier, last, project
            )

    def _tested(
        self, test: Test, unit: str, name: Text, entries: Mapping[Key, Entry], undeclared: tuple[int, ...],
        day: date, minimum: Minimum, earlier: Minimum | None, last: int, project: Project | None,
    ) -> Tested:  # fmt: skip
        general = rules.binding(self.policy.budget, day, programme=False)
        split = None if project or minimum.binds_all else general
        stages = {
            stage: _stage(stage, sum((one.sums[stage] for one in entries.values()), Sums()), minimum, split)
            for stage in Stage
        }
        return Tested(
            test=test, unit=unit, name=name, years=tuple(sorted({key[1] for key in entries})), undeclared=undeclared,
            judged_on=day, minimum=minimum, earlier=earlier, over=self.on > rules.last_day_of(last), stages=stages,
            clauses=_clauses(self.policy, self.policy.budget, day, project), evidence=places(entries.values()),
            project=project,
        )  # fmt: skip


def _stage(stage: Stage, sums: Sums, minimum: Minimum, split: Minimum | None) -> StageShare:
    """A stage in every way to read the texts; `split` is the minimum of all money where the other is of programmes."""
    if not sums.known:
        return StageShare(stage, sums, ())
    ways = []
    for with_asked in (False, True):
        ways.append(Way(with_asked, False, (_share(sums.all, with_asked, minimum),)))
        if split is not None:
            both = [_share(sums.capital, with_asked, minimum)] if sums.capital.total > 0 else []
            ways.append(Way(with_asked, True, (*both, _share(sums.all, with_asked, split))))
    return StageShare(stage, sums, tuple(ways))


def _share(money: Money, with_asked: bool, minimum: Minimum) -> Share:
    return Share(money.counted(with_asked), money.total, minimum.percent)


def _clauses(policy: Policy, budget: BudgetRules, day: date, project: Project | None) -> tuple[str, ...]:
    """The clauses of the minimums in force on a day that speak of this money."""
    programme = project is None or project.is_programme_scheme_or_project
    named = [
        clause
        for minimum in budget.minimums
        if minimum.in_force(day) and (programme or minimum.binds_all)
        for clause in (*minimum.clauses, *(minimum.project_clauses if project else ()))
    ]
    return tuple(name for name in named if policy.documents[policy.clauses[name].document].in_force(day))
