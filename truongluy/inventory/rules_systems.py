"""What must hold between an information system and the rest of the inventory."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from truongluy.inventory.rules_organisation import may_approve, unique, unknown
from truongluy.inventory.source import Source, problem
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document


def check(source: Source) -> Iterator[Problem]:
    """Every broken rule of systems, and every device that no system claims."""
    units = {unit["id"] for unit in source.units}
    people = {person["id"]: person for person in source.people}
    devices = {host.name for host in source.hosts()}
    claimed: set[str] = set()
    for document in source.system_files.values():
        for key in ("owner", "operator"):
            if document.data[key] not in units:
                yield unknown(document, (key,), units)
        if document.data["contact"] not in people:
            yield unknown(document, ("contact",), people)
        places = [(("devices", i), name) for i, name in enumerate(document.data["devices"])]
        yield from unique(document, places)
        for path, name in places:
            if name not in devices:
                yield unknown(document, path, devices)
        claimed.update(document.data["devices"])
        yield from _level(document, people)
    for host in source.hosts():
        if host.name not in claimed:
            yield host.problem(
                (),
                Text("thiết bị không thuộc hệ thống nào", "the device belongs to no information system"),
                Text(
                    "cấp độ của thiết bị lấy từ hệ thống mà nó phục vụ",
                    "a device takes its level from the systems it carries",
                ),
                Text(
                    "thêm tên thiết bị vào `devices` của một tệp trong systems/",
                    "add its name to `devices` of a file in systems/",
                ),
            )


def _level(document: Document, people: dict[str, dict]) -> Iterator[Problem]:
    level = document.data["level"]
    if type(level["date"]) is not datetime.date:
        yield problem(
            document,
            ("level", "date"),
            Text("`date` không phải ngày", "`date` is not a date"),
            Text("cần năm-tháng-ngày, không nháy, không giờ", "it takes year-month-day, no quotes, no time"),
            Text("ví dụ: 2026-08-28", "for example: 2026-08-28"),
        )
    yield from may_approve(document, ("level", "approved_by"), people)
