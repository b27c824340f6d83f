"""What became of the former standard: group by group, clause by clause, and what has no counterpart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from truongluy.policy.crosswalk import Crosswalk, places
from truongluy.policy.model import Clause, Document, Policy
from truongluy.verdict import Text


@dataclass(frozen=True)
class GroupLink:
    """One requirement group of the former standard; numbers are the printed ones of both, per level."""

    group: str
    title: Text
    former_numbers: Mapping[int, str]
    present_numbers: Mapping[int, str]
    former: tuple[Clause, ...]
    present: tuple[Clause, ...]


@dataclass(frozen=True)
class ClauseLink:
    """A clause of the former standard and those of the present one that the same controls satisfy.

    Records say nothing here: one regulation answers to so many clauses that it links all with all.
    """

    former: Clause
    present: tuple[Clause, ...]
    controls: tuple[str, ...]


@dataclass(frozen=True)
class Succession:
    """From one standard to the next, for some levels.

    `begun` and `ended` have no counterpart; they are told only for levels that the crosswalk speaks of.
    """

    crosswalk: Crosswalk
    levels: tuple[int, ...]
    groups: tuple[GroupLink, ...]
    clauses: tuple[ClauseLink, ...]
    begun: Mapping[int, tuple[Clause, ...]]
    ended: Mapping[int, tuple[Clause, ...]]


def succession(policy: Policy, levels: Iterable[int]) -> Succession | None:
    """What the crosswalk of a policy says for these levels; None when the policy has no crosswalk."""
    crosswalk = policy.crosswalk
    if crosswalk is None:
        return None
    former, present = policy.documents[crosswalk.former], policy.documents[crosswalk.present]
    chosen = tuple(sorted(set(levels)))
    links = tuple(_clause_links(policy, former, present, chosen))
    told = [level for level in chosen if level in crosswalk.levels]
    linked = {clause.id for link in links if link.present for clause in (link.former, *link.present)}
    return Succession(
        crosswalk=crosswalk,
        levels=chosen,
        groups=tuple(_group_link(crosswalk, former, present, raw, chosen) for raw in former.raw["groups"]),
        clauses=links,
        begun={level: _begun(crosswalk, former, present, level, linked) for level in told},
        ended={level: _ended(crosswalk, former, present, level, linked) for level in told},
    )


def group_of(clause: Clause) -> str:
    """The id of the group a clause belongs to."""
    return str(clause.raw["group"])


def _group_link(
    crosswalk: Crosswalk,
    former: Document,
    present: Document,
    raw: Mapping[str, object],
    levels: tuple[int, ...],
) -> GroupLink:
    group = str(raw["id"])
    given = raw.get("numbers")
    numbers = dict(given) if isinstance(given, Mapping) else {}
    taken_up = chain.from_iterable(crosswalk.successors(group, level, present) for level in levels)
    return GroupLink(
        group=group,
        title=Text(str(raw["vi"]), str(raw["en"])),
        former_numbers={int(level): str(number) for level, number in numbers.items()},
        present_numbers=crosswalk.numbers.get(group, {}),
        former=tuple(c for c in _asked(former, levels) if group_of(c) == group),
        present=tuple({clause.id: clause for clause in taken_up}.values()),
    )


def _clause_links(
    policy: Policy, former: Document, present: Document, levels: tuple[int, ...]
) -> Iterable[ClauseLink]:
    for clause in _asked(former, levels):
        controls = policy.controls_of_clause.get(clause.full_id, ())
        reached = {full_id for control in controls for full_id in control.satisfies}
        there = tuple(one for one in present.clauses.values() if one.full_id in reached)
        yield ClauseLink(clause, there, tuple(sorted(control.id for control in controls)))


def _asked(document: Document, levels: Iterable[int]) -> list[Clause]:
    return [clause for clause in document.clauses.values() if set(levels) & set(clause.levels)]


def _begun(
    crosswalk: Crosswalk, former: Document, present: Document, level: int, linked: set[str]
) -> tuple[Clause, ...]:
    groups = {group_of(clause) for clause in _asked(former, [level])}
    taken_up = {c.id for group in groups for c in crosswalk.successors(group, level, present)}
    return tuple(c for c in _asked(present, [level]) if c.id not in taken_up | linked)


def _ended(
    crosswalk: Crosswalk, former: Document, present: Document, level: int, linked: set[str]
) -> tuple[Clause, ...]:
    return tuple(
        clause
        for clause in _asked(former, [level])
        if clause.id not in linked and not places(crosswalk.numbers.get(group_of(clause), {}).get(level, ""))
    )
