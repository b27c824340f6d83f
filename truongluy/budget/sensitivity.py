"""Which single decisions about what counts as security decide whether a minimum is reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from truongluy.budget.judging import Tested
from truongluy.budget.model import BudgetLine, Stage
from truongluy.budget.money import WHOLE
from truongluy.budget.shares import Share
from truongluy.policy.budget import BudgetRules, Counts


class DecisionKind(StrEnum):
    """What is decided: whether a category counts, how much of a mixed line, whether a line is security at all."""

    CATEGORY = "category"
    MIXED_SHARE = "mixed_share"
    SECURITY_LINE = "security_line"


@dataclass(frozen=True)
class Decision:
    """One decision that turns one share over its minimum, or under it.

    `subject` is a category or a line's id; `to` is its new share in hundredths of a percent. Shares are of all money,
    before and after; `with_asked` says whether training, drills and awareness count in both.
    """

    kind: DecisionKind
    subject: str
    to: int
    stage: Stage
    with_asked: bool
    before: Share
    after: Share


def decisions(tested: Tested, lines: Sequence[BudgetLine], rules: BudgetRules) -> tuple[Decision, ...]:
    """Every decision that flips a share of a test alone; stages that stand as planned are not told again."""
    asks = {name for name, one in rules.categories.items() if one.counts is Counts.ASK}
    planned = tested.stages[Stage.PLANNED]
    found: list[Decision] = []
    for stage in Stage:
        ways = tested.stages[stage].ways
        if stage is not Stage.PLANNED and ways == planned.ways:
            continue
        for way in ways:
            if not way.narrow:
                found += _flips(stage, way.with_asked, way.shares[0], lines, asks)
    return tuple(found)


def _flips(
    stage: Stage, with_asked: bool, share: Share, lines: Sequence[BudgetLine], asks: set[str]
) -> Iterator[Decision]:
    tried = [*_categories(stage, with_asked, lines, asks), *_lines(stage, with_asked, lines, asks)]
    for kind, subject, to, change in tried:
        after = Share(share.security + change, share.total, share.percent)
        if after.met != share.met:
            yield Decision(kind, subject, to, stage, with_asked, share, after)


Tried = tuple[DecisionKind, str, int, int]


def _categories(
    stage: Stage, with_asked: bool, lines: Iterable[BudgetLine], asks: set[str]
) -> Iterator[Tried]:
    """Each doubtful category counted where it is not, or left out where it is."""
    sums = dict.fromkeys(sorted(asks), 0)
    for line in lines:
        if line.category in asks:
            sums[line.category] += line.security(line.amount(stage) or 0)
    for category, amount in sums.items():
        change, to = (-amount, 0) if with_asked else (amount, WHOLE)
        yield DecisionKind.CATEGORY, category, to, change


def _lines(stage: Stage, with_asked: bool, lines: Iterable[BudgetLine], asks: set[str]) -> Iterator[Tried]:
    """Each counted line as no security at all, and each mixed one as nothing but security."""
    for line in lines:
        if not line.share or (line.category in asks and not with_asked):
            continue
        amount = line.amount(stage) or 0
        kind = DecisionKind.SECURITY_LINE if line.share == WHOLE else DecisionKind.MIXED_SHARE
        yield kind, line.id, 0, -line.security(amount)
        if line.share != WHOLE:
            yield kind, line.id, WHOLE, amount - line.security(amount)
