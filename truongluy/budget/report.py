"""Everything that is told of money on a day: one model for terminal, JSON, workbook and pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from truongluy.budget import needed, pricing, rules, totals
from truongluy.budget.answers import Answer, answers, of_everyone
from truongluy.budget.forecast import ForecastYear, forecast
from truongluy.budget.needed import Needed
from truongluy.budget.remedies import Cost, costs, needs
from truongluy.budget.totals import UnitTotal
from truongluy.finding import Finding
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.verdict import Verdict


@dataclass(frozen=True)
class Report:
    """What was asked and what is answered.

    `unit` and `year` are None for all of them; `year_of_totals` is the year that totals speak of. `judged` says whether
    there was evidence: without it nobody knows what findings cost. `unknown` counts findings that are errors.
    """

    inventory: Inventory
    policy: Policy
    on: date
    unit: str | None
    year: int | None
    year_of_totals: int
    answers: tuple[Answer, ...]
    together: tuple[Answer, ...]
    totals: tuple[UnitTotal, ...]
    kinds: tuple[UnitTotal, ...]
    areas: tuple[UnitTotal, ...]
    needed_units: tuple[Needed, ...]
    needed_areas: tuple[Needed, ...]
    costs: tuple[Cost, ...]
    forecast: tuple[ForecastYear, ...]
    judged: bool
    unknown: int

    def of_unit(self, unit: str) -> Report:
        """The same of one unit alone."""
        needed = [need for cost in self.costs for need in cost.needs if need.unit == unit]
        paid = costs(self.inventory, self.policy, needed)
        return replace(
            self,
            unit=unit,
            answers=tuple(one for one in self.answers if one.tested.unit == unit),
            together=(),
            totals=tuple(one for one in self.totals if one.name == unit),
            kinds=(),
            areas=(),
            needed_units=(),
            needed_areas=(),
            costs=tuple(paid),
            forecast=tuple(forecast(self.inventory, self.policy, paid, self.on, unit)),
        )

    @property
    def current(self) -> tuple[Answer, ...]:
        """What is judged on the day, or of the year asked for: it decides how the verb ends."""
        year = self.year or self.on.year
        return tuple(
            one
            for one in self.answers
            if (one.tested.project.runs(year) if one.tested.project else year in one.tested.years)
        )

    @property
    def met(self) -> bool:
        """Whether each of these passes; nothing declared is no pass."""
        return bool(self.current) and all(one.tested.verdict is Verdict.PASS for one in self.current)


def report(
    inventory: Inventory,
    policy: Policy,
    on: date,
    findings: Iterable[Finding] | None,
    unit: str | None = None,
    year: int | None = None,
) -> Report:
    """Answers, totals, costs and forecast; `findings` is None where there is no evidence.

    Raises InputError where budget or prices do not fit the policy.
    """
    rules.believed(inventory, policy)
    pricing.believed(inventory, policy)
    seen = max(on, date(year, 1, 1)) if year else on
    found = list(findings or ())
    of_units = totals.by_unit(inventory, policy, year or on.year, unit)
    open_needs = needs(inventory, policy, found, on, unit)
    paid = costs(inventory, policy, open_needs)
    return Report(
        inventory=inventory,
        policy=policy,
        on=on,
        unit=unit,
        year=year,
        year_of_totals=year or on.year,
        answers=tuple(answers(inventory, policy, seen, unit, year)),
        together=() if unit else tuple(of_everyone(inventory, policy, seen, year)),
        totals=tuple(of_units),
        kinds=tuple(totals.by_kind(inventory, of_units)),
        areas=() if unit else tuple(totals.by_area(inventory, of_units)),
        needed_units=() if unit else tuple(needed.by_unit(inventory, policy, open_needs)),
        needed_areas=() if unit else tuple(needed.by_area(inventory, policy, open_needs)),
        costs=tuple(paid),
        forecast=tuple(forecast(inventory, policy, paid, on, unit)),
        judged=findings is not None,
        unknown=sum(one.verdict is Verdict.ERROR for one in found),
    )
