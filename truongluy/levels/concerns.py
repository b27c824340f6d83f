"""What is wrong with how a system is declared or approved: a low level, a split, a service called internal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from truongluy.inventory import System
from truongluy.inventory.systems import SERVED_OUTSIDE
from truongluy.levels.weighing import Target, Weighed, targets_of, weigh
from truongluy.policy.level_rules import LevelRule, LevelRules
from truongluy.verdict import Text


class ConcernKind(StrEnum):
    """What a concern is about."""

    APPROVED_LOWER = "approved_lower"
    NOT_APPROVED = "not_approved"
    SPLIT = "split"
    SERVES_OUTSIDE = "serves_outside"


@dataclass(frozen=True)
class Concern:
    """Something a person must look at; nothing is refused for it. `basis` are full clause ids."""

    kind: ConcernKind
    system: str
    text: Text
    basis: tuple[str, ...] = ()


def concerns_of(
    system: System, level_rules: LevelRules, decree: str, on: date, among: Iterable[System] = ()
) -> tuple[Concern, ...]:
    """The concerns about one system of ours under one decree; another body's system gives none."""
    if system.hosted == "external":
        return ()
    among = list(among)
    rules = level_rules.of(decree)
    weighed = weigh(rules, targets_of(system, among))
    found = [
        *_approval(system, weighed, on),
        *_serves_outside(system),
        *_declared_part(system, rules, on, among),
        *_split(system, rules, among),
    ]
    basis = {ConcernKind.APPROVED_LOWER: "composite", ConcernKind.SPLIT: "split"}
    return tuple(_with_basis(one, level_rules, decree, basis.get(one.kind)) for one in found)


def _with_basis(concern: Concern, level_rules: LevelRules, decree: str, role: str | None) -> Concern:
    principle = level_rules.principle(decree, role) if role else None
    if principle is None:
        return concern
    return Concern(concern.kind, concern.system, concern.text, principle.basis)


def _approval(system: System, weighed: Weighed, on: date) -> Iterator[Concern]:
    approved = system.approved(on)
    if approved is None:
        if system.ours:
            yield Concern(
                ConcernKind.NOT_APPROVED,
                system.id,
                Text(
                    f"chưa có cấp độ nào được phê duyệt vào ngày {on:%d/%m/%Y}",
                    f"no level stood approved on {on:%d/%m/%Y}",
                ),
            )
    elif weighed.lowest and approved < weighed.lowest:
        yield Concern(
            ConcernKind.APPROVED_LOWER,
            system.id,
            Text(
                f"cấp độ đã phê duyệt là {approved}, theo nghị định ít nhất là {weighed.lowest}",
                f"the approved level is {approved}, the decree gives at least {weighed.lowest}",
            ),
        )


def _serves_outside(system: System) -> Iterator[Concern]:
    outside = [user for user in system.users if user in SERVED_OUTSIDE]
    if system.facts.get("kind") == "internal" and outside:
        names = ", ".join(outside)
        yield Concern(
            ConcernKind.SERVES_OUTSIDE,
            system.id,
            Text(
                f"khai là nội bộ nhưng phục vụ cả người ngoài cơ quan ({names}); xem lại `kind`",
                f"declared internal, yet it serves people who are no staff ({names}); look at `kind` again",
            ),
        )


def _declared_part(
    system: System, rules: tuple[LevelRule, ...], on: date, among: list[System]
) -> Iterator[Concern]:
    """A part that was declared apart and stands lower than the whole."""
    known = {one.id: one for one in among}
    whole = system
    while whole.part_of in known:
        whole = known[whole.part_of]
    if whole is system or whole.id == system.id:
        return
    own = system.approved(on) or weigh(rules, targets_of(system, among)).lowest
    together = weigh(rules, targets_of(whole, among)).lowest
    if own and together and own < together:
        yield Concern(
            ConcernKind.SPLIT,
            system.id,
            Text(
                f"là một phần của {whole.id} nhưng khai riêng ở cấp {own}; cả hệ thống ít nhất là cấp {together}",
                f"a part of {whole.id}, yet declared apart at level {own}; the whole is at least level {together}",
            ),
        )


def _split(system: System, rules: tuple[LevelRule, ...], among: list[System]) -> Iterator[Concern]:
    """Another system of the same owner with which it has so much in common that the level depends on the split."""
    alone = weigh(rules, targets_of(system, among)).lowest
    for other in among:
        if other.id == system.id or other.hosted != "own" or other.owner != system.owner:
            continue
        if system.id == other.part_of or other.id == system.part_of:
            continue
        common = _in_common(system, other)
        theirs = weigh(rules, targets_of(other, among)).lowest
        if common is None or alone is None or theirs is None:
            continue
        joined = weigh(rules, _joined(system, other)).lowest or 0
        if joined > max(alone, theirs):
            yield _apart(system, other, common, joined)
        elif common.strong and alone < theirs:
            yield _apart(system, other, common, theirs)


@dataclass(frozen=True)
class _Common:
    """What two systems have in common; `strong` when they may well be one system."""

    text: Text
    strong: bool


def _in_common(one: System, other: System) -> _Common | None:
    if " ".join(one.purpose.casefold().split()) == " ".join(other.purpose.casefold().split()):
        return _Common(Text("cùng mục đích", "the same purpose"), True)
    if data := sorted(set(one.datasets) & set(other.datasets)):
        names = ", ".join(data)
        return _Common(Text(f"chung dữ liệu {names}", f"they share the data {names}"), True)
    kinds = (one.facts.get("kind"), other.facts.get("kind"))
    devices = sorted(set(one.devices) & set(other.devices))
    if (
        devices and "infrastructure" not in kinds
    ):  # a network carries everything; that makes nothing one system
        names = ", ".join(devices)
        return _Common(Text(f"chung thiết bị {names}", f"they share the devices {names}"), False)
    return None


def _apart(system: System, other: System, common: _Common, level: int) -> Concern:
    return Concern(
        ConcernKind.SPLIT,
        system.id,
        Text(
            f"khai tách khỏi {other.id} ({common.text.vi}); nếu là một hệ thống thì ít nhất là cấp {level}",
            f"declared apart from {other.id} ({common.text.en}); as one system it would be at least level {level}",
        ),
    )


def _joined(one: System, other: System) -> list[Target]:
    """Both systems, each with the data of both; people in both are counted twice, so this is a call to look."""
    shared: dict[str, Any] = {
        "data_kinds": frozenset(one.facts.get("data_kinds", ()))
        | frozenset(other.facts.get("data_kinds", ()))
    }
    for name in ("subjects.basic", "subjects.sensitive"):
        numbers = [facts[name] for facts in (one.facts, other.facts) if name in facts]
        if numbers:
            shared[name] = sum(numbers)
    return [Target(None, _over(one.facts, shared)), Target(None, _over(other.facts, shared))]


def _over(facts: Mapping[str, Any], shared: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**facts, **shared}
