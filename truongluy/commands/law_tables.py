"""What the verbs on the law print: documents and dates, clauses, and what shows them; every doubt is printed with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from truongluy.console import DOUBT, plain_table
from truongluy.coverage import LEVELS, Cover, Share, count, known_in_part, of_level
from truongluy.policy import Clause, Document, Policy
from truongluy.policy.timeline import Change, SetDate
from truongluy.reports.law_words import cover_name, threshold_name, thresholds
from truongluy.reports.vietnamese import day

_HEADS = {
    Share.MACHINE: "Máy\nAll by\nmachine",
    Share.MACHINE_IN_PART: "Phần\nIn\npart",
    Share.RECORD: "Hồ sơ\nRecord",
    Share.RULE: "Q.tắc\nRule",
    Share.OPEN: "Mở\nOpen",
    Share.NOT_APPLICABLE: "K.áp\nN/A",
}


def print_documents(
    console: Console, policy: Policy, on: date, coming: Sequence[Change], dates: Sequence[SetDate]
) -> None:
    """Which documents hold on a date, what starts or ends within the year, and the dates clauses set."""
    rows = _rows("Văn bản / Document", "Hiệu lực / Validity", f"{day(on)}")
    for document in sorted(policy.documents.values(), key=lambda one: (not one.in_force(on), one.valid_from)):
        rows.add_row(
            Line(f"{document.id}\n{document.title.vi}\n{document.title.en}"),
            Line(f"{_validity(document)}{_mark(document.validity_verified)}"),
            Line("có hiệu lực / in force" if document.in_force(on) else "không / no"),
        )
    console.print(rows)
    _heading(console, "Sắp có hiệu lực hoặc hết hiệu lực trong 12 tháng", "Starts or ends within 12 months")
    for one in coming:
        words = "bắt đầu / starts" if one.starts else "không còn hiệu lực / no longer in force"
        _line(console, f"{day(one.day)}  {one.document.id}: {words}{_mark(one.document.validity_verified)}")
    if not coming:
        _line(console, "không có / none")
    _heading(console, "Mốc thời gian do điều khoản đặt ra", "Dates that clauses set")
    for each in dates:
        _line(
            console,
            f"{day(each.day)}  {each.clause.full_id}: {threshold_name(each.what)}{_mark(each.verified)}",
        )
        _line(console, f"    {each.clause.text.vi}{_mark(each.clause.verified)}")
    if not dates:
        _line(console, "không có / none")


def print_clauses(console: Console, document: Document, on: date, covers: Mapping[str, Cover]) -> None:
    """The clauses of one document: where each stands, what it asks, what shows it."""
    state = "có hiệu lực / in force" if document.in_force(on) else "không có hiệu lực / not in force"
    _heading(console, document.title.vi, document.title.en)
    _line(console, f"{_validity(document)}{_mark(document.validity_verified)}; {day(on)}: {state}")
    _line(console, "? cấp độ là ước đoán / the levels are an estimate")
    for note in ("validity_note", "note"):
        if note in document.raw:
            _line(console, f"{document.raw[note]['vi']} / {document.raw[note]['en']}")
    rows = _rows("Điều khoản / Clause", "Cấp / Level", "Nội dung / Text", "Chứng minh / Shown by")
    for clause in document.clauses.values():
        rows.add_row(
            Line(f"{clause.id}\n{place(clause)}"),
            Line(",".join(map(str, clause.levels)) + ("" if clause.level_verified else "\n?")),
            Line(f"{clause.text.vi}\n{clause.text.en}{_mark(clause.verified)}{_thresholds(clause)}"),
            Line(_shown_by(covers[clause.full_id])),
        )
    console.print(rows)


def print_coverage(
    console: Console, policy: Policy, on: date, covers: Mapping[str, Cover], open_now: Sequence[Cover]
) -> None:
    """Per document in force and level how many clauses are shown by what; then what is open, and why."""
    rows = _rows("Văn bản, cấp / Document, level", "Số\nAll", *_HEADS.values())
    for document in policy.in_force(on):
        rows.add_row(Line(document.id, "bold"))
        for level in LEVELS:
            asked = of_level(covers, document, level)
            counted = count(asked)
            amounts = [str(counted[share]) for share in _HEADS]
            more = " *" if known_in_part(document, level) else ""
            rows.add_row(f"  cấp / level {level}{more}", str(len(asked)), *amounts)
    console.print(rows)
    _line(console, "* cấp mới biết một phần / a level that our sources know only in part")
    part = sum(1 for one in covers.values() if one.unwatched)
    _line(console, f"{part} điều khoản có kiểm soát cho loại thiết bị này mà chưa có cho loại khác / "
                   f"{part} clauses have a control for one kind of device and none for another")  # fmt: skip
    if open_now:
        _heading(console, f"Còn mở: {len(open_now)} điều khoản", f"Open: {len(open_now)} clauses")
    for one in open_now:
        reason = f"{one.reason.vi} / {one.reason.en}" if one.reason else str(cover_name(one.kind))
        _line(
            console, f"{one.clause.full_id}: {one.clause.text.vi}{_mark(one.clause.verified)}\n    {reason}"
        )


def place(clause: Clause) -> str:
    """Where the clause stands in its document: its section, or its numbers by level."""
    if section := clause.raw.get("section"):
        return str(section)
    return "; ".join(f"c{level}: {number}" for level, number in sorted(clause.numbers.items()))


def _shown_by(one: Cover) -> str:
    named = [*one.controls, *(name for names in one.others.values() for name in names)]
    reason = f"\n{one.reason.vi}\n{one.reason.en}" if one.reason else ""
    return "\n".join([str(cover_name(one.kind)), *named]) + reason


def _thresholds(clause: Clause) -> str:
    lines = "".join(f"\n{one}" for one in thresholds(clause.raw.get("thresholds") or {}))
    return f"{lines}{_mark(bool(clause.raw.get('thresholds_verified')))}" if lines else ""


def _validity(document: Document) -> str:
    return f"{day(document.valid_from)} – {day(document.valid_to) if document.valid_to else '…'}"


def _mark(verified: bool) -> str:
    return "" if verified else f"\n({DOUBT})"


def _heading(console: Console, vi: str, en: str) -> None:
    console.print(Line(f"\n{vi} / {en}", "bold"))


def _line(console: Console, words: str) -> None:
    console.print(Line(words))


def _rows(*heads: str) -> Table:
    return plain_table(*[head.replace(" / ", "\n") for head in heads])
