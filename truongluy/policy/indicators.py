"""Indicators: what each target of the plan counts, over what, how much must be reached, and who says so."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.policy.links import unknown_clauses
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document

_SOURCES = ("measured", "entered", "planned")
_TARGETS = ("percent", "share", "count", "before", "none")
_NEEDS = {
    "devices_proved": {"classes", "proofs"},
    "layers_proved": set(),
    "systems_levelled": set(),
    "units_with_identifiers": set(),
    "requirements_met": set(),
    "checks_passed": set(),
    "records_in_year": {"records"},
    "records_before_day": {"records"},
    "units_with_records": {"records"},
    "security_money_planned": set(),
    "systems_with_records_of_year": {"records"},
}
"""What each way of measuring must be given, and nothing else."""


class TargetKind(StrEnum):
    """How a target is stated."""

    SHARE = "share"
    COUNT = "count"
    BEFORE = "before"
    NONE = "none"


@dataclass(frozen=True)
class Target:
    """What must be reached, exactly.

    SHARE: `value` of 1 (100% is 1). COUNT: `value` in each unit asked. BEFORE: every unit, before `day` (day, month)
    of each year, that day not included. NONE: the plan states no number. `stated` is False for our own proposal.
    """

    kind: TargetKind
    value: Fraction | None = None
    day: tuple[int, int] | None = None
    stated: bool = True


@dataclass(frozen=True)
class Proof:
    """One thing a device must show: a control of the list passes there, and none of it does worse.

    Empty `classes` and `platforms` ask it of every device.
    """

    name: Text
    controls: tuple[str, ...]
    classes: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()

    def asks(self, device_class: str, platform: str) -> bool:
        """Whether it is asked of this kind of device."""
        of_class = not self.classes or device_class in self.classes
        return of_class and (not self.platforms or platform in self.platforms)


@dataclass(frozen=True)
class Measure:
    """How the engine computes an indicator: `by` names the function, the rest is what it looks at."""

    by: str
    classes: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()
    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """One indicator; `line` is where indicators.yml describes it.

    Without `denominator` it is a plain count. `higher` is better unless False. `note` says from what a unit
    enters the figure, or why it is only planned; `measure` is None for both. `baseline` is (numerator, denominator).
    """

    id: str
    line: int
    basis: tuple[str, ...]
    title: Text
    numerator: Text
    denominator: Text | None
    unit: Text
    asked_of: tuple[str, ...]
    higher: bool
    target: Target
    baseline: tuple[int, int] | None
    yearly: bool
    source: str
    measure: Measure | None
    note: Text | None


def read(file: Path) -> tuple[Mapping[str, Indicator], list[Problem]]:
    """The indicators of an indicators.yml by id; none where there is no file."""
    if not file.is_file():
        return {}, []
    document = yamlfile.load(file)
    problems = yamlfile.check(document, file.parent / "schemas" / "indicators.yml")
    problems = problems or [found for name in document.data for found in _wrong(document, name)]
    if problems:
        return {}, problems
    return {name: _indicator(name, document.line((name,)), raw) for name, raw in document.data.items()}, []


def check(
    file: Path, clauses: Container[str], controls: Container[str], records: Container[str]
) -> list[Problem]:
    """Every clause, control and kind of record that indicators.yml names and that does not exist."""
    if not file.is_file():
        return []
    document = yamlfile.load(file)
    basis = [
        ((name, "basis", index), clause)
        for name, raw in document.data.items()
        for index, clause in enumerate(raw["basis"])
    ]
    problems = unknown_clauses(document, basis, clauses)
    for name, raw in document.data.items():
        measured = raw.get("measured", {})
        for index, kind in enumerate(measured.get("records", ())):
            if kind not in records:
                problems.append(_unknown(document, (name, "measured", "records", index), _RECORD, kind))
        for place, proof in enumerate(measured.get("proofs", ())):
            for index, control in enumerate(proof["controls"]):
                if control not in controls:
                    path = (name, "measured", "proofs", place, "controls", index)
                    problems.append(_unknown(document, path, _CONTROL, control))
    return problems


def _indicator(name: str, line: int, raw: Mapping[str, Any]) -> Indicator:
    source = next(one for one in _SOURCES if one in raw)
    words = raw[source] if source != "measured" else None
    share = raw["baseline"]["share"].split("/") if "baseline" in raw else None
    return Indicator(
        id=name,
        line=line,
        basis=tuple(raw["basis"]),
        title=Text(**raw["title"]),
        numerator=Text(**raw["numerator"]),
        denominator=Text(**raw["denominator"]) if "denominator" in raw else None,
        unit=Text(**raw["unit"]),
        asked_of=tuple(raw["asked_of"]),
        higher=raw["direction"] == "up",
        target=_target(raw["target"]),
        baseline=(int(share[0]), int(share[1])) if share else None,
        yearly=raw["period"] == "yearly",
        source=source,
        measure=_measure(raw["measured"]) if source == "measured" else None,
        note=Text(**words) if words else None,
    )


def _target(raw: Mapping[str, Any]) -> Target:
    stated = raw.get("stated", True)
    if "percent" in raw:
        return Target(TargetKind.SHARE, Fraction(raw["percent"], 100), stated=stated)
    if "share" in raw:
        return Target(TargetKind.SHARE, Fraction(raw["share"]), stated=stated)
    if "count" in raw:
        return Target(TargetKind.COUNT, Fraction(raw["count"]), stated=stated)
    if "before" in raw:
        day, month = (int(part) for part in raw["before"].split("/"))
        return Target(TargetKind.BEFORE, Fraction(1), (day, month), stated)
    return Target(TargetKind.NONE)


def _measure(raw: Mapping[str, Any]) -> Measure:
    proofs = (
        Proof(
            Text(**one["name"]),
            tuple(one["controls"]),
            tuple(one.get("classes", ())),
            tuple(one.get("platforms", ())),
        )
        for one in raw.get("proofs", ())
    )
    return Measure(raw["by"], tuple(raw.get("classes", ())), tuple(proofs), tuple(raw.get("records", ())))


def _wrong(document: Document, name: str) -> Iterator[Problem]:
    """What the schema can't say of one indicator."""
    raw = document.data[name]
    target = raw["target"]
    chosen = [one for one in _TARGETS if target.get(one) not in (None, False)]
    if len([one for one in _SOURCES if one in raw]) != 1:
        yield _problem(document, (name,), _ONE_SOURCE, _SOURCES)
    if len(chosen) != 1:
        yield _problem(document, (name, "target"), _ONE_TARGET, _TARGETS)
    elif chosen[0] in ("percent", "share", "before") and "denominator" not in raw:
        yield _problem(document, (name, "target"), _NO_DENOMINATOR, ("denominator",))
    elif chosen[0] == "count" and "denominator" in raw:
        yield _problem(document, (name, "target"), _DENOMINATOR, ("percent", "share"))
    elif chosen[0] == "before" and not _is_day(target["before"]):
        yield _problem(document, (name, "target", "before"), _NO_SUCH_DAY, ("30/5",))
    if "measured" in raw and (raw["measured"].keys() - {"by"}) != (wants := _NEEDS[raw["measured"]["by"]]):
        yield _problem(document, (name, "measured"), _OTHER_KEYS, sorted(wants) or ("by",))


