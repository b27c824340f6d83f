"""Kinds of documentary evidence: what a document must show, for whom, how long it stands, which clauses it meets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.finding import SubjectKind
from truongluy.period import is_period
from truongluy.policy.links import unknown_clauses
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document

Clauses = Mapping[str, Mapping[str, Any]]
"""Full clause id -> the clause as written."""


@dataclass(frozen=True)
class Validity:
    """How long a record of a kind stands, by level: read from a clause's threshold, or set by the project.

    `clause` is a full id whose `threshold` holds the period; without one `at_level` does. A rule with a clause
    counts only where that clause is asked.
    """

    clause: str
    threshold: str
    at_level: Mapping[int, str]
    source: str
    verified: bool


@dataclass(frozen=True)
class RecordKind:
    """One kind of record; `line` is where records.yml describes it.

    Empty `unit_kinds`, `levels` or `only_functions` leave nobody out. `occasional` records (an incident report)
    are never missing.
    """

    id: str
    line: int
    title: Text
    shows: Text
    supplier: Text
    scope: SubjectKind
    unit_kinds: tuple[str, ...]
    levels: tuple[int, ...]
    only_functions: tuple[str, ...]
    satisfies: tuple[str, ...]
    validity: tuple[Validity, ...]
    requires: tuple[str, ...]
    layer: int | None
    occasional: bool


def read(file: Path) -> tuple[Mapping[str, RecordKind], list[Problem]]:
    """The kinds of a records.yml by id; none where there is no file."""
    if not file.is_file():
        return {}, []
    document = yamlfile.load(file)
    problems = yamlfile.check(document, file.parent / "schemas" / "records.yml")
    if problems:
        return {}, problems
    kinds = {name: _kind(name, document.line((name,)), raw) for name, raw in document.data.items()}
    return kinds, list(_periods(document))


def check(file: Path, clauses: Clauses) -> list[Problem]:
    """Every clause that records.yml names and that does not exist, or lacks the threshold it is named for."""
    if not file.is_file():
        return []
    document = yamlfile.load(file)
    places = [
        ((name, "satisfies", index), clause)
        for name, raw in document.data.items()
        for index, clause in enumerate(raw["satisfies"])
    ]
    return [*unknown_clauses(document, places, clauses), *_thresholds(document, clauses)]


def _kind(name: str, line: int, raw: Mapping[str, Any]) -> RecordKind:
    return RecordKind(
        id=name,
        line=line,
        title=Text(**raw["title"]),
        shows=Text(**raw["shows"]),
        supplier=Text(**raw["supplier"]),
        scope=SubjectKind(raw["scope"]),
        unit_kinds=tuple(raw.get("unit_kinds", ())),
        levels=tuple(raw.get("levels", ())),
        only_functions=tuple(raw.get("only_functions", ())),
        satisfies=tuple(raw["satisfies"]),
        validity=tuple(_validity(rule) for rule in raw.get("validity", ())),
        requires=tuple(raw.get("requires", ())),
        layer=raw.get("layer"),
        occasional=raw.get("occasional", False),
    )


def _validity(raw: Mapping[str, Any]) -> Validity:
    return Validity(
        clause=raw.get("clause", ""),
        threshold=raw.get("threshold", ""),
        at_level={int(level): period for level, period in raw.get("at_level", {}).items()},
        source=raw.get("source", ""),
        verified=raw.get("verified", False),
    )


def _rules(document: Document) -> Iterator[tuple[yamlfile.Path, Mapping[str, Any]]]:
    for name, raw in document.data.items():
        for index, rule in enumerate(raw.get("validity", ())):
            yield (name, "validity", index), rule


def _periods(document: Document) -> Iterator[Problem]:
    """Rules that say nothing, and periods that are none."""
    for path, rule in _rules(document):
        if ("threshold" in rule) == ("at_level" in rule) or ("threshold" in rule) > ("clause" in rule):
            yield Problem(
                document.file, document.line(path),
                Text("thời hạn phải có `clause` với `threshold`, hoặc `at_level`",
                     "a validity takes `clause` with `threshold`, or `at_level`"),
                Text("không rõ lấy số từ đâu thì không ai kiểm được", "nobody could tell where the number is from"),
                Text("giữ đúng một cách", "keep exactly one of both"),
            )  # fmt: skip
        for level, period in rule.get("at_level", {}).items():
            if not is_period(period):
                yield Problem(
                    document.file, document.line((*path, "at_level", level)),
                    Text("không phải khoảng thời gian", "it is not a period"),
                    Text("cần dạng ISO 8601", "it takes the form of ISO 8601"),
                    Text("ví dụ: P1Y, P6M, P30D", "for example: P1Y, P6M, P30D"),
                )  # fmt: skip


def _thresholds(document: Document, clauses: Clauses) -> Iterator[Problem]:
    """Validity rules whose clause is not one the kind satisfies, or has no such threshold."""
    for path, rule in _rules(document):
        clause = rule.get("clause")
        if clause is None:
            continue
        if clause not in document.data[path[0]]["satisfies"]:
            what = Text(f"'{clause}' không có trong `satisfies`", f"'{clause}' is not in `satisfies`")
        elif "threshold" in rule and not periods_of(clauses.get(clause, {}), rule["threshold"]):
            name = rule["threshold"]
            what = Text(f"'{clause}' không có khoảng '{name}'", f"'{clause}' has no period '{name}'")
        else:
            continue
        yield Problem(
            document.file, document.line((*path, "clause")), what,
            Text("thời hạn lấy từ điều khoản ấy", "the validity is read from that clause"),
            Text("sửa mã, hoặc dùng `at_level`", "correct the id, or use `at_level`"),
        )  # fmt: skip


def periods_of(clause: Mapping[str, Any], threshold: str) -> Mapping[int, str]:
    """Level -> period of a clause's threshold; one that is given without level holds for all five."""
    given = (clause.get("thresholds") or {}).get(threshold)
    by_level: Mapping[Any, Any] = given if isinstance(given, Mapping) else dict.fromkeys(range(1, 6), given)
    return {int(level): str(period) for level, period in by_level.items() if is_period(period)}
