"""Rules against declared facts: which hold, which stay open, and the levels that leaves possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from truongluy.inventory import System
from truongluy.policy.level_rules import LevelFact, LevelRule
from truongluy.verdict import Text


@dataclass(frozen=True)
class Target:
    """What is weighed: the system as a whole (`part` None), or a part of it by name."""

    part: Text | None
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Fired:
    """A rule that holds, of the whole or of the part named."""

    rule: LevelRule
    part: Text | None


@dataclass(frozen=True)
class Question:
    """A fact nobody declared and without which the level stays open."""

    fact: LevelFact
    part: Text | None


@dataclass(frozen=True)
class Weighed:
    """`lowest` and `highest` are the levels that remain possible; both None when no rule fits at all."""

    fired: tuple[Fired, ...]
    questions: tuple[Question, ...]
    lowest: int | None
    highest: int | None

    @property
    def deciding(self) -> tuple[Fired, ...]:
        """The rules that hold and whose level is the highest."""
        return tuple(one for one in self.fired if one.rule.level == self.lowest)

    @property
    def level(self) -> int | None:
        """The level, when nothing undeclared can change it."""
        return self.lowest if self.fired and self.lowest == self.highest else None


def targets_of(system: System, among: Iterable[System] = ()) -> list[Target]:
    """A system, its components, and every system declared to be a part of it."""
    found = [Target(None, system.facts)]
    found += [Target(one.name, {**system.facts, **one.facts}) for one in system.components]
    others = list(among)
    for part in others:
        if part.part_of == system.id:
            found += [Target(one.part or part.name, one.facts) for one in targets_of(part, others)]
    return found


def weigh(rules: Iterable[LevelRule], targets: Iterable[Target]) -> Weighed:
    """What the rules say of all targets together: the highest decides."""
    rules = tuple(rules)
    fired: list[Fired] = []
    open_rules: list[tuple[LevelRule, Target]] = []
    for target in targets:
        for rule in rules:
            holds = rule.holds(target.facts)
            if holds:
                fired.append(Fired(rule, target.part))
            elif holds is None:
                open_rules.append((rule, target))
    if not fired and not open_rules:
        return Weighed((), (), None, None)
    lowest = max((one.rule.level for one in fired), default=1)
    undecided = [(rule, target) for rule, target in open_rules if rule.level > lowest or not fired]
    highest = max([lowest, *(rule.level for rule, _ in undecided)])
    asked = ((rule.asks(target.facts), target.part) for rule, target in undecided)
    questions = dict.fromkeys(Question(fact, part) for fact, part in asked if fact)
    return Weighed(tuple(fired), tuple(questions), lowest, highest)
