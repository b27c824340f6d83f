"""The level that the rules propose for a system: a pure function of (system, policy, date)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from truongluy.inventory import System
from truongluy.levels.concerns import Concern, concerns_of
from truongluy.levels.edges import Edge, edges
from truongluy.levels.weighing import Fired, Question, targets_of, weigh
from truongluy.policy import Document, Policy
from truongluy.policy.level_rules import Principle
from truongluy.verdict import Text


@dataclass(frozen=True)
class Proposal:
    """What a decree says of a system.

    `level` is None while it is open: then `reason` says why, and `lowest`/`highest` what remains possible (None when
    not even that can be said). `fired` are all rules that hold; those of the highest level decide. `principles` are
    what the decree says beside its rules. `unverified` are the clauses of its rules that nobody compared with the
    original; when no decree is in force, the decrees whose dates nobody compared.
    """

    system: System
    on: date
    document: Document | None
    level: int | None
    lowest: int | None
    highest: int | None
    reason: Text | None
    fired: tuple[Fired, ...] = ()
    questions: tuple[Question, ...] = ()
    edges: tuple[Edge, ...] = ()
    concerns: tuple[Concern, ...] = ()
    principles: tuple[Principle, ...] = ()
    unverified: frozenset[str] = frozenset()

    @property
    def deciding(self) -> tuple[Fired, ...]:
        """The rules that hold and whose level is the highest."""
        return tuple(one for one in self.fired if one.rule.level == self.lowest)

    @property
    def verified(self) -> bool:
        """Whether every clause that decides was compared with the original; while it is open, every clause may."""
        if self.level is None:
            return not self.unverified
        return not self.unverified.intersection(name for one in self.deciding for name in one.rule.basis)


def decree_on(policy: Policy, on: date) -> Document | None:
    """The decree whose rules are in force on a date; None when there is none, as between two of them."""
    found = [policy.documents[name] for name in policy.level_rules.decrees]
    return next((document for document in found if document.in_force(on)), None)


def propose(system: System, policy: Policy, on: date, among: Iterable[System] = ()) -> Proposal:
    """The level by what is in force on a date. `among` are all systems, so that parts and splits are seen."""
    decree = decree_on(policy, on)
    if decree is None:
        reason = Text(
            f"ngày {on:%d/%m/%Y} không có nghị định về cấp độ nào có hiệu lực",
            f"no decree on levels was in force on {on:%d/%m/%Y}",
        )
        doubted = (
            name for name in policy.level_rules.decrees if not policy.documents[name].validity_verified
        )
        return Proposal(system, on, None, None, None, None, reason, unverified=frozenset(doubted))
    return propose_under(system, policy, decree.id, on, among)


def propose_under(
    system: System, policy: Policy, decree: str, on: date, among: Iterable[System] = ()
) -> Proposal:
    """The level by one decree, in force or not; only the approval is looked at as of the date."""
    document = policy.documents[decree]
    among = tuple(among)
    known = policy.level_rules
    principles = tuple(
        p for p in known.principles.values() if p.document == decree and _speaks(p, system, policy)
    )
    if system.hosted == "external":
        # Another body's facts are not ours to declare, nor its level ours to guess.
        owner = system.external_owner
        reason = Text(
            f"hệ thống của cơ quan khác (chủ quản: {owner}); chủ quản xác định cấp độ, ta chỉ là người dùng",
            f"another body's system (owner: {owner}); its owner sets the level, we are only a user",
        )
        return Proposal(system, on, document, None, None, None, reason, principles=principles)
    rules = known.of(decree)
    weighed = weigh(rules, targets_of(system, among))
    quoted = {name for rule in rules for name in rule.basis}
    return Proposal(
        system,
        on,
        document,
        weighed.level,
        weighed.lowest,
        weighed.highest,
        _reason(weighed.level, weighed.questions),
        weighed.fired,
        weighed.questions,
        edges(system, rules, lambda changed: weigh(rules, targets_of(changed, among))),
        concerns_of(system, known, decree, on, among),
        principles,
        frozenset(name for name in quoted if not policy.clauses[name].verified),
    )


def _speaks(principle: Principle, system: System, policy: Policy) -> bool:
    """Whether a principle is about this system: that a level is kept, only when it is older than the law that says so."""
    if principle.role != "kept":
        return True
    law = policy.documents[policy.clauses[principle.basis[0]].document]
    return system.decided_on is not None and system.decided_on < law.valid_from


def _reason(level: int | None, questions: tuple[Question, ...]) -> Text | None:
    if level is not None:
        return None
    if not questions:
        return Text("không quy tắc nào của nghị định khớp", "no rule of the decree fits")
    names = dict.fromkeys(one.fact.id for one in questions)
    return Text(f"chưa đủ dữ liệu: {', '.join(names)}", f"not enough is declared: {', '.join(names)}")
