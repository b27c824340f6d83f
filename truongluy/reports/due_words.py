"""The words for how duties, waivers and actions stand, and rows that terminal and pages show alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from truongluy.action_plan import Source
from truongluy.duties import Due, State
from truongluy.reports.vietnamese import day, moment, number
from truongluy.verdict import Text
from truongluy.waivers import Standing, WaiverState

STATES = {
    State.OVERDUE: Text("quá hạn", "overdue"),
    State.UNKNOWN: Text("không biết", "unknown"),
    State.DUE: Text("đến kỳ", "due"),
    State.NOT_YET: Text("chưa tới kỳ", "not yet"),
    State.DONE: Text("đã làm", "done"),
}
SYMBOLS = {State.OVERDUE: "✗", State.UNKNOWN: "?", State.DUE: "◷", State.NOT_YET: "–", State.DONE: "✓"}
WAIVERS = {
    WaiverState.NOT_BEGUN: Text("chưa bắt đầu", "not begun"),
    WaiverState.IN_FORCE: Text("còn hạn", "in force"),
    WaiverState.ENDING: Text("sắp hết hạn", "ends soon"),
    WaiverState.EXPIRED: Text("đã hết hạn", "expired"),
}
SOURCES = {
    Source.FINDING: Text("kết luận kiểm tra", "finding"),
    Source.WAIVER: Text("miễn trừ", "waiver"),
    Source.RECORD: Text("hồ sơ", "record"),
    Source.DUTY: Text("nghĩa vụ", "duty"),
}
_NAMED = 4  # so many subjects are named in a row; a province has a hundred units


@dataclass(frozen=True)
class DueRow:
    """All subjects for whom one duty stands alike on one day."""

    first: Due
    subjects: tuple[str, ...]
    records: tuple[str, ...]


def rows(dues: Iterable[Due]) -> list[DueRow]:
    """Dues as rows, in their order."""
    alike: dict[tuple[object, ...], list[Due]] = {}
    for due in dues:  # what is asked may differ by level, so subjects of one row share their clauses
        basis = tuple(clause.full_id for clause in due.basis)
        key = (due.duty.id, due.last, due.at, due.state, due.late, due.incident, bool(due.record), basis)
        alike.setdefault(key, []).append(due)
    return [
        DueRow(
            found[0], tuple(one.subject for one in found), tuple(one.record for one in found if one.record)
        )
        for found in alike.values()
    ]


def named(names: Iterable[str]) -> str:
    """The first few by id, and how many more: the same in both languages."""
    known = list(names)
    more = f" (+{len(known) - _NAMED})" if len(known) > _NAMED else ""
    return ", ".join(known[:_NAMED]) + more


def but_waived(amount: int) -> Text:
    """What a claim must add when it rests on waivers; nothing when it does not."""
    if not amount:
        return Text("", "")
    return Text(
        f", trừ {number(amount)} kiểm soát được miễn có thời hạn", f", but for {amount} waived until a date"
    )


def when(due: Due) -> Text:
    """The last day, or the hour where the law counts hours; says when there is no day to count from."""
    if due.state is State.UNKNOWN and due.duty.fulfilled_by:
        return Text("chưa có mốc để tính", "nothing to count from")
    if due.at is not None:
        return Text(moment(due.at), f"{due.at.isoformat()}")
    return Text(day(due.last), day(due.last))


def by_what(row: DueRow) -> Text:
    """Which record shows it done, or was the last; how late it was."""
    due = row.first
    if not row.records:
        if not due.duty.fulfilled_by:
            return Text("không loại hồ sơ nào cho biết đã xong", "no kind of record tells whether it is done")
        return Text("chưa có hồ sơ", "no record")
    shown = named(row.records)
    if due.late:
        return Text(f"{shown} (trễ)", f"{shown} (late)")
    if due.state is State.UNKNOWN:
        return Text(f"hồ sơ {shown} không dùng được", f"the record {shown} shows nothing")
    return Text(shown, shown)


def need(one: Standing) -> Text:
    """Whether a waiver is still needed, by its devices."""
    if not one.needed:
        return Text(
            "không cần nữa: mọi thiết bị đã đạt hoặc không bị yêu cầu", "no longer needed: nothing fails"
        )
    parts = [
        (one.open, Text("chưa đạt", "not met")),
        (one.unneeded, Text("không cần nữa", "no longer needed")),
        (one.unknown, Text("chưa biết", "unknown")),
    ]
    said = [(named(devices), words) for devices, words in parts if devices]
    return Text(
        "; ".join(f"{words.vi}: {names}" for names, words in said),
        "; ".join(f"{words.en}: {names}" for names, words in said),
    )
