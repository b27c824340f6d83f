"""Records: documents an office keeps, each with its stored file, whose SHA-256 is computed when it is loaded."""

from __future__ import annotations

import datetime
import hashlib
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truongluy.inventory.rules_organisation import unknown
from truongluy.inventory.source import STORED, Source, not_a_date, problem
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document
from truongluy.yamlfile import Path as Place

MAX_BYTES = 50_000_000


@dataclass(frozen=True)
class Record:
    """One document: a record of a unit, or of some systems of the unit.

    `source` and `line` are where it is described, `file` the stored document below records/files/. `sha256` is
    what the description says of it, `found_sha256` what stands there (None when it is not there).
    """

    kind: str
    unit: str
    systems: tuple[str, ...]
    number: str
    title: str
    day: datetime.date
    signed_by: str
    file: str
    sha256: str
    found_sha256: str | None
    valid_until: datetime.date | None
    provider: str
    participants: int | None
    result: str
    note: str
    source: str
    line: int

    @property
    def whole(self) -> bool:
        """Whether the stored file is there and is what was described."""
        return self.found_sha256 == self.sha256

    def speaks_of(self, subject: str) -> bool:
        """Whether it is a record of a system, or (when it names no system) of a unit."""
        return subject in self.systems if self.systems else subject == self.unit


def build(source: Source) -> tuple[Record, ...]:
    """The records of an inventory whose files are all sound, in file order."""
    root = source.path / "records" / STORED
    return tuple(
        _record(document, index, raw, root)
        for document in source.files_in("records").values()
        for index, raw in enumerate(document.data["records"])
    )


def check(source: Source) -> Iterator[Problem]:
    """Every broken rule of records; whether the kind exists is asked where the policy is at hand."""
    seen: dict[tuple[str, str, str], str] = {}
    for document in source.files_in("records").values():
        for index, raw in enumerate(document.data["records"]):
            at: Place = ("records", index)
            yield from _subjects(source, document, at, raw)
            yield from _dates(document, at, raw)
            yield from _stored(document, at, raw, source.path / "records" / STORED)
            place = f"{document.file.name}:{document.line(at)}"
            name = (raw["unit"], raw["kind"], raw["number"])
            if name in seen:
                yield problem(
                    document, (*at, "number"),
                    Text("hồ sơ trùng số", "the record is there twice"),
                    Text(f"cùng đơn vị, cùng loại, cùng số với {seen[name]}", f"same unit, kind and number as {seen[name]}"),
                    Text("giữ một mục, hoặc sửa số", "keep one, or correct the number"),
                )  # fmt: skip
            seen.setdefault(name, place)


def _record(document: Document, index: int, raw: Mapping[str, Any], root: Path) -> Record:
    return Record(
        kind=raw["kind"],
        unit=raw["unit"],
        systems=tuple(raw.get("systems", ())),
        number=raw["number"],
        title=raw["title"],
        day=raw["date"],
        signed_by=raw["signed_by"],
        file=raw["file"],
        sha256=raw["sha256"],
        found_sha256=digest_of(root / raw["file"]),
        valid_until=raw.get("valid_until"),
        provider=raw.get("provider", ""),
        participants=raw.get("participants"),
        result=raw.get("result", ""),
        note=raw.get("note", ""),
        source=f"records/{document.file.name}",
        line=document.line(("records", index)),
    )


def digest_of(file: Path) -> str | None:
    """SHA-256 of a file in hexadecimal; None where none can be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _subjects(source: Source, document: Document, at: Place, raw: Mapping[str, Any]) -> Iterator[Problem]:
    units = {unit["id"] for unit in source.units}
    people = {person["id"] for person in source.people}
    systems = {stem: system.data for stem, system in source.system_files.items()}
    for key, known in (("unit", units), ("signed_by", people)):
        if raw[key] not in known:
            yield unknown(document, (*at, key), known)
    for position, name in enumerate(raw.get("systems", ())):
        place = (*at, "systems", position)
        if name not in systems:
            yield unknown(document, place, systems)
        elif raw["unit"] in units and raw["unit"] not in (systems[name]["owner"], systems[name]["operator"]):
            yield problem(
                document, place,
                Text("hệ thống của đơn vị khác", "the system is another unit's"),
                Text("`unit` không phải chủ quản hay đơn vị vận hành", "`unit` neither owns nor operates it"),
                Text("sửa `unit` hoặc `systems`", "correct `unit` or `systems`"),
            )  # fmt: skip


def _dates(document: Document, at: Place, raw: Mapping[str, Any]) -> Iterator[Problem]:
    wrong = [key for key in ("date", "valid_until") if key in raw and type(raw[key]) is not datetime.date]
    for key in wrong:
        yield not_a_date(document, (*at, key), "2026-11-09")
    if not wrong and raw.get("valid_until", datetime.date.max) < raw["date"]:
        yield problem(
            document, (*at, "valid_until"),
            Text("`valid_until` trước `date`", "`valid_until` is before `date`"),
            Text("hồ sơ không có giá trị ngày nào", "the record would hold on no day"),
            Text("sửa một trong hai ngày", "correct one of the two dates"),
        )  # fmt: skip


def _stored(document: Document, at: Place, raw: Mapping[str, Any], root: Path) -> Iterator[Problem]:
    """What is wrong with the way to the stored file, with the file, and with its hash if none is written."""
    steps = raw["file"].split("/")
    if "\\" in raw["file"] or any(step in ("", ".", "..") for step in steps):
        yield problem(
            document, (*at, "file"),
            Text("`file` dẫn ra ngoài records/files/", "`file` leads out of records/files/"),
            Text("tài liệu nằm ngoài kho thì không ai giữ nó nguyên vẹn", "nobody keeps a document outside whole"),
            Text("chép tài liệu vào records/files/, viết tên từ đó, ví dụ quy-che.pdf",
                 "copy it into records/files/ and write its name from there, for example quy-che.pdf"),
        )  # fmt: skip
        return
    for path in [root, *[root.joinpath(*steps[:length]) for length in range(1, len(steps) + 1)]]:
        reason = _unfit(path, last=path == root.joinpath(*steps))
        if reason:
            yield problem(
                document, (*at, "file"), reason,
                Text("chỉ nhận tệp thường nằm trong records/files/", "only a plain file below records/files/ counts"),
                Text("đặt chính tài liệu vào đó", "put the document itself there"),
            )  # fmt: skip
            return
    if "sha256" not in raw:
        actual = digest_of(root / raw["file"])
        yield problem(
            document, at,
            Text("chưa ghi `sha256` của tài liệu", "the document's `sha256` is not written"),
            Text("không có nó thì tệp bị sửa không ai biết", "without it nobody would notice a changed file"),
            Text(f"xem tài liệu đúng rồi dán: sha256: {actual}", f"if it is the right one, paste: sha256: {actual}")
            if actual else Text("đặt tài liệu vào records/files/ trước", "put the document into records/files/ first"),
        )  # fmt: skip


def _unfit(path: Path, last: bool) -> Text | None:
    """Why a step of the way can't be used; a step that is not there is no reason: the document is missing."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISLNK(found.st_mode):
        return Text("`file` đi qua liên kết mềm", "`file` goes through a symbolic link")
    if not (stat.S_ISREG(found.st_mode) if last else stat.S_ISDIR(found.st_mode)):
        return Text("`file` không phải tệp thường", "`file` is not a plain file")
    if last and found.st_size > MAX_BYTES:
        size = MAX_BYTES // 1_000_000
        return Text(f"tài liệu lớn hơn {size} MB", f"the document is larger than {size} MB")
    return None
