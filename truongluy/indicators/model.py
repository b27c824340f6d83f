"""What measuring an indicator gives: a figure per unit, their sums, and whether the target is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from truongluy.assess import Assessment
from truongluy.inventory import Inventory, Site
from truongluy.policy import Policy
from truongluy.policy.indicators import Indicator
from truongluy.verdict import Text


class State(StrEnum):
    """Whether a target is reached.

    INCOMPLETE: units are missing, and what they have could still decide it. QUALITATIVE: the plan states no number,
    the figure is shown without a verdict.
    """

    MET = "met"
    NOT_MET = "not_met"
    INCOMPLETE = "incomplete"
    NO_DATA = "no_data"
    QUALITATIVE = "qualitative"

    @property
    def words(self) -> Text:
        """The words reports print."""
        return _WORDS[self]


_WORDS = {
    State.MET: Text("Đạt", "Met"),
    State.NOT_MET: Text("Chưa đạt", "Not met"),
    State.INCOMPLETE: Text("Chưa đủ số liệu", "Figures incomplete"),
    State.NO_DATA: Text("Chưa có số liệu", "No data"),
    State.QUALITATIVE: Text("Chỉ theo dõi", "Shown only"),
}


@dataclass(frozen=True)
class Given:
    """What measuring looks at; `assessment` is None while nothing was judged."""

    inventory: Inventory
    policy: Policy
    assessment: Assessment | None
    on: date

    def units(self, indicator: Indicator) -> list[Site]:
        """The units that must have a figure, in inventory order."""
        return [site for site in self.inventory.sites.values() if site.kind in indicator.asked_of]


@dataclass(frozen=True)
class UnitFigure:
    """The figure of one unit; `numerator` is None when it has none, and then `note` says why.

    `denominator` is None for a plain count. `evidence` is where the figure is from.
    """

    unit: str
    numerator: int | None
    denominator: int | None = None
    note: Text | None = None
    evidence: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the unit has a figure at all; 0 is one."""
        return self.numerator is not None


@dataclass(frozen=True)
class Part:
    """The same count split another way: by device class, by level, by layer."""

    name: Text
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Counted:
    """What a way of measuring found: one figure per unit asked, and what to say beside it."""

    by_unit: tuple[UnitFigure, ...]
    note: Text | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Measured:
    """One indicator on a day: sums over the units that have a figure, and those that have none.

    `numerator` is None when no unit has a figure; `denominator` is also None for a plain count.
    """

    indicator: Indicator
    numerator: int | None
    denominator: int | None
    state: State
    by_unit: tuple[UnitFigure, ...]
    explanation: Text
    evidence: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def share(self) -> Fraction | None:
        """Numerator over denominator, exactly; None where there is nothing to divide."""
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator, self.denominator)

    @property
    def missing(self) -> tuple[str, ...]:
        """The units that must have a figure and have none."""
        return tuple(one.unit for one in self.by_unit if not one.known)
