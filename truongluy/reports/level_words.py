"""Proposals in words: what decided, what is still open, and what would change the level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from truongluy.inventory import System
from truongluy.levels import Edge, Fired, Proposal, Question
from truongluy.policy.level_rules import LevelFact
from truongluy.reports.vietnamese import day, number
from truongluy.verdict import Text
from truongluy.words import value_in_words

_BETWEEN = {"from": ("từ {}", "{} or more"), "below": ("dưới {}", "fewer than {}")}
_SET = {"added": ("thêm {}", "with {} added"), "removed": ("bỏ {}", "without {}")}
_GRADE = {"from": ("từ {}", "{} or higher"), "below": ("dưới {}", "below {}")}
OPEN = Text("chưa đủ dữ liệu", "not enough is declared")
NONE = Text("không đề xuất", "none proposed")


def value(fact: LevelFact, seen: Any) -> Text:
    """A value of a fact as people say it."""
    if fact.kind == "number":
        unit_vi, unit_en = (f" {word}" if word else "" for word in (fact.unit.vi, fact.unit.en))
        return Text(f"{number(seen)}{unit_vi}", f"{seen:,}{unit_en}")
    if fact.kind == "set":
        held = [words for name, words in fact.values.items() if name in seen]
        return Text(", ".join(one.vi for one in held), ", ".join(one.en for one in held))
    if fact.kind == "yes_no":
        return Text("có", "yes") if seen else Text("không", "no")
    return fact.values.get(seen) or value_in_words(seen)


def outcome(lowest: int | None, highest: int | None) -> Text:
    """A level, or the levels that remain possible."""
    if lowest is None:
        return NONE
    if lowest == highest:
        return Text(f"cấp độ {lowest}", f"level {lowest}")
    return Text(f"cấp độ {lowest} đến {highest}", f"level {lowest} to {highest}")


def proposed(one: Proposal) -> Text:
    """The proposal in a few words."""
    if one.level is not None or one.lowest is None:
        return outcome(one.level, one.level)
    possible = outcome(one.lowest, one.highest)
    if one.lowest == one.highest:
        possible = Text(f"có thể {possible.vi}", f"perhaps {possible.en}")
    return Text(f"{OPEN.vi}: {possible.vi}", f"{OPEN.en}: {possible.en}")


def edge(one: Edge) -> Text:
    """What would change the level: `từ 10.000 người thì cấp độ 3`."""
    then, what = outcome(one.lowest, one.highest), value(one.fact, _as_held(one))
    forms = _SET if one.fact.kind == "set" else _BETWEEN if one.fact.unit.vi else _GRADE
    vi, en = forms.get(one.how, ("nếu {}", "if {}"))
    return Text(f"{vi.format(what.vi)} thì {then.vi}", f"{en.format(what.en)}: {then.en}")


def _as_held(one: Edge) -> Any:
    return [one.value] if one.fact.kind == "set" else one.value


def why(fired: Fired, facts: Mapping[str, Any]) -> Text:
    """The declared facts for which a rule holds."""
    seen = {one.fact.id: one.fact for one in fired.rule.when if one.fact.id in facts}
    said = [(fact.name, value(fact, facts[name])) for name, fact in seen.items()]
    return Text(
        "; ".join(f"{name.vi}: {words.vi}" for name, words in said),
        "; ".join(f"{name.en}: {words.en}" for name, words in said),
    )


def of_part(part: Text | None, words: Text) -> Text:
    """The words, with the part of the system they speak of when it is not the whole."""
    return words if part is None else Text(f"{part.vi}: {words.vi}", f"{part.en}: {words.en}")


def question(one: Question) -> Text:
    """What to find out."""
    return of_part(one.part, one.fact.ask)


def approval(system: System) -> Text:
    """The approved level with its decision, or that there is none."""
    if system.level is None or system.decided_on is None:
        return Text("chưa có", "none yet")
    return Text(
        f"cấp độ {system.level}, {system.decision}, ngày {day(system.decided_on)}",
        f"level {system.level}, {system.decision}, {day(system.decided_on)}",
    )


def owner(system: System) -> str:
    """Whose system it is: a unit's id, or the body outside."""
    return system.owner or system.external_owner
