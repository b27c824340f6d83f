"""Waivers: deviations that somebody entitled to accepted until a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from truongluy.dates import add_months
from truongluy.inventory import selection
from truongluy.inventory.rules_organisation import may_approve
from truongluy.inventory.source import Host, Source, not_a_date, problem
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document

MONTHS_AT_MOST = 12
"""A waiver is an exception with an end: whoever needs it longer signs it again."""


@dataclass(frozen=True)
class Waiver:
    """One file of waivers/: `first` and `until` are both inclusive, days in Viet Nam.

    `devices` are names, globs and sites already resolved; `line` is where the file names the control.
    """

    id: str
    file: str
    line: int
    control: str
    devices: tuple[str, ...]
    reason: Text
    compensating: Text
    approved_by: str
    first: datetime.date
    until: datetime.date
    decision: str = ""

    def covers(self, on: datetime.date) -> bool:
        """Whether the waiver holds on a day."""
        return self.first <= on <= self.until


def build(source: Source) -> dict[str, Waiver]:
    """The waivers of an inventory whose files are all sound."""
    hosts = source.deployed()
    return {stem: _waiver(stem, document, hosts) for stem, document in source.files_in("waivers").items()}


def check(source: Source) -> Iterator[Problem]:
    """Every broken rule of waivers; whether the control exists is asked where the policy is at hand."""
    people = {person["id"]: person for person in source.people}
    hosts = source.deployed()
    sound = []
    for document in source.files_in("waivers").values():
        yield from may_approve(document, ("approved_by",), people)
        for index, word in enumerate(document.data["devices"]):
            if not selection.matches(hosts, word):
                yield _nothing(document, index)
        dates = list(_dates(document))
        yield from dates
        if not dates:
            sound.append(_waiver(document.file.stem, document, hosts))
    for one, other in combinations(sound, 2):
        if _overlap(one, other):
            yield _twice(source.files_in("waivers")[other.id], one)


def _waiver(stem: str, document: Document, hosts: list[Host]) -> Waiver:
    data = document.data
    named = [name for word in data["devices"] for name in selection.matches(hosts, word)]
    return Waiver(
        id=stem,
        file=f"waivers/{document.file.name}",
        line=document.line(("control",)),
        control=data["control"],
        devices=tuple(host.name for host in hosts if host.name in named),
        reason=Text(**data["reason"]),
        compensating=Text(**data["compensating"]),
        approved_by=data["approved_by"],
        first=data["from"],
        until=data["until"],
        decision=data.get("decision", ""),
    )


def _dates(document: Document) -> Iterator[Problem]:
    data = document.data
    for key in ("from", "until"):
        if type(data[key]) is not datetime.date:
            yield not_a_date(document, (key,), "2027-03-31")
            return
    if data["until"] < data["from"]:
        yield problem(
            document,
            ("until",),
            Text("`until` trước `from`", "`until` is before `from`"),
            Text("miễn trừ không có ngày nào", "the waiver would hold on no day"),
            Text("sửa một trong hai ngày", "correct one of the two dates"),
        )
    elif data["until"] > (last := add_months(data["from"], MONTHS_AT_MOST)):
        yield problem(
            document,
            ("until",),
            Text("miễn trừ quá dài", "the waiver is too long"),
            Text(
                f"tối đa {MONTHS_AT_MOST} tháng kể từ `from`", f"at most {MONTHS_AT_MOST} months after `from`"
            ),
            Text(f"chậm nhất là {last:%d/%m/%Y}; hết hạn thì trình lại", f"at latest {last}; then ask again"),
        )


def _overlap(one: Waiver, other: Waiver) -> bool:
    shared = one.control == other.control and set(one.devices) & set(other.devices)
    return bool(shared) and one.first <= other.until and other.first <= one.until


def _nothing(document: Document, index: int) -> Problem:
    return problem(
        document,
        ("devices", index),
        Text("mục này không chọn thiết bị nào", "this entry selects no device"),
        Text("miễn trừ cho thứ không có thì không ai xem lại", "nobody reviews a waiver of nothing"),
        Text("sửa tên, mẫu tên, đơn vị hoặc loại thiết bị", "correct the name, glob, site or class"),
    )


def _twice(document: Document, first: Waiver) -> Problem:
    return problem(
        document,
        ("devices",),
        Text("hai miễn trừ trùng nhau", "two waivers overlap"),
        Text(
            f"{first.file} đã miễn cùng kiểm soát, cùng thiết bị, cùng ngày",
            f"{first.file} waives the same control of the same device on the same days",
        ),
        Text("giữ một tệp, hoặc để ngày nối tiếp nhau", "keep one, or let their days follow each other"),
    )
