"""Meeting rooms for whoever organises a meeting: which can meet, what to do where one can't, and whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time

from truongluy.dates import VIETNAM, local_day
from truongluy.finding import Finding
from truongluy.inventory import Person, Room
from truongluy.inventory.rooms import all_rooms
from truongluy.reports import room_words as words
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, heading, join, link, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.vietnamese import number
from truongluy.rooms.points import Said, State, clock_time
from truongluy.rooms.readiness import SEVERE, Readiness, readiness
from truongluy.verdict import Text, Verdict

MORNING = time(8)
_NO_ENGLISH = ""


def rooms_of(joined: Joined) -> list[Room]:
    """The rooms that have a page, in inventory order."""
    return list(all_rooms(joined.inventory))


def path_of(room: Room) -> str:
    """Where a room's page stands; ids hold no two hyphens in a row, so no two rooms share it."""
    return f"rooms/{room.site}--{room.id}.md"


def asked_at(joined: Joined) -> datetime:
    """The time the pages speak of: that of the reading, or 8:00 of another day the site is written for."""
    assessment = joined.assessment
    if local_day(assessment.collected_at) == assessment.as_of:
        return assessment.collected_at
    return datetime.combine(assessment.as_of, MORNING, VIETNAM)


def rooms_index(joined: Joined) -> str:
    """Every room with its state, when it was seen, and what is to be done there."""
    told = readiness(joined.inventory, joined.assessment.evidence, asked_at(joined), policy=joined.policy)
    heads = [
        Text("Phòng", "Room"),
        Text("Tình trạng, kiểm tra lúc", "State, checked at"),
        Text("Cần làm", "To do"),
        Text("Dùng để, số chỗ", "Use, seats"),
    ]
    rows = [_row(joined, one) for one in told]
    title = Text(f"Phòng họp lúc {clock_time(asked_at(joined))}", "Meeting rooms at this time")
    return page(
        "Phòng họp",
        _lead(told),
        links.stamp(joined),
        table(title, heads, rows),
        heading(2, Text("Ý nghĩa", "What the states mean")),
        _legend(),
        hide=("navigation",),
    )


def room_page(joined: Joined, room: Room) -> str:
    """One room: its state in large words, what to do, whom to call, then all that was looked at."""
    (one,) = readiness(
        joined.inventory, joined.assessment.evidence, asked_at(joined), [room], policy=joined.policy
    )
    unit = tag("p", joined.inventory.sites[room.site].name, class_="tl-lead")
    # Whoever opens this page on a telephone in the room sees the answer first.
    blocks: list[str] = [unit, _state(one), links.stamp(joined)]
    blocks += [heading(2, Text("Việc cần làm", "What to do")), _to_do(joined, one)]
    blocks += [heading(2, Text("Gọi ai", "Whom to call")), _people(joined, one.people)]
    blocks += [heading(2, Text("Đã kiểm tra những gì", "What was looked at")), _points(joined, one)]
    if severe := list(_severe(joined, room)):
        blocks += [
            heading(2, Text("Lưu ý về an toàn thông tin", "Security findings")),
            _security(joined, severe),
        ]
    blocks += [heading(2, Text("Về phòng này", "About this room")), _about(joined, room)]
    if room.planned_equipment:
        blocks += [heading(2, Text("Thiết bị dự kiến mua", "Equipment to be bought")), _planned(room)]
    return page(room.name.vi, *blocks, hide=("navigation",))


def _lead(told: Iterable[Readiness]) -> Html:
    told = list(told)
    able = sum(one.can_meet for one in told)
    unknown = sum(one.state is State.UNKNOWN for one in told)
    vi = f"{number(able)} trong {number(len(told))} phòng họp được"
    en = f"Rooms that can meet: {able} of {len(told)}"
    more = (
        Text(f"; {number(unknown)} phòng không xác định.", f"; unknown: {unknown}.")
        if unknown
        else Text(".", ".")
    )
    return tag("p", Text(vi + more.vi, en + more.en), class_="tl-lead")


def _sentence(text: Text) -> Text:
    """The words with a capital at their head."""
    return Text(text.vi[:1].upper() + text.vi[1:], text.en[:1].upper() + text.en[1:])


def badge(state: State, names: Mapping[State, Text] = words.STATES) -> Html:
    """A state as sign and word, never by colour alone."""
    sign = tag("span", words.SYMBOLS[state], aria_hidden="true")
    return tag("span", sign, " ", names[state].vi, class_=f"tl-verdict tl-room-{state.value}")


def _row(joined: Joined, one: Readiness) -> list[Nodes]:
    room = one.room
    return [
        [link(f"{path_of(room).removeprefix('rooms/').removesuffix('.md')}.html", room.name.vi),
         tag("p", joined.inventory.sites[room.site].name.vi, class_="tl-room-unit")],
        [badge(one.state), tag("p", tag("span", words.STATES[one.state].en, class_="en", lang="en")),
         tag("p", clock_time(one.checked_at) if one.checked_at else Text("chưa kiểm tra", "not checked"))],
        tag("div", *[tag("p", _sentence(said.found)) for said in one.to_do[:3]], class_="tl-room-do") if one.to_do else "–",
        [tag("p", words.use(room.use)), tag("p", f"{number(room.seats)} chỗ")],
    ]  # fmt: skip


