"""Duties: what is due every year, once, when a record ends, or after an incident; who owes it to whom, and why."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.policy.links import unknown_clauses
from truongluy.policy.records import RecordKind
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document

INCIDENT_MOMENTS = ("first_notice", "report", "final_report")
"""What an incident's file says was sent; a duty after an incident is fulfilled by one of them."""


@dataclass(frozen=True)
class Yearly:
    """Every year before a (month, day): its last day is the day before; records count from `opens` on."""

    before: tuple[int, int]
    opens: tuple[int, int]


@dataclass(frozen=True)
class Once:
    """One last day, inclusive."""

    by: date


@dataclass(frozen=True)
class Renewal:
    """Again when the record that shows it ends; records.yml says when that is."""


@dataclass(frozen=True)
class AfterIncident:
    """So many hours, or whole days, after a moment of an incident (`detected`, `response_ended`)."""

    moment: str
    hours: int | None
    days: int | None
    serious_only: bool


Schedule = Yearly | Once | Renewal | AfterIncident


@dataclass(frozen=True)
class Duty:
    """One duty; it stands on a day when a document of its `basis` (full clause ids) does."""

    id: str
    title: Text
    basis: tuple[str, ...]
    who: str
    levels: tuple[int, ...]
    decided_before: date | None
    applies_when: Text | None
    recipient: Text
    schedule: Schedule
    fulfilled_by: str
    reading: Text
    verified: bool


def read(file: Path) -> tuple[Mapping[str, Duty], list[Problem]]:
    """The duties of a duties.yml by id; none where there is no file."""
    if not file.is_file():
        return {}, []
    document = yamlfile.load(file)
    problems = yamlfile.check(document, file.parent / "schemas" / "duties.yml") or list(_schedules(document))
    if problems:
        return {}, problems
    return {name: _duty(name, raw) for name, raw in document.data.items()}, []


def check(file: Path, clauses: Container[str], kinds: Mapping[str, RecordKind]) -> list[Problem]:
    """Every clause and record kind that duties.yml names and that does not exist."""
    if not file.is_file():
        return []
    document = yamlfile.load(file)
    places = [
        ((name, "basis", index), clause)
        for name, raw in document.data.items()
        for index, clause in enumerate(raw["basis"])
    ]
    return [*unknown_clauses(document, places, clauses), *_fulfilments(document, kinds)]


def _duty(name: str, raw: Mapping[str, Any]) -> Duty:
    return Duty(
        id=name,
        title=Text(**raw["title"]),
        basis=tuple(raw["basis"]),
        who=raw["who"],
        levels=tuple(raw.get("levels", ())),
        decided_before=raw.get("decided_before"),
        applies_when=Text(**raw["applies_when"]) if "applies_when" in raw else None,
        recipient=Text(**raw["recipient"]),
        schedule=_schedule(raw["schedule"]),
        fulfilled_by=raw.get("fulfilled_by", ""),
        reading=Text(**raw["reading"]),
        verified=raw["verified"],
    )


def _schedule(raw: Mapping[str, Any]) -> Schedule:
    if "every_year_before" in raw:
        return Yearly(_month_day(raw["every_year_before"]), _month_day(raw["opens"]))
    if "by" in raw:
        return Once(raw["by"])
    if "after" in raw:
        serious = raw.get("serious_only", False)
        return AfterIncident(raw["after"], raw.get("hours"), raw.get("days"), serious)
    return Renewal()


def _month_day(raw: str) -> tuple[int, int]:
    month, day = raw.split("-")
    return int(month), int(day)


# What may stand together in `schedule`; anything else would be two meanings in one.
_FORMS = (
    {"every_year_before", "opens"},
    {"by"},
    {"renews"},
    {"after", "hours"},
    {"after", "hours", "serious_only"},
    {"after", "days"},
    {"after", "days", "serious_only"},
)


def _schedules(document: Document) -> Iterator[Problem]:
    for name, raw in document.data.items():
        schedule = raw["schedule"]
        if set(schedule) not in _FORMS or schedule.get("renews") is False:
            yield _problem(
                document,
                (name, "schedule"),
                Text("`schedule` không phải một cách hẹn ngày", "`schedule` is not one way to say when"),
                Text(
                    "cần `every_year_before` với `opens`, hoặc `by`, hoặc `renews: true`, hoặc `after` với `hours` hay `days`",
                    "it takes `every_year_before` with `opens`, or `by`, or `renews: true`, or `after` with `hours` or `days`",
                ),
                Text("giữ đúng một cách", "keep exactly one"),
            )


def _fulfilments(document: Document, kinds: Mapping[str, RecordKind]) -> Iterator[Problem]:
    for name, raw in document.data.items():
        known: Container[str] = INCIDENT_MOMENTS if "after" in raw["schedule"] else kinds
        given = raw.get("fulfilled_by")
        if given is None and not raw["schedule"].keys() & {"after", "renews"}:
            continue
        if given is None or given not in known:
            yield _problem(
                document,
                (name, "fulfilled_by"),
                Text(f"'{given or '…'}' không có", f"'{given or '…'}' does not exist"),
                Text(
                    "phải là một loại hồ sơ trong records.yml, hoặc mốc báo cáo của sự cố",
                    "it is a kind of record in records.yml, or a report of an incident",
                ),
                Text("sửa `fulfilled_by`", "correct `fulfilled_by`"),
            )
        elif "renews" in raw["schedule"] and not kinds[given].validity:
            yield _problem(
                document,
                (name, "fulfilled_by"),
                Text(f"hồ sơ '{given}' không có thời hạn", f"records of '{given}' never end"),
                Text("không biết khi nào phải làm lại", "nobody could tell when it is due again"),
                Text("thêm `validity` vào records.yml", "give the kind a `validity` in records.yml"),
            )


def _problem(document: Document, path: yamlfile.Path, what: Text, why: Text, remedy: Text) -> Problem:
    return Problem(document.file, document.line(path), what, why, remedy)
