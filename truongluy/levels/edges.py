"""What would change a level: for each fact, the nearest other value that gives another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from truongluy.inventory import System
from truongluy.levels.weighing import Weighed
from truongluy.policy.level_rules import LevelFact, LevelRule
from truongluy.verdict import Text

Weigher = Callable[[System], Weighed]


@dataclass(frozen=True)
class Edge:
    """With this value of a fact the level would lie between `lowest` and `highest`, by the clauses of `basis`.

    `how`: a number `from` or `below` the value; a set with the value `added` or `removed`; else it `is` the value.
    """

    fact: LevelFact
    part: Text | None
    how: str
    value: Any
    lowest: int
    highest: int
    basis: tuple[str, ...]


def edges(system: System, rules: tuple[LevelRule, ...], weigher: Weigher) -> tuple[Edge, ...]:
    """The edges of the system's own facts and of those its components declare for themselves."""
    now = weigher(system)
    conditions = [condition for rule in rules for condition in rule.when]
    found: list[Edge] = []
    for name, fact in {one.fact.id: one.fact for one in conditions}.items():
        limits = sorted({c.edge for c in conditions if c.fact.id == name and c.edge is not None})
        for part, seen, change in _places(system, name):
            tried = [
                (how, value, weigher(change(given))) for how, value, given in _candidates(fact, seen, limits)
            ]
            asked = any((one.fact, one.part) == (fact, part) for one in now.questions)
            kept = [one for one in tried if one[2].lowest] if asked else list(_nearest(fact, tried, now))
            found += [_edge(fact, part, how, value, weighed) for how, value, weighed in kept]
    return tuple(found)


def _edge(fact: LevelFact, part: Text | None, how: str, value: Any, weighed: Weighed) -> Edge:
    basis = dict.fromkeys(one.rule.basis[0] for one in weighed.deciding)
    return Edge(fact, part, how, value, weighed.lowest or 0, weighed.highest or 0, tuple(basis))


def _places(system: System, name: str) -> list[tuple[Text | None, Any, Callable[[Any], System]]]:
    """Where a fact is declared, or could be: the part, its value there, and what the system is with another."""
    places: list[tuple[Text | None, Any, Callable[[Any], System]]] = [
        (None, system.facts.get(name), partial(_whole, system, name))
    ]
    for index, part in enumerate(system.components):
        if name in part.facts:
            places.append((part.name, part.facts[name], partial(_component, system, index, name)))
    return places


def _candidates(fact: LevelFact, seen: Any, limits: list[int]) -> Iterator[tuple[str, Any, Any]]:
    """(how, value to name, value to try), nearest first on each side."""
    if fact.kind == "number":
        number = -1 if seen is None else int(seen)
        if seen is None and limits:
            yield "below", limits[0], 0
        yield from (("from", limit, limit) for limit in limits if limit > number)
        yield from (("below", limit, limit - 1) for limit in reversed(limits) if limit <= number)
    elif fact.kind == "set":
        held = frozenset(seen or ())
        yield from (("added", value, held | {value}) for value in fact.values if value not in held)
        if len(held) > 1:
            yield from (("removed", value, held - {value}) for value in fact.values if value in held)
    elif fact.kind == "yes_no":
        yield from (("is", value, value) for value in (True, False) if value is not seen)
    else:
        # What a system is for does not grow: another kind is no edge, but it is an answer still open.
        values = fact.values if seen is None or fact.kind == "scale" else ()
        yield from (("is", value, value) for value in values if value != seen)


def _nearest(
    fact: LevelFact, tried: list[tuple[str, Any, Weighed]], now: Weighed
) -> Iterator[tuple[str, Any, Weighed]]:
    """Those that surely give another level; of a number or a scale only the first on each side."""
    taken: set[bool] = set()
    if now.level is None:
        return
    for how, value, weighed in tried:
        if weighed.lowest is None or weighed.highest is None:
            continue
        higher, lower = weighed.lowest > now.level, weighed.level is not None and weighed.level < now.level
        if not (higher or lower) or (fact.kind in ("number", "scale") and higher in taken):
            continue
        taken.add(higher)
        yield how, value, weighed


def _whole(system: System, name: str, value: Any) -> System:
    return replace(system, facts=_with(system.facts, name, value))


def _component(system: System, index: int, name: str, value: Any) -> System:
    parts = list(system.components)
    parts[index] = replace(parts[index], facts=_with(parts[index].facts, name, value))
    return replace(system, components=tuple(parts))


def _with(facts: Mapping[str, Any], name: str, value: Any) -> Mapping[str, Any]:
    return {**facts, name: value}
