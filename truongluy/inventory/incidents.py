"""Security incidents: when one was detected, and when it was reported; duties count their hours from here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from truongluy.dates import VIETNAM
from truongluy.inventory.rules_organisation import unknown
from truongluy.inventory.source import Source, problem
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document

_SENT = ("first_notice", "report", "final_report")


@dataclass(frozen=True)
class Incident:
    """One file of incidents/; all times carry an offset. `sent` has what was reported, by its key in the file."""

    id: str
    file: str
    system: str
    what: Text
    detected: datetime
    serious: bool
    response_ended: datetime | None
    sent: Mapping[str, datetime]


def build(source: Source) -> dict[str, Incident]:
    """The incidents of an inventory whose files are all sound."""
    return {stem: _incident(stem, document) for stem, document in source.files_in("incidents").items()}


def check(source: Source) -> Iterator[Problem]:
    """Every incident of an unknown system, or whose reports come before it was detected."""
    for document in source.files_in("incidents").values():
        if document.data["system"] not in source.system_files:
            yield unknown(document, ("system",), source.system_files)
        yield from _times(document)


def _incident(stem: str, document: Document) -> Incident:
    data = document.data
    return Incident(
        id=stem,
        file=f"incidents/{document.file.name}",
        system=data["system"],
        what=Text(**data["what"]),
        detected=_aware(data["detected"]),
        serious=data["serious"],
        response_ended=_aware(data["response_ended"]) if "response_ended" in data else None,
        sent={key: _aware(data[key]) for key in _SENT if key in data},
    )


def _times(document: Document) -> Iterator[Problem]:
    given = {
        key: document.data[key] for key in ("detected", "response_ended", *_SENT) if key in document.data
    }
    for key, value in given.items():
        if not isinstance(value, datetime):
            yield problem(
                document,
                (key,),
                Text(f"`{key}` không phải thời điểm", f"`{key}` is not a point in time"),
                Text("thời hạn sự cố tính theo giờ, nên cần cả giờ", "incidents are counted in hours: a day is not enough"),
                Text("ví dụ: 2026-10-01 08:30:00+07:00", "for example: 2026-10-01 08:30:00+07:00"),
            )  # fmt: skip
            return
    for key, value in given.items():
        if _aware(value) < _aware(given["detected"]):
            yield problem(
                document,
                (key,),
                Text(f"`{key}` trước lúc phát hiện", f"`{key}` is before the detection"),
                Text("chưa phát hiện thì chưa báo cáo được", "nobody reports what was not detected yet"),
                Text("sửa thời điểm; không ghi múi giờ là giờ Việt Nam", "correct it; without an offset it is Viet Nam time"),
            )  # fmt: skip


def _aware(value: datetime) -> datetime:
    """A time without an offset is Viet Nam's own."""
    return value if value.tzinfo else value.replace(tzinfo=VIETNAM)
