"""What is due: the calendar of duties by month, the waivers, and the action plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truongluy.action_plan import SUGGESTED_DAYS, Action, action_plan
from truongluy.dates import add_months
from truongluy.duties import Due, State, calendar, ended
from truongluy.policy import Clause
from truongluy.reports.due_words import (
    SOURCES,
    STATES,
    SYMBOLS,
    WAIVERS,
    DueRow,
    by_what,
    named,
    need,
    rows,
    when,
)
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, heading, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.vietnamese import day, number
from truongluy.reports.wording import SEVERITIES
from truongluy.verdict import Text
from truongluy.waivers import Standing, WaiverState, standing

_HERE = ""  # these pages stand at the root of the site
_AHEAD_MONTHS = 12
_CLAUSES = 4  # a control may satisfy a dozen; its own page has them all


def duties_page(joined: Joined) -> str:
    """The calendar of a year: what is late or unknown first, then month by month, then what was done."""
    on = joined.assessment.as_of
    dues = calendar(joined.inventory, joined.policy, on, add_months(on, _AHEAD_MONTHS))
    blocks: list[str] = [links.stamp(joined, _HERE), _how_read(), links.doubt_explained()]
    for title, found in _by_month(dues):
        blocks += [heading(2, title), _calendar(joined, title, found)]
    over = ended(joined.policy, on)
    if over:
        title = Text("Không còn văn bản nào yêu cầu", "Asked by nothing in force")
        cells: list[list[Nodes]] = [[duty.title, day(end)] for duty, end in over]
        heads = [Text("Nghĩa vụ", "Duty"), Text("Ngày cuối còn hiệu lực", "Last day in force")]
        blocks += [heading(2, title), table(title, heads, cells)]
    if not dues:
        blocks.append(tag("p", Text("Không có nghĩa vụ nào đến kỳ.", "Nothing is due.")))
    return page("Lịch nghĩa vụ", *blocks, hide=("navigation",))


def waivers_page(joined: Joined) -> str:
    """Every waiver with its end, who approved it, and what protects instead."""
    standings = standing(joined.inventory, joined.assessment.findings, joined.assessment.as_of)
    words = Text(
        "Miễn trừ không làm cho yêu cầu được đáp ứng: người có thẩm quyền chấp nhận điều chưa đạt đến một ngày. Hết ngày ấy, "
        "kết quả lại là không đạt.",
        "A waiver does not make anything compliant: somebody entitled to accepts a deviation until a day. After that day it "
        "fails again.",
    )
    heads = [
        Text("Miễn trừ", "Waiver"),
        Text("Tình trạng", "State"),
        Text("Lý do và biện pháp bù đắp", "Reason and what protects instead"),
        Text("Người chấp thuận", "Approved by"),
    ]
    shown = (
        table(Text("Miễn trừ", "Waivers"), heads, [_waiver(joined, one) for one in standings])
        if standings
        else tag("p", Text("Không có miễn trừ nào.", "There is no waiver."))
    )
    return page("Miễn trừ", links.stamp(joined, _HERE), tag("p", words), shown, hide=("navigation",))


def plan_page(joined: Joined) -> str:
    """Everything open, the most urgent first."""
    actions = action_plan(joined.assessment, joined.inventory, joined.policy)
    late = sum(action.overdue for action in actions)
    days = ", ".join(
        f"{SEVERITIES[name].vi.lower()} {number(given)}" for name, given in SUGGESTED_DAYS.items()
    )
    lead = Text(
        f"{number(len(actions))} việc, trong đó {number(late)} việc quá hạn.",
        f"Actions: {len(actions)}; overdue: {late}.",
    )
    words = Text(
        f"Hạn khắc phục của kết luận kiểm tra là đề nghị của dự án, tính từ ngày thu thập theo mức độ (ngày): {days}. "
        "Hạn của nghĩa vụ, hồ sơ và miễn trừ là ngày thật.",
        "The days of findings are the project's suggestion, counted from the collection by severity; those of duties, "
        "records and waivers are real.",
    )
    heads = [
        Text("Hạn", "Until"),
        Text("Việc", "What"),
        Text("Ai, ở đâu", "Who, where"),
        Text("Căn cứ", "Why"),
    ]
    shown = (
        table(Text("Kế hoạch khắc phục", "Action plan"), heads, [_action(joined, one) for one in actions])
        if actions
        else tag("p", Text("Không còn việc nào.", "Nothing is open."))
    )
    return page(
        "Kế hoạch khắc phục",
        links.stamp(joined, _HERE),
        tag("p", lead, class_="tl-lead"),
        tag("p", words),
        links.doubt_explained(),
        shown,
        hide=("navigation",),
    )


def _how_read() -> Html:
    words = Text(
        'Trong văn bản, "trước ngày 20/12" được đọc là chậm nhất ngày 19/12. Ngày và giờ là của Việt Nam. Nghĩa vụ coi là đã '
        "làm khi có hồ sơ trong kỳ và tệp của hồ sơ còn nguyên vẹn.",
        '"Before 20 December" is read as 19 December at latest. Days and hours are those of Viet Nam. A duty is done when a '
        "record of its period is there and its file is whole.",
    )
    return tag("p", words)


def _by_month(dues: Iterable[Due]) -> list[tuple[Text, list[Due]]]:
    """Late or unknown, then each month, then done: every part in the order of the calendar."""
    late = Text("Quá hạn hoặc không biết", "Overdue or unknown")
    done = Text("Đã làm", "Done")
    parts: dict[Text, list[Due]] = {late: []}
    finished: list[Due] = []
    for due in dues:
        if due.state is State.DONE:
            finished.append(due)
        elif due.state in (State.OVERDUE, State.UNKNOWN):
            parts[late].append(due)
        else:
            parts.setdefault(Text(f"Tháng {due.last.month}/{due.last.year}", f"{due.last:%m/%Y}"), []).append(
                due
            )
    return [(title, found) for title, found in [*parts.items(), (done, finished)] if found]


def _calendar(joined: Joined, title: Text, dues: Sequence[Due]) -> Html:
    heads = [
        Text("Hạn", "Last day"),
        Text("Nghĩa vụ", "Duty"),
        Text("Ai, gửi cho ai", "Who, to whom"),
        Text("Hồ sơ", "Record"),
        Text("Căn cứ", "Basis"),
    ]
    return table(title, heads, [_due(joined, row) for row in rows(dues)])


def _due(joined: Joined, row: DueRow) -> list[Nodes]:
    due = row.first
    state: list[Nodes] = [tag("span", SYMBOLS[due.state], aria_hidden="true"), " ", STATES[due.state]]
    return [
        [tag("p", when(due)), tag("p", state)],
        [
            tag("p", due.duty.title),
            tag("p", due.duty.applies_when) if due.duty.applies_when else None,
            tag("p", due.duty.reading),
        ],
        [tag("p", named(row.subjects)), tag("p", due.duty.recipient)],
        by_what(row),
        [_clauses(joined, due.basis), " ", links.doubt(not due.doubtful)],
    ]


def _waiver(joined: Joined, one: Standing) -> list[Nodes]:
    waiver = one.waiver
    person = joined.inventory.people[waiver.approved_by]
    left = Text(f"còn {number(one.days_left)} ngày", f"{one.days_left} days left")
    return [
        [
            tag("p", links.control_of(joined, waiver.control, _HERE)),
            tag("p", tag("code", waiver.file)),
            tag("p", named(waiver.devices)),
        ],
        [
            tag("p", WAIVERS[one.state]),
            tag("p", f"{day(waiver.first)} – {day(waiver.until)}"),
            tag("p", left) if one.state is WaiverState.ENDING else None,
            tag("p", need(one)),
        ],
        [
            tag("p", Text(f"Lý do: {waiver.reason.vi}", f"Reason: {waiver.reason.en}")),
            tag("p", Text(f"Bù đắp: {waiver.compensating.vi}", f"Instead: {waiver.compensating.en}")),
        ],
        [tag("p", f"{person.name}, {person.role}"), tag("p", waiver.decision) if waiver.decision else None],
    ]


def _action(joined: Joined, one: Action) -> list[Nodes]:
    clauses = [joined.policy.clauses[name] for name in one.why if name in joined.policy.clauses]
    states = [Text("quá hạn", "overdue")] if one.overdue else []
    states += [Text("đề nghị", "suggested")] if one.suggested else []
    return [
        [
            tag("p", day(one.until)),
            *[tag("p", state) for state in states],
            tag("p", SEVERITIES[one.severity]),
        ],
        [
            tag("p", one.what),
            tag("p", one.detail),
            tag("p", tag("code", one.reference), " ", SOURCES[one.source]),
        ],
        [tag("p", one.who), tag("p", named(one.subjects))],
        [_clauses(joined, clauses), " ", links.doubt(_sure(joined, clauses))],
    ]


def _sure(joined: Joined, clauses: Iterable[Clause]) -> bool:
    return all(
        clause.verified and joined.policy.documents[clause.document].validity_verified for clause in clauses
    )


def _clauses(joined: Joined, clauses: Sequence[Clause]) -> Nodes:
    """The first few, linked where their document has a page: only those in force on the day have one."""
    pages = {document.id for document in joined.documents}
    shown: list[Nodes] = []
    for clause in clauses[:_CLAUSES]:
        title = joined.policy.documents[clause.document].title.vi.split(" – ")[0]
        name = links.clause(clause, _HERE) if clause.document in pages else tag("code", clause.id)
        shown.append(tag("p", title, " ", name))
    if len(clauses) > _CLAUSES:
        more = len(clauses) - _CLAUSES
        shown.append(tag("p", Text(f"và {more} điều khoản nữa", f"and {more} more")))
    return shown
