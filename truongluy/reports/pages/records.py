"""The records: of each unit and its systems what is there, until when, its hash, and the clauses that ask for it."""

from __future__ import annotations

from collections.abc import Iterable

from truongluy.finding import SubjectKind
from truongluy.inventory import Site
from truongluy.records import RecordState, Standing
from truongluy.records.wording import STATES, because
from truongluy.reports.joined import Joined, count
from truongluy.reports.markup import Html, Nodes, heading, link, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.pages.money import security_money
from truongluy.reports.vietnamese import day
from truongluy.reports.wording import badge
from truongluy.verdict import Text

_HASH_SHOWN = 16


def records_index(joined: Joined) -> str:
    """All units with the tally of their own records and of those of their systems."""
    rows: list[list[Nodes]] = [
        [
            link(f"{unit.id}.html", unit.name),
            links.tally(count(joined.records_of(unit.id, SubjectKind.UNIT))),
            links.tally(
                count(
                    f for name in _systems(joined, unit) for f in joined.records_of(name, SubjectKind.SYSTEM)
                )
            ),
        ]
        for unit in joined.inventory.sites.values()
        if joined.documentary
    ]
    heads = [
        Text("Đơn vị", "Unit"),
        Text("Hồ sơ của đơn vị", "Its own"),
        Text("Hồ sơ của hệ thống", "Its systems'"),
    ]
    words = Text(
        "Hồ sơ là tài liệu cho thấy điều máy không kiểm được. Mỗi loại chỉ được đòi khi một điều khoản có hiệu lực vào ngày "
        "đánh giá yêu cầu ở cấp độ của đơn vị hoặc hệ thống; mã băm của tệp được tính lại mỗi lần.",
        "A record shows what no machine can. Each kind is asked when a clause in force asks for it at the level of the unit "
        "or system; the hash of each file is computed anew every time.",
    )
    shown = (
        table(Text("Hồ sơ theo đơn vị", "Records by unit"), heads, rows)
        if rows
        else tag("p", _not_judged(joined))
    )
    return page(
        "Hồ sơ", links.stamp(joined), tag("p", words), shown, tag("p", link("../four-layers.html", _LAYERS))
    )


_LAYERS = Text("Mô hình bảo vệ bốn lớp", "The four-layer model")


def records_page(joined: Joined, unit: Site) -> str:
    """The records of one unit and of each of its systems, and what the unit spends on security."""
    blocks: list[str] = [links.stamp(joined), links.doubt_explained()]
    for subject in (unit.id, *_systems(joined, unit)):
        kind = SubjectKind.UNIT if subject == unit.id else SubjectKind.SYSTEM
        found = [one for one in joined.standings if one.subject.id == subject and one.subject.kind is kind]
        if found:
            name, level = found[0].subject.name, found[0].subject.level
            blocks += [
                heading(2, Text(f"{name.vi} (cấp độ {level})", f"{name.en} (level {level})")),
                _table(joined, name, found),
            ]
    blocks += security_money(joined, unit)
    return page(f"Hồ sơ: {unit.name.vi}", *blocks, hide=("navigation",))


def record_named(one: Standing) -> Nodes:
    """The deciding record: number, title, day, who signed it."""
    record = one.record
    if record is None:
        return tag("span", Text("chưa có", "none"), class_="tl-none")
    return [
        tag("span", record.number, class_="tl-name"),
        tag("br"),
        record.title,
        tag("br"),
        f"ngày {day(record.day)}",
    ]


def _systems(joined: Joined, unit: Site) -> list[str]:
    return [
        system.id for system in joined.inventory.systems.values() if system.owner == unit.id and system.ours
    ]


def _table(joined: Joined, name: Text, found: Iterable[Standing]) -> Html:
    heads = [
        Text("Loại hồ sơ", "Kind"),
        Text("Tình trạng", "State"),
        Text("Văn bản", "Document"),
        Text("Còn giá trị đến", "Until"),
        Text("Tệp, SHA-256", "File, SHA-256"),
        Text("Điều khoản", "Clauses"),
    ]
    return table(
        Text(f"Hồ sơ của {name.vi}", f"Records of {name.en}"), heads, [_row(joined, one) for one in found]
    )


def _row(joined: Joined, one: Standing) -> list[Nodes]:
    return [
        tag("span", one.kind.title, id=links.record_anchor(one.subject.id, one.kind.id)),
        [badge(one.verdict), tag("br"), STATES[one.state], _message(joined, one)],
        record_named(one),
        _until(one),
        _file(one),
        _clauses(joined, one),
    ]


def _message(joined: Joined, one: Standing) -> Nodes:
    """The finding's own sentence, so that page and terminal can't differ; a valid record needs none."""
    if one.state is RecordState.VALID:
        return None
    found = joined.records_of(one.subject.id, one.subject.kind)
    return [tag("p", finding.message) for finding in found if finding.control == one.kind.id]


def _until(one: Standing) -> Nodes:
    if one.record is None:
        return "–"
    if one.until is None:
        return Text("không thời hạn", "no end")
    return [day(one.until), tag("br"), tag("small", because(one))]


def _file(one: Standing) -> Nodes:
    record = one.record
    if record is None:
        return "–"
    found = f"{record.found_sha256[:_HASH_SHOWN]}…" if record.found_sha256 else "–"
    return [tag("code", record.file), tag("br"), tag("code", found, title=record.found_sha256 or "")]


def _clauses(joined: Joined, one: Standing) -> Nodes:
    if not one.clauses:
        return Text("không văn bản nào đòi vào ngày này", "nothing asks for it on this day")
    return links.clauses(joined, one.clauses)


def _not_judged(joined: Joined) -> Text:
    if not joined.policy.records:
        return Text("Chính sách chưa có loại hồ sơ nào.", "The policy has no kind of record.")
    return Text(
        "Lần đánh giá này chỉ gồm một số thiết bị, nên không xét hồ sơ.",
        "This run judged some devices only, so no record was looked at.",
    )
