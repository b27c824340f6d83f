"""Findings of money: what every unit's year, five years and running projects say on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from truongluy.budget.judging import WORST_FIRST, StageShare, Tested, judge
from truongluy.budget.wording import in_words, joined
from truongluy.finding import Finding, SubjectKind
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.policy.budget import BudgetTest


def judge_budget(inventory: Inventory, policy: Policy, on: date) -> list[Finding]:
    """For each unit one finding of its year, one of its five years, and one of all its projects that run on a day.

    A year or project that is over was a finding of its own days. Where no minimum was in force nothing is said.
    """
    grouped: dict[tuple[str, BudgetTest], list[Tested]] = {}
    for one in judge(inventory, policy, on):
        grouped.setdefault((one.unit, one.test), []).append(one)
    return [finding(found) for found in grouped.values()]


def finding(found: Sequence[Tested]) -> Finding:
    """What tests of one kind say of one unit, the worst first; as reports and gates know it."""
    worst_first = sorted(found, key=lambda one: WORST_FIRST.index(one.verdict))
    first = worst_first[0]
    return Finding(
        subject=first.unit,
        control=first.test.value,
        verdict=first.verdict,
        message=joined([in_words(one) for one in worst_first], ". "),
        expected={_key(one): _expected(one) for one in found},
        actual={
            _key(one): {stage.value: _shown(share) for stage, share in one.stages.items()} for one in found
        },
        clauses=tuple(dict.fromkeys(clause for one in found for clause in one.clauses)),
        evidence=tuple(dict.fromkeys(place for one in found for place in one.evidence)),
        subject_kind=SubjectKind.UNIT,
    )


def _key(one: Tested) -> str:
    return one.project.id if one.project else one.name.en


def _expected(one: Tested) -> dict[str, str]:
    """In the words in which controls say what they want, so that pages print both alike."""
    return {"at_least": f"{one.minimum.percent}%"}


def _shown(stage: StageShare) -> dict[str, Any] | None:
    """The plain reading of a stage; None where there is no share."""
    if not stage.ways:
        return None
    share = stage.ways[0].shares[0]
    return {"security": share.security, "total": share.total, "share": share.shown}