def _state(one: Readiness) -> Html:
    """The answer to the one question, in letters that can be read from across the room."""
    state = words.STATES[one.state]
    checked = clock_time(one.checked_at) if one.checked_at else "chưa có"
    return tag(
        "div",
        tag(
            "p",
            tag("span", words.SYMBOLS[one.state], aria_hidden="true"),
            " ",
            state.vi,
            class_="tl-room-word",
        ),
        tag("p", tag("span", state.en, lang="en")),
        tag("p", words.MEANINGS[one.state].vi),
        tag("p", f"Cho cuộc họp lúc {clock_time(one.at)}. Kiểm tra gần nhất: {checked}."),
        class_=f"tl-room tl-room-{one.state.value}",
    )


def _to_do(joined: Joined, one: Readiness) -> Html:
    again = tag(
        "p",
        Text("Kiểm tra lại ngay: ", _NO_ENGLISH),
        tag("code", f"invoke rooms -i {joined.inventory.name} --limit {one.room.site}/{one.room.id}"),
    )
    if not one.to_do:
        return join([tag("p", Text("Không có việc gì.", "Nothing.")), again])
    items = [tag("li", tag("p", tag("b", _sentence(said.found))), _remedy(said)) for said in one.to_do]
    return join([tag("ol", *items), again])


def _remedy(said: Said) -> Nodes:
    return tag("p", "→ ", _sentence(said.remedy)) if said.remedy else None


def _people(joined: Joined, people: Iterable[Person]) -> Html:
    rows: list[list[Nodes]] = [
        [person.name, person.role, joined.inventory.sites[person.unit].name.vi] for person in people
    ]
    if not rows:
        return tag("p", Text("Chưa khai người phụ trách.", "Nobody in charge is named."))
    heads = [Text("Họ tên", "Name"), Text("Chức vụ", "Position"), Text("Đơn vị", "Unit")]
    return table(Text("Người phụ trách phòng", "In charge of the room"), heads, rows)


def _points(joined: Joined, one: Readiness) -> Html:
    heads = [
        Text("Điểm kiểm tra", "Point"),
        Text("Kết quả", "State"),
        Text("Nhìn thấy gì", "What was seen"),
        Text("Thiết bị", "Device"),
    ]
    rows: list[list[Nodes]] = [
        [
            words.POINTS[said.point],
            badge(said.state, words.POINT_STATES),
            _sentence(said.found),
            _device(joined, said.device),
        ]
        for said in one.points
    ]
    return table(Text("Những điểm đã kiểm tra", "All that was looked at"), heads, rows)


def _device(joined: Joined, name: str) -> Nodes:
    assessed = {device.name for device in joined.devices}
    return links.device(name) if name in assessed else name or "–"


def _severe(joined: Joined, room: Room) -> Iterator[Finding]:
    for name in room.endpoints:
        for finding in joined.by_device.get(name, ()):
            control = joined.policy.controls.get(finding.control)
            if control and finding.verdict is Verdict.FAIL and control.severity in SEVERE:
                yield finding


def _security(joined: Joined, findings: Iterable[Finding]) -> Html:
    intro = Text(
        "Những điểm này không ngăn cuộc họp, nhưng phải được xử lý.",
        "These keep no room from meeting, and must be mended all the same.",
    )
    items = [
        tag("li", links.control_of(joined, one.control), " (", _device(joined, one.subject), ")")
        for one in findings
    ]
    return join([tag("p", intro), tag("ul", *items)])


def _about(joined: Joined, room: Room) -> Html:
    port = f"{room.port.switch}, {room.port.name}" if room.port else "–"
    names = [[", " if index else None, _device(joined, name)] for index, name in enumerate(room.endpoints)]
    rows: list[list[Nodes]] = [
        [Text("Đơn vị", "Unit"), joined.inventory.sites[room.site].name.vi],
        [Text("Dùng để", "Use"), words.use(room.use)],
        [Text("Số chỗ", "Seats"), number(room.seats)],
        [Text("Thiết bị họp", "Meeting equipment"), names or "–"],
        [Text("Lịch đặt phòng", "Calendar"), room.calendar or "–"],
        [Text("Tài khoản SIP", "SIP account"), room.sip_account or "–"],
        [Text("Vùng mạng", "Zone"), room.zone],
        [Text("Cổng mạng", "Network port"), port],
    ]
    return table(
        Text("Mô tả phòng", "The room as described"),
        [Text("Mục", "Item"), Text("Mô tả", "Description")],
        rows,
    )


def _planned(room: Room) -> Html:
    heads = [Text("Thiết bị", "Item"), Text("Số lượng", "Quantity"), Text("Năm", "Year")]
    rows: list[list[Nodes]] = [
        [one.item, number(one.quantity), str(one.year)] for one in room.planned_equipment
    ]
    return table(Text("Thiết bị dự kiến mua cho phòng", "To be bought for the room"), heads, rows)


def _legend() -> Html:
    heads = [Text("Tình trạng", "State"), Text("Nghĩa là", "It means")]
    return table(
        Text("Bốn tình trạng của phòng họp", "The four states of a room"),
        heads,
        [[badge(state), words.MEANINGS[state]] for state in words.STATES],
    )