def _is_day(words: str) -> bool:
    day, month = (int(part) for part in words.split("/"))
    try:
        return bool(date(2001, month, day))
    except ValueError:
        return False


_ONE_SOURCE = Text("cần đúng một nguồn số liệu", "it takes exactly one source")
_ONE_TARGET = Text("cần đúng một mức", "it takes exactly one target")
_NO_DENOMINATOR = Text("tỷ lệ cần mẫu số", "a share needs a denominator")
_DENOMINATOR = Text("có mẫu số thì mức phải là tỷ lệ", "with a denominator the target is a share")
_NO_SUCH_DAY = Text("không có ngày này", "there is no such day")
_OTHER_KEYS = Text("cách đo này cần đúng các khóa sau", "this way of measuring takes exactly these keys")


def _problem(document: Document, path: yamlfile.Path, what: Text, wanted: Iterable[str]) -> Problem:
    names = ", ".join(wanted)
    return Problem(
        document.file, document.line(path),
        what,
        Text("chỉ tiêu không rõ thì số tính ra không có nghĩa", "a figure of an unclear indicator means nothing"),
        Text(f"dùng: {names}", f"use: {names}"),
    )  # fmt: skip


_RECORD = Text("loại hồ sơ", "kind of record")
_CONTROL = Text("kiểm soát", "control")


def _unknown(document: Document, path: yamlfile.Path, what: Text, name: str) -> Problem:
    return Problem(
        document.file, document.line(path),
        Text(f"không có {what.vi} '{name}'", f"there is no {what.en} '{name}'"),
        Text("chỉ tiêu sẽ không bao giờ đạt mà không ai rõ vì sao", "the indicator could never be met, nobody knowing why"),
        Text("sửa mã cho khớp policies/", "correct it to what policies/ holds"),
    )  # fmt: skip
