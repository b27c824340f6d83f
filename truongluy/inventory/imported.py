"""Reads what agents and device managers exported about devices that we do not read ourselves.

A report is what somebody saw, not what we describe: it lies in `imported/` and is read when devices are collected.
Schema: inventories/schemas/imported.yml; the keys of a JSON file, joined by dots, are the head of a CSV file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.inventory import imported_csv
from truongluy.inventory.classes import IMPORTED
from truongluy.inventory.model import Device
from truongluy.inventory.source import SCHEMAS
from truongluy.verdict import InputError, Problem, Text

_DAYS = ("os.supported_until", "updates.last_installed")
_MOMENTS = ("collected_at", "malware_protection.signatures_at", "room.certificate_until")
_OF_EVERY_DEVICE = ("device", "platform", "collected_at", "agent", "os", "updates")
_ENDPOINT = "poly"


@dataclass(frozen=True)
class Report:
    """What one file says of one device: `data` as the schema describes it, `place` as file:line."""

    device: str
    file: Path
    line: int
    data: Mapping[str, Any] = field(repr=False)

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return f"{self.file.name}:{self.line}"


def read(folder: Path, devices: Mapping[str, Device]) -> tuple[dict[str, Report], list[Problem]]:
    """The report on each device, and everything that is wrong; a file with a problem vouches for nothing.

    `devices` is the whole inventory: a report on a device it does not know is a problem.
    """
    found: dict[str, Report] = {}
    problems: list[Problem] = []
    twice: set[str] = set()
    for file in _files(folder, problems):
        reports, wrong = _read_file(file, devices)
        for report in reports:
            if report.device in found:
                wrong.append(_twice(report, found[report.device]))
                twice.add(report.device)
            elif not wrong:
                found[report.device] = report
        problems += wrong
        if wrong:
            found = {name: report for name, report in found.items() if report.file != file}
    # Which of two reports is true nobody can say.
    return {name: report for name, report in found.items() if name not in twice}, problems


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    for entry in entries:
        if entry.suffix not in (".json", ".csv") and entry.name != "README.md":
            problems.append(
                Problem(
                    entry,
                    0,
                    Text(
                        "chỉ báo cáo .json hoặc .csv được nằm ở đây",
                        "only .json and .csv reports belong here",
                    ),
                    Text("tệp này sẽ không được đọc", "this file would not be read"),
                    Text("xuất lại theo lược đồ, hoặc chuyển đi", "export it in our schema, or move it away"),
                )
            )
    return [entry for entry in entries if entry.suffix in (".json", ".csv")]


def _read_file(file: Path, devices: Mapping[str, Device]) -> tuple[list[Report], list[Problem]]:
    try:
        document = imported_csv.load(file) if file.suffix == ".csv" else yamlfile.load(file)
    except InputError as error:
        return [], list(error.problems)
    problems = yamlfile.secrets_in(document)
    secret_lines = {problem.line for problem in problems}
    problems += [p for p in yamlfile.check(document, SCHEMAS / "imported.yml") if p.line not in secret_lines]
    if problems:
        return [], problems
    reports = [
        Report(entry["device"], file, document.line(("devices", index)), entry)
        for index, entry in enumerate(document.data["devices"])
    ]
    for index, report in enumerate(reports):
        problems += _wrong_times(document, index, report)
        problems += _wrong_device(document, index, report, devices)
        problems += _wrong_kind(document, index, report)
    return reports, problems


def _wrong_times(document: yamlfile.Document, index: int, report: Report) -> Iterator[Problem]:
    for keys, parse in ((_DAYS, date.fromisoformat), (_MOMENTS, datetime.fromisoformat)):
        for key in keys:
            value = document.get("devices", index, *key.split("."))
            try:
                if value is not None:
                    parse(value)
            except ValueError:
                yield _problem(
                    document, ("devices", index, *key.split(".")),
                    Text(f"`{key}` không phải ngày giờ có thật", f"`{key}` is no date that exists"),
                    Text(f"báo cáo về {report.device}", f"the report on {report.device}"),
                    Text("ví dụ: 2026-11-24 hoặc 2026-11-24T07:30:00+07:00",
                         "for example: 2026-11-24 or 2026-11-24T07:30:00+07:00"),
                )  # fmt: skip


def _wrong_device(
    document: yamlfile.Document, index: int, report: Report, devices: Mapping[str, Device]
) -> Iterator[Problem]:
    known = devices.get(report.device)
    at = ("devices", index, "device")
    if known is None:
        yield _problem(
            document, at,
            Text(f"thiết bị `{report.device}` không có trong kho khai báo", f"the inventory has no device `{report.device}`"),
            Text("thiết bị lạ phải được xử lý, không được bỏ qua", "a strange device has to be dealt with, not passed over"),
            Text("khai thiết bị trong hosts/, hoặc bỏ nó khỏi báo cáo", "describe it under hosts/, or take it out of the report"),
        )  # fmt: skip
    elif known.platform not in IMPORTED or known.platform != report.data["platform"]:
        yield _problem(
            document, (*at[:2], "platform"),
            Text(f"`{report.device}` được khai là {known.platform}", f"`{report.device}` is described as {known.platform}"),
            Text(f"báo cáo chỉ nhận cho: {', '.join(IMPORTED)}", f"reports are taken for: {', '.join(IMPORTED)}"),
            Text("sửa `platform` ở báo cáo hoặc ở hosts/", "correct `platform` here or under hosts/"),
        )  # fmt: skip


def _wrong_kind(document: yamlfile.Document, index: int, report: Report) -> Iterator[Problem]:
    """A conference endpoint says `room`, a user device what the schema has besides: a key of the other kind is a slip."""
    for key in report.data:
        if key not in _OF_EVERY_DEVICE and (key == "room") != (report.data["platform"] == _ENDPOINT):
            yield _problem(
                document, ("devices", index, key),
                Text(f"`{key}` không dùng cho {report.data['platform']}", f"`{key}` is not for {report.data['platform']}"),
                Text(f"`room` chỉ dành cho {_ENDPOINT}, các khóa kia cho máy người dùng",
                     f"`room` is for {_ENDPOINT} only, the other keys for user devices"),
                Text(f"sửa `platform`, hoặc bỏ `{key}`", f"correct `platform`, or take `{key}` out"),
            )  # fmt: skip


def _twice(report: Report, first: Report) -> Problem:
    return Problem(
        report.file, report.line,
        Text(f"`{report.device}` có hai báo cáo", f"`{report.device}` has two reports"),
        Text(f"báo cáo kia ở {first.place}; không biết cái nào đúng", f"the other is {first.place}; nobody knows which is true"),
        Text("giữ lại báo cáo mới nhất", "keep the newest"),
    )  # fmt: skip


def _problem(
    document: yamlfile.Document, path: yamlfile.Path, what: Text, why: Text, remedy: Text
) -> Problem:
    return Problem(document.file, document.line(path), what, why, remedy)
