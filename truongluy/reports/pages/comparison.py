"""One page on the same evidence judged under two regimes: what changed, why, and what became of each clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from truongluy.compare import Change, Compared, Comparison, Side, alike
from truongluy.finding import SubjectKind
from truongluy.policy import Clause, Document
from truongluy.policy.succession import ClauseLink, GroupLink, Succession
from truongluy.reports.chart import stacked_bars
from truongluy.reports.comparison import CHANGES, number_at
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, heading, join, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.vietnamese import day, moment, number
from truongluy.reports.wording import badge, expectation, plain_verdict, short_title, value_in_words
from truongluy.verdict import Text, Verdict

_HERE = ""
_NOT_ASKED = Text("không yêu cầu", "not asked")


def comparison_page(joined: Joined, found: Comparison) -> str:
    """The page; `joined` is the second day's assessment, whose pages it links to."""
    return page(
        "So sánh hai chế độ quy định",
        tag("p", tag("span", "The same evidence under two regimes", class_="en", lang="en")),
        links.stamp(joined, _HERE),
        _lead(joined, found),
        links.doubt_explained(),
        heading(2, Text("Kết quả của hai ngày", "Verdicts of both days")),
        _counts(found),
        heading(2, Text("Điều gì khác", "What differs")),
        _ways(found),
        _changes(joined, found),
        *_borrowed(joined, found),
        heading(2, Text("Từng yêu cầu: điều khoản khi đó và nay", "Each requirement: clauses then and now")),
        _requirements(joined, found),
        *(_succession(joined, found.succession) if found.succession else ()),
        hide=("navigation",),
    )


def _lead(joined: Joined, found: Comparison) -> Html:
    before, after = found.before, found.after
    said = [_documents(joined, one.documents) for one in (before, after)]
    words = Text(
        f"Cùng một chứng cứ, thu thập {moment(after.collected_at)}, được đánh giá theo văn bản có hiệu lực ngày "
        f"{day(before.as_of)} ({said[0]}) và ngày {day(after.as_of)} ({said[1]}). Thiết bị không đổi; chỉ quy định khác.",
        f"The same evidence judged by what was in force on {day(before.as_of)} and on {day(after.as_of)}. "
        "No device changed; only the rules did.",
    )
    run = tag("code", f"{after.run} SHA-256 {after.sha256}") if after.run else None
    return tag(
        "div",
        tag("p", words, class_="tl-lead"),
        tag("p", Text("Chứng cứ: ", "Evidence: "), run) if run else None,
    )


def _documents(joined: Joined, names: Iterable[str]) -> str:
    documents = [joined.policy.documents[name] for name in names if name in joined.policy.documents]
    chosen = [document for document in documents if document.kind == "standard"] or documents
    return "; ".join(short_title(document) for document in chosen) or "–"


def _counts(found: Comparison) -> str:
    rows: list[tuple[str, Mapping[Verdict, int]]] = [
        (f"Ngày {day(one.as_of)}", one.counts) for one in (found.before, found.after)
    ]
    title = "Kết quả của cùng một chứng cứ"
    heads: list[Nodes] = [
        Text("Ngày", "Day"),
        *[plain_verdict(one) for one in Verdict],
        Text("Tổng", "Total"),
    ]
    cells = [
        [label, *[number(counts[one]) for one in Verdict], number(sum(counts.values()))]
        for label, counts in rows
    ]
    return f"{stacked_bars('comparison', title, rows)}\n\n{table(f'{title} (số kết luận)', heads, cells)}"


def _ways(found: Comparison) -> Html:
    heads = [Text("Khác như thế nào", "In what way"), Text("Số yêu cầu", "Requirements")]
    rows: list[Sequence[Nodes]] = [
        [CHANGES[change], number(amount)] for change, amount in found.counts.items()
    ]
    return table(
        Text("Mỗi yêu cầu trên mỗi đối tượng được đếm một lần", "Each requirement of each subject once"),
        heads,
        rows,
    )


