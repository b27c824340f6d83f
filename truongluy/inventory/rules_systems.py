"""What must hold between an information system and the rest of the inventory."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from truongluy.inventory.rules_organisation import unique, unknown
from truongluy.inventory.source import Source, not_a_date, problem
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document, Path

_OWN_ONLY = ("owner", "operator", "devices", "part_of", "state")


def check(source: Source) -> Iterator[Problem]:
    """Every broken rule of systems, and every device that no system claims."""
    people = {person["id"]: person for person in source.people}
    devices = {host.name for host in source.hosts()}
    claimed: set[str] = set()
    for document in source.system_files.values():
        if document.data["contact"] not in people:
            yield unknown(document, ("contact",), people)
        if document.data.get("hosted") == "external":
            yield from _external(document)
        else:
            yield from _own(source, document)
        places = [(("devices", i), name) for i, name in enumerate(document.data.get("devices", ()))]
        yield from unique(document, places)
        for path, name in places:
            if name not in devices:
                yield unknown(document, path, devices)
        claimed.update(document.data.get("devices", ()))
        yield from _facts(document)
        if "level" in document.data:
            yield from _level(document, people)
    yield from _circles(source)
    yield from _unclaimed(source, claimed)


def _unclaimed(source: Source, claimed: set[str]) -> Iterator[Problem]:
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


def _own(source: Source, document: Document) -> Iterator[Problem]:
    """A system of ours has an owner and an operator; in service it runs on devices, and those need its level."""
    units = {unit["id"] for unit in source.units}
    for key in ("owner", "operator"):
        if key not in document.data:
            yield _missing(document, (key,), "hệ thống là của ta", "the system is ours")
        elif document.data[key] not in units:
            yield unknown(document, (key,), units)
    if "external_owner" in document.data:
        yield _not_here(document, ("external_owner",), "hệ thống là của ta", "the system is ours")
    if "devices" in document.data:
        if "level" not in document.data:
            yield _missing(
                document, ("level",), "thiết bị lấy cấp độ từ đây", "its devices take their level from it"
            )
    elif document.data.get("state") != "planned":
        yield _missing(document, ("devices",), "hệ thống đang dùng", "the system is in service")


def _external(document: Document) -> Iterator[Problem]:
    """Of another body's system we know only that body's name, or that we do not know it."""
    for key in _OWN_ONLY:
        if key in document.data:
            yield _not_here(document, (key,), "hệ thống của cơ quan khác", "the system is another body's")
    if "external_owner" not in document.data:
        yield _missing(
            document, ("external_owner",), "hệ thống của cơ quan khác", "the system is another body's"
        )


def _missing(document: Document, path: Path, vi: str, en: str) -> Problem:
    return problem(
        document,
        path[:-1],
        Text(f"thiếu khóa `{path[-1]}`", f"the key `{path[-1]}` is missing"),
        Text(vi, en),
        Text(
            f"thêm `{path[-1]}`, hoặc sửa `hosted`, `state`",
            f"add `{path[-1]}`, or correct `hosted`, `state`",
        ),
    )


def _not_here(document: Document, path: Path, vi: str, en: str) -> Problem:
    return problem(
        document,
        path,
        Text(f"`{path[-1]}` không thuộc về đây", f"`{path[-1]}` does not belong here"),
        Text(vi, en),
        Text(f"bỏ `{path[-1]}`, hoặc sửa `hosted`", f"take `{path[-1]}` away, or correct `hosted`"),
    )


def _facts(document: Document) -> Iterator[Problem]:
    """Facts that contradict each other, in the system and in its components."""
    parts: list[tuple[Path, dict[str, Any]]] = [((), document.data)]
    components = list(enumerate(document.data.get("components", ())))
    yield from unique(document, [(("components", i, "id"), one["id"]) for i, one in components])
    parts += [(("components", i), {**document.data, **one}) for i, one in components]
    for path, data in parts:
        subjects = data.get("subjects", {})
        if subjects.get("sensitive", 0) > subjects.get("basic", subjects.get("sensitive", 0)):
            yield problem(
                document,
                (*path, "subjects"),
                Text("`sensitive` lớn hơn `basic`", "`sensitive` exceeds `basic`"),
                Text(
                    "`basic` là tất cả mọi người, `sensitive` là một số trong họ",
                    "`basic` counts everybody, `sensitive` some of them",
                ),
                Text("sửa số người", "correct the numbers"),
            )


def _circles(source: Source) -> Iterator[Problem]:
    """`part_of` leads to a system, and in the end to one that is part of none."""
    files = source.system_files
    for stem, document in files.items():
        whole = document.data.get("part_of")
        if whole is None:
            continue
        if whole not in files or whole == stem:
            yield unknown(document, ("part_of",), set(files) - {stem})
            continue
        seen = [stem]
        while whole is not None and whole in files and whole not in seen:
            seen.append(whole)
            whole = files[whole].data.get("part_of")
        if whole == stem:
            yield problem(
                document,
                ("part_of",),
                Text("`part_of` đi vòng", "`part_of` goes round in a circle"),
                Text(" > ".join([*seen, stem]), " > ".join([*seen, stem])),
                Text("hệ thống lớn nhất không có `part_of`", "the largest system has no `part_of`"),
            )


def _level(document: Document, people: dict[str, dict]) -> Iterator[Problem]:
    level = document.data["level"]
    if type(level["date"]) is not datetime.date:
        yield not_a_date(document, ("level", "date"), "2026-08-28")
    if document.data.get("hosted") == "external":
        if "approved_by" in level:
            words = "cấp độ do cơ quan chủ quản phê duyệt", "the body that owns the system approves its level"
            yield _not_here(document, ("level", "approved_by"), *words)
    elif "approved_by" not in level:
        words = "phải biết ai đã phê duyệt cấp độ", "who approved the level must be known"
        yield _missing(document, ("level", "approved_by"), *words)
    else:
        yield from _approver(document, level["approved_by"], people)


def _approver(document: Document, name: str, people: dict[str, dict]) -> Iterator[Problem]:
    if name not in people:
        yield unknown(document, ("level", "approved_by"), people)
    elif not people[name]["may_approve"]:
        yield problem(
            document,
            ("level", "approved_by"),
            Text("người này không có quyền phê duyệt", "this person may not approve"),
            Text(
                "`may_approve` trong organisation.yml là false", "`may_approve` in organisation.yml is false"
            ),
            Text("nêu người đã ký quyết định", "name the person who signed the decision"),
        )
