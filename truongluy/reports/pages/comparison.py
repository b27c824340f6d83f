"""One page on the same evidence judged under two regimes: what changed, why, and what became of each clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from truongluy.compare import Change, Compared, Comparison, Side, alike
from truongluy.finding import SubjectKind
from truongluy.reports.chart import stacked_bars
from truongluy.reports.comparison import CHANGES, number_at, wanted
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, heading, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.pages.succession import clause_link, succession_blocks
from truongluy.reports.vietnamese import day, moment, number
from truongluy.reports.wording import badge, plain_verdict, short_title
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
        *(succession_blocks(joined, found.succession) if found.succession else ()),
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
            _requirement_name(joined, group[0].control),
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
    value = _expected(side.finding.expected) if row.change is Change.VALUE else None
    return [badge(side.finding.verdict), value, _clauses(joined, side, row.level)]


def _expected(expected: object) -> Nodes:
    return [tag("p", tag("code", name), " ", words) for name, words in wanted(expected)]


def _requirement_name(joined: Joined, name: str) -> Nodes:
    if name in joined.policy.records or name in joined.policy.budget.tests:
        return links.record_kind(joined, name)
    return links.control_of(joined, name, _HERE)


def _clauses(joined: Joined, side: Side, level: int | None) -> Nodes:
    return [
        tag("p", clause_link(joined, clause), f" ({number_at(clause, level)}) ", links.doubt(clause.verified))
        for clause in side.clauses
    ]


def _subjects(joined: Joined, rows: Iterable[Compared]) -> Nodes:
    shown: list[Nodes] = []
    for row in rows:
        level = f" (cấp {row.level})" if row.level else None
        shown.append([", " if shown else None, _subject(joined, row), level])
    return shown


def _subject(joined: Joined, row: Compared) -> Nodes:
    """A link where the site has a page of the subject: an assessed device, or a unit whose records were judged."""
    if row.subject_kind is SubjectKind.DEVICE:
        known = row.subject in joined.assessment.levels
        return links.device(row.subject, _HERE) if known else row.subject
    side = row.after or row.before
    return links.subject(joined, side.finding, _HERE) if side and joined.documentary else row.subject


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
    values = [side.finding.expected for side in (one.before, one.after) if side]
    return [
        _requirement_name(joined, one.control),
        [_expected(each) for each in (values if one.change is Change.VALUE else values[:1])],
        _side(joined, one.before, one),
        _side(joined, one.after, one),
        CHANGES[one.change],
        _subjects(joined, group),
    ]