def _changes(joined: Joined, found: Comparison) -> Html:
    if not found.changed:
        same = "Mọi yêu cầu được hỏi ở cả hai ngày, với cùng giá trị và cùng kết quả."
        return tag("p", Text(same, "Everything is asked on both days, with the same values and verdicts."))
    heads = [
        Text("Yêu cầu", "Requirement"),
        Text(f"Ngày {day(found.before.as_of)}", "First day"),
        Text(f"Ngày {day(found.after.as_of)}", "Second day"),
        Text("Vì sao", "Why"),
        Text("Ở đâu", "Where"),
    ]
    rows: list[Sequence[Nodes]] = [
        [
            links.control_of(joined, group[0].control, _HERE),
            _side(joined, group[0].before, group[0]),
            _side(joined, group[0].after, group[0]),
            [
                tag("b", CHANGES[group[0].change]),
                tag("br"),
                group[0].why.text,
                " ",
                links.doubt(group[0].why.verified),
            ],
            _subjects(joined, group),
        ]
        for group in alike(found.changed)
    ]
    return table(Text("Điều khác nhau và lý do", "What differs, and why"), heads, rows)


def _side(joined: Joined, side: Side | None, row: Compared) -> Nodes:
    """A verdict, what it was judged by where that changed, and the clauses that asked it."""
    if side is None:
        return tag("span", _NOT_ASKED, class_="tl-none")
    wanted = _expected(side.finding.expected) if row.change is Change.VALUE else None
    return [badge(side.finding.verdict), wanted, _clauses(joined, side, row.level)]


def _expected(expected: object) -> Nodes:
    if not isinstance(expected, Mapping):
        return tag("p", value_in_words(expected))
    return [tag("p", tag("code", path), " ", words) for path, words in expectation(expected)]


def _clauses(joined: Joined, side: Side, level: int | None) -> Nodes:
    return [
        tag("p", clause_link(joined, clause), f" ({number_at(clause, level)}) ", links.doubt(clause.verified))
        for clause in side.clauses
    ]


def clause_link(joined: Joined, clause: Clause) -> Nodes:
    """A clause with its document; a link only where the site has a page of that document."""
    document = joined.policy.documents[clause.document]
    name = (
        links.clause(clause, _HERE)
        if document in joined.documents
        else tag("span", clause.id, class_="tl-name")
    )
    return [short_title(document), " ", name]


def _subjects(joined: Joined, rows: Iterable[Compared]) -> Nodes:
    shown: list[Nodes] = []
    for row in rows:
        known = row.subject_kind is SubjectKind.DEVICE and row.subject in joined.assessment.levels
        level = f" (cấp {row.level})" if row.level else None
        shown.append(
            [", " if shown else None, links.device(row.subject, _HERE) if known else row.subject, level]
        )
    return shown


def _borrowed(joined: Joined, found: Comparison) -> list[str]:
    rows = {row.control: row.borrowed for row in found.rows if row.borrowed}
    if not rows:
        return []
    words = Text(
        f"Những kiểm soát này được hỏi ngày {day(found.before.as_of)}, nhưng con số dùng để đánh giá chỉ có trong văn bản ra "
        "sau: nguồn của dự án không cho biết con số của văn bản cũ. “Không đạt” ở ngày trước vì thế chưa nói rằng trái "
        "văn bản cũ.",
        "Asked on the first day, but the number they are judged by stands only in a later text: our sources do not carry the "
        "older number. A fail on the first day is therefore no proof against the older text.",
    )
    heads = [Text("Kiểm soát", "Control"), Text("Số do văn bản này nêu", "The number comes from")]
    listed: list[Sequence[Nodes]] = [
        [links.control_of(joined, name, _HERE), "; ".join(short_title(one) for one in documents)]
        for name, documents in rows.items()
    ]
    top = heading(2, Text("Con số mượn của văn bản chưa có hiệu lực", "Numbers of a text not in force then"))
    return [top, tag("p", words), table(Text("Số mượn", "Borrowed numbers"), heads, listed)]


def _requirements(joined: Joined, found: Comparison) -> Html:
    """One row per requirement, level and outcome, so that a thousand like devices are one row."""
    groups: dict[tuple[object, ...], list[Compared]] = {}
    for row in found.rows:
        sides = [
            (side.finding.verdict, repr(side.finding.expected)) if side else None
            for side in (row.before, row.after)
        ]
        groups.setdefault((row.control, row.level, *sides, row.why), []).append(row)
    heads = [
        Text("Yêu cầu", "Requirement"),
        Text("Giá trị", "Value"),
        Text(f"Ngày {day(found.before.as_of)}", "First day"),
        Text(f"Ngày {day(found.after.as_of)}", "Second day"),
        Text("Khác", "Differs"),
        Text("Ở đâu", "Where"),
    ]
    rows = [_requirement(joined, group) for group in groups.values()]
    return table(Text("Mọi yêu cầu của hai ngày", "All requirements of both days"), heads, rows)


