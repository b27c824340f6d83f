"""Rules by which a decree decides a system's level: facts, conditions over them, and principles around them."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.policy.links import unknown_clauses
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document

_OPERATORS = {
    "choice": {"equals", "one_of"},
    "yes_no": {"equals"},
    "scale": {"equals", "one_of", "at_least", "at_most", "below"},
    "number": {"equals", "at_least", "at_most", "below"},
    "set": {"only", "includes_any", "excludes"},
}
"""Kind of fact -> the operators that make sense of it."""


@dataclass(frozen=True)
class LevelFact:
    """A fact that may decide a level.

    `kind` is choice, scale (ordered, low first), set, number or yes_no; `values` names what it may be.
    """

    id: str
    kind: str
    name: Text
    ask: Text
    unit: Text
    values: Mapping[str, Text] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Condition:
    """One thing that must be true of one fact."""

    fact: LevelFact
    operator: str
    wanted: Any

    def holds(self, facts: Mapping[str, Any]) -> bool | None:
        """Whether it is true of declared facts; None when the fact is not declared."""
        seen = facts.get(self.fact.id)
        if seen is None:
            return None
        if self.fact.kind == "set":
            return self._of_set(seen)
        if self.operator == "one_of":
            return seen in self.wanted
        if self.operator == "equals":
            return bool(seen == self.wanted)
        rank, wanted = self._rank(seen), self._rank(self.wanted)
        if self.operator == "at_least":
            return rank >= wanted
        return rank < wanted if self.operator == "below" else rank <= wanted

    def _of_set(self, seen: Collection[str]) -> bool:
        wanted = set(self.wanted)
        if self.operator == "only":
            return wanted.issuperset(seen)
        return bool(wanted & set(seen)) is (self.operator == "includes_any")

    def _rank(self, value: Any) -> int:
        return list(self.fact.values).index(value) if self.fact.kind == "scale" else int(value)

    @property
    def edge(self) -> int | None:
        """The smallest number of the upper side, for a condition that cuts numbers in two."""
        if self.fact.kind != "number" or self.operator not in ("at_least", "below", "at_most"):
            return None
        return int(self.wanted) + (self.operator == "at_most")


@dataclass(frozen=True)
class LevelRule:
    """One rule of a decree: `level` when all conditions hold. The first clause of `basis` is the one that sets it."""

    id: str
    document: str
    level: int
    when: tuple[Condition, ...]
    basis: tuple[str, ...]
    text: Text

    def holds(self, facts: Mapping[str, Any]) -> bool | None:
        """True, False, or None when a fact that would decide is not declared."""
        results = [condition.holds(facts) for condition in self.when]
        if False in results:
            return False
        return None if None in results else True

    def asks(self, facts: Mapping[str, Any]) -> LevelFact | None:
        """The first fact it needs and nobody declared: who says `internal` need not count citizens."""
        return next((one.fact for one in self.when if one.fact.id not in facts), None)


@dataclass(frozen=True)
class Principle:
    """What a decree says beside its rules; `role` is owner, composite, split, risk or kept."""

    id: str
    document: str
    role: str
    basis: tuple[str, ...]
    text: Text


@dataclass(frozen=True)
class LevelRules:
    """The rules of every decree, with the facts they speak of."""

    facts: Mapping[str, LevelFact] = field(default_factory=dict)
    rules: Mapping[str, LevelRule] = field(default_factory=dict)
    principles: Mapping[str, Principle] = field(default_factory=dict)

    @property
    def decrees(self) -> tuple[str, ...]:
        """The documents that have rules, in the order of the file."""
        return tuple(dict.fromkeys(rule.document for rule in self.rules.values()))

    def of(self, decree: str) -> tuple[LevelRule, ...]:
        """The rules of one decree."""
        return tuple(rule for rule in self.rules.values() if rule.document == decree)

    def principle(self, decree: str, role: str) -> Principle | None:
        """What a decree says of something beside its rules, if it says anything."""
        return next((p for p in self.principles.values() if (p.document, p.role) == (decree, role)), None)


def read(file: Path) -> tuple[LevelRules, list[Problem]]:
    """The rules of a levels.yml; none where there is no file."""
    if not file.is_file():
        return LevelRules(), []
    document = yamlfile.load(file)
    problems = yamlfile.check(document, file.parent / "schemas" / "levels.yml") or list(_wrong(document))
    if problems:
        return LevelRules(), problems
    facts = {raw["id"]: _fact(raw) for raw in document.data["facts"]}
    rules = {
        raw["id"]: LevelRule(
            raw["id"],
            raw["document"],
            raw["level"],
            tuple(Condition(facts[name], *one) for name, ones in raw["when"].items() for one in ones.items()),
            tuple(raw["basis"]),
            Text(raw["vi"], raw["en"]),
        )
        for raw in document.data["rules"]
    }
    principles = {
        raw["id"]: Principle(
            raw["id"], raw["document"], raw["role"], tuple(raw["basis"]), Text(raw["vi"], raw["en"])
        )
        for raw in document.data["principles"]
    }
    return LevelRules(facts, rules, principles), []


def check(file: Path, clauses: Container[str], documents: Container[str]) -> list[Problem]:
    """Every clause and document that levels.yml names and that does not exist."""
    if not file.is_file():
        return []
    document = yamlfile.load(file)
    problems = []
    for part in ("rules", "principles"):
        for index, raw in enumerate(document.data[part]):
            places = [((part, index, "basis", i), name) for i, name in enumerate(raw["basis"])]
            problems += unknown_clauses(document, places, clauses)
            if raw["document"] not in documents:
                problems.append(_unknown(document, (part, index, "document"), documents))
    return problems


def _fact(raw: Mapping[str, Any]) -> LevelFact:
    values = {one["id"]: Text(one["vi"], one["en"]) for one in raw.get("values", ())}
    unit = raw.get("unit") or {}
    words = Text(raw["vi"], raw["en"]), Text(**raw["ask"]), Text(unit.get("vi", ""), unit.get("en", ""))
    return LevelFact(raw["id"], raw["type"], *words, values)


def _wrong(document: Document) -> Iterator[Problem]:
    """What the schema can't say: ids are unique, conditions fit the facts they speak of."""
    facts = {raw["id"]: raw for raw in document.data["facts"]}
    for part in ("facts", "rules", "principles"):
        seen: set[str] = set()
        for index, raw in enumerate(document.data[part]):
            if raw["id"] in seen:
                yield _problem(document, (part, index, "id"), "mã đã dùng ở trên", "the id is used above")
            seen.add(raw["id"])
    for index, rule in enumerate(document.data["rules"]):
        for name, conditions in rule["when"].items():
            path: yamlfile.Path = ("rules", index, "when", name)
            if name not in facts:
                yield _unknown(document, path, facts)
                continue
            for operator, wanted in conditions.items():
                yield from _unfit(document, (*path, operator), facts[name], operator, wanted)


