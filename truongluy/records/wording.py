"""What is said of a record: what is wrong, which document, and who must supply it."""

from __future__ import annotations

from truongluy.finding import SubjectKind
from truongluy.inventory import Inventory, Record
from truongluy.period import period_in_words
from truongluy.records.standing import RecordState, Standing
from truongluy.verdict import Text
from truongluy.words import DOUBT

STATES = {
    RecordState.VALID: Text("Còn giá trị", "Stands"),
    RecordState.MISSING: Text("Thiếu", "Missing"),
    RecordState.NOT_YET: Text("Chưa tới ngày", "Of a later day"),
    RecordState.EXPIRED: Text("Hết giá trị", "Expired"),
    RecordState.INCOMPLETE: Text("Khai chưa đủ", "Incomplete"),
    RecordState.FILE_MISSING: Text("Mất tệp", "File is gone"),
    RecordState.FILE_CHANGED: Text("Tệp đã bị sửa", "File was changed"),
    RecordState.NOT_INDEPENDENT: Text("Không độc lập", "Not independent"),
}

FIELDS = {
    "provider": Text("nhà cung cấp hoặc đơn vị thực hiện", "the provider"),
    "participants": Text("số người tham gia", "how many took part"),
    "result": Text("kết quả", "the result"),
    "valid_until": Text("ngày hết hiệu lực", "the last day it stands"),
}
_SHORT = 12
"""So many hexadecimal digits tell two hashes apart to a reader; the files hold them whole."""


def in_words(one: Standing, inventory: Inventory) -> Text:
    """The sentence of a finding."""
    speak = _SENTENCES[one.state]
    return speak(one, inventory)


def named(record: Record) -> Text:
    """A record by number, date and file."""
    return Text(
        f"{record.number} ngày {record.day:%d/%m/%Y} (records/files/{record.file})",
        f"{record.number} of {record.day:%d/%m/%Y} (records/files/{record.file})",
    )


def because(one: Standing) -> Text:
    """What sets the last day of a record, with doubt where nobody compared it with the original."""
    if one.record and one.until == one.record.valid_until:
        return Text("thời hạn ghi trong văn bản", "as the document itself says")
    if one.term is None:
        return Text("không có thời hạn", "no end")
    vi, _, en = one.term.source.partition(" / ")
    period = period_in_words(one.term.period)
    doubt = Text("", "") if one.term.verified else Text(f"; {DOUBT.vi}", f"; {DOUBT.en}")
    return Text(f"{period.vi} theo {vi}{doubt.vi}", f"{period.en} by {en or vi}{doubt.en}")


def _valid(one: Standing, inventory: Inventory) -> Text:
    words = _named(one)
    if one.until is None:
        return Text(f"có {words.vi}", f"there is {words.en}")
    why = because(one)
    return Text(
        f"có {words.vi}, đến hết {one.until:%d/%m/%Y} ({why.vi})",
        f"there is {words.en}, until {one.until:%d/%m/%Y} inclusive ({why.en})",
    )


def _missing(one: Standing, inventory: Inventory) -> Text:
    who = _supplier(one, inventory)
    title, name, shows = one.kind.title, one.subject.name, one.kind.shows
    return Text(
        f"thiếu {title.vi} của {name.vi}; phải cho thấy: {shows.vi}. Người lập: {who.vi}",
        f"{title.en} of {name.en} is missing; it must show: {shows.en}. Supplied by: {who.en}",
    )


def _not_yet(one: Standing, inventory: Inventory) -> Text:
    words, absent = _named(one), _missing(one, inventory)
    return Text(f"{absent.vi}. {words.vi} chưa tới ngày", f"{absent.en}. {words.en} is of a later day")


def _expired(one: Standing, inventory: Inventory) -> Text:
    words, who, why = _named(one), _supplier(one, inventory), because(one)
    return Text(
        f"{one.kind.title.vi}: {words.vi} hết giá trị sau ngày {one.until:%d/%m/%Y} ({why.vi}). Người lập lại: {who.vi}",
        f"{one.kind.title.en}: {words.en} expired after {one.until:%d/%m/%Y} ({why.en}). Renewed by: {who.en}",
    )


def _incomplete(one: Standing, inventory: Inventory) -> Text:
    words = _named(one)
    vi = ", ".join(FIELDS[name].vi for name in one.lacking)
    en = ", ".join(FIELDS[name].en for name in one.lacking)
    keys = ", ".join(one.lacking)
    return Text(f"{words.vi} chưa khai {vi} ({keys})", f"{words.en} does not state {en} ({keys})")


def _file_missing(one: Standing, inventory: Inventory) -> Text:
    words, who = _named(one), _supplier(one, inventory)
    return Text(
        f"không thấy tệp của {words.vi}; đặt lại tài liệu gốc. Người giữ: {who.vi}",
        f"the file of {words.en} is not there; put the original back. Kept by: {who.en}",
    )


def _file_changed(one: Standing, inventory: Inventory) -> Text:
    words, record = _named(one), one.record
    said = (record.sha256 if record else "")[:_SHORT]
    found = ((record.found_sha256 if record else "") or "")[:_SHORT]
    return Text(
        f"tệp của {words.vi} đã khác lúc khai: sha256 khai {said}…, nay {found}…; đặt lại bản gốc, "
        "hoặc xác nhận bản mới rồi sửa sha256",
        f"the file of {words.en} is not what was described: sha256 {said}… then, {found}… now; put the original "
        "back, or confirm the new one and correct sha256",
    )


def _not_independent(one: Standing, inventory: Inventory) -> Text:
    own, provider = _named(one), one.record.provider if one.record else ""
    other = named(one.rival) if one.rival else Text("", "")
    return Text(
        f"lớp 3 phải độc lập với lớp 2, nhưng cả hai là {provider}: {own.vi} và {other.vi}",
        f"layer 3 must be independent of layer 2, but both are {provider}: {own.en} and {other.en}",
    )


def _named(one: Standing) -> Text:
    return named(one.record) if one.record else one.kind.title


def _supplier(one: Standing, inventory: Inventory) -> Text:
    """The kind's words, and the person to ask: a system's contact, or who heads the unit."""
    system = inventory.systems.get(one.subject.id) if one.subject.kind is SubjectKind.SYSTEM else None
    people = [inventory.people[system.contact]] if system and system.contact in inventory.people else []
    people = people or [p for p in inventory.people.values() if p.unit == one.subject.unit and p.may_approve]
    names = ", ".join(f"{person.name}, {person.role}" for person in people)
    if not names:
        return one.kind.supplier
    return Text(f"{one.kind.supplier.vi} (hỏi {names})", f"{one.kind.supplier.en} (ask {names})")


_SENTENCES = {
    RecordState.VALID: _valid,
    RecordState.MISSING: _missing,
    RecordState.NOT_YET: _not_yet,
    RecordState.EXPIRED: _expired,
    RecordState.INCOMPLETE: _incomplete,
    RecordState.FILE_MISSING: _file_missing,
    RecordState.FILE_CHANGED: _file_changed,
    RecordState.NOT_INDEPENDENT: _not_independent,
}