def _requirement(joined: Joined, group: Sequence[Compared]) -> Sequence[Nodes]:
    one = group[0]
    wanted = [side.finding.expected for side in (one.before, one.after) if side]
    return [
        links.control_of(joined, one.control, _HERE),
        [_expected(each) for each in (wanted if one.change is Change.VALUE else wanted[:1])],
        _side(joined, one.before, one),
        _side(joined, one.after, one),
        CHANGES[one.change],
        _subjects(joined, group),
    ]


def _succession(joined: Joined, found: Succession) -> Iterable[str]:
    former, present = (
        joined.policy.documents[one] for one in (found.crosswalk.former, found.crosswalk.present)
    )
    titles = f"{short_title(former)} → {short_title(present)}"
    yield heading(2, Text(f"Đối chiếu {titles}", "Crosswalk"))
    yield tag("p", found.crosswalk.source, " ", links.doubt(found.crosswalk.verified))
    yield _groups(joined, found, former, present)
    yield heading(2, Text("Điều khoản nối với nhau qua kiểm soát", "Clauses linked through controls"))
    yield _clause_links(joined, found)
    yield heading(2, Text("Điều khoản không có tương ứng", "Clauses without a counterpart"))
    yield _alone(joined, found, former, present)


def _groups(joined: Joined, found: Succession, former: Document, present: Document) -> Html:
    heads: list[Nodes] = [
        Text("Nhóm", "Group"),
        f"Số mục {short_title(former)}",
        f"Số mục {short_title(present)}",
        Text("Điều khoản tiếp nhận", "Taken up by"),
    ]
    rows = [_group(joined, found, link) for link in found.groups]
    return table(
        Text("Từng nhóm yêu cầu của tiêu chuẩn cũ", "Each group of the former standard"), heads, rows
    )


def _group(joined: Joined, found: Succession, link: GroupLink) -> Sequence[Nodes]:
    taken_up: list[Nodes] = [[clause_link(joined, clause), " "] for clause in link.present]
    return [
        [tag("span", link.group, class_="tl-name"), " ", link.title],
        _numbers(link.former_numbers, found.levels),
        [_numbers(link.present_numbers, found.levels), " ", links.doubt(found.crosswalk.verified)],
        taken_up or "–",
    ]


def _numbers(numbers: Mapping[int, str], levels: Iterable[int]) -> Nodes:
    shown = [tag("span", f"Cấp {level}: {numbers.get(level, '–')}", class_="tl-number") for level in levels]
    return join(shown)


def _clause_links(joined: Joined, found: Succession) -> Html:
    heads = [
        Text("Điều khoản cũ", "Former clause"),
        Text("Nội dung (diễn đạt lại)", "In our own words"),
        Text("Điều khoản nay", "Present clauses"),
        Text("Qua kiểm soát", "Through controls"),
    ]
    linked = [link for link in found.clauses if link.present]
    caption = Text("Cùng một kiểm soát đáp ứng cả hai bên", "One control satisfies both sides")
    return table(caption, heads, [_clause_link(joined, link) for link in linked])


def _clause_link(joined: Joined, link: ClauseLink) -> Sequence[Nodes]:
    return [
        clause_link(joined, link.former),
        [link.former.text, " ", links.doubt(link.former.verified)],
        [tag("p", clause_link(joined, one), " ", links.doubt(one.verified)) for one in link.present],
        [tag("p", links.control_of(joined, name, _HERE)) for name in link.controls],
    ]


def _alone(joined: Joined, found: Succession, former: Document, present: Document) -> Html:
    heads = [Text("Cấp độ", "Level"), Text("Loại", "Kind"), Text("Điều khoản", "Clauses")]
    rows: list[Sequence[Nodes]] = []
    for level in found.levels:
        if level not in found.begun:
            unknown = Text("bảng đối chiếu chưa có cấp này", "the crosswalk does not speak of this level")
            rows.append([str(level), tag("span", unknown, class_="tl-none"), "–"])
            continue
        begun = Text(f"{short_title(present)}: mới, không có tiền thân", "new, without a predecessor")
        ended = Text(f"{short_title(former)}: không có kế thừa", "without a successor")
        rows.append([str(level), begun, _list(joined, found.begun[level])])
        rows.append([str(level), ended, _list(joined, found.ended[level])])
    return table(Text("Không có tương ứng, theo cấp độ", "Without a counterpart, by level"), heads, rows)


def _list(joined: Joined, clauses: Iterable[Clause]) -> Nodes:
    shown = [
        tag("p", clause_link(joined, one), ": ", one.text, " ", links.doubt(one.verified)) for one in clauses
    ]
    return shown or "–"