def _unfit(
    document: Document, path: yamlfile.Path, fact: Mapping[str, Any], operator: str, wanted: Any
) -> Iterator[Problem]:
    kind = fact["type"]
    if operator not in _OPERATORS[kind]:
        known = ", ".join(sorted(_OPERATORS[kind]))
        yield _problem(
            document, path, f"phép so không hợp với '{kind}'", f"it does not fit a '{kind}'", known
        )
        return
    known_values = [one["id"] for one in fact.get("values", ())]
    for value in wanted if isinstance(wanted, list) else [wanted]:
        if kind == "number":
            fits = type(value) is int
        elif kind == "yes_no":
            fits = type(value) is bool
        else:
            fits = value in known_values
        if not fits:
            known = ", ".join(known_values) or kind
            yield _problem(document, path, "giá trị không thể có", "the fact can't have this value", known)


def _unknown(document: Document, path: yamlfile.Path, known: Any) -> Problem:
    names = ", ".join(sorted(known))
    return _problem(document, path, "tên không có", "the name does not exist", names)


def _problem(document: Document, path: yamlfile.Path, vi: str, en: str, known: str = "") -> Problem:
    allowed = (
        Text(f"chọn trong: {known}", f"choose from: {known}") if known else Text("sửa lại", "correct it")
    )
    why = Text("quy tắc xác định cấp độ sẽ không bao giờ đúng", "the rule could never decide anything")
    return Problem(document.file, document.line(path), Text(vi, en), why, allowed)
