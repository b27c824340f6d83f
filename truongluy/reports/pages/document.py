"""One page per legal document: each clause, what shows it, what was found; gaps are shown as gaps."""

from __future__ import annotations

from truongluy.coverage import Cover, Share
from truongluy.coverage import count as shares
from truongluy.policy import Clause, Document
from truongluy.reports.joined import Joined, count
from truongluy.reports.law_words import cover_name, thresholds
from truongluy.reports.markup import Html, Nodes, heading, join, link, page, table, tag
from truongluy.reports.pages import covered, links
from truongluy.reports.pages.control import numbers
from truongluy.reports.vietnamese import day, number, percent
from truongluy.reports.wording import short_title
from truongluy.verdict import Text


def document_page(joined: Joined, document: Document) -> str:
    """How much of one document is shown, and the matrix of its clauses."""
    return page(
        document.title.vi,
        tag("p", tag("span", document.title.en, class_="en", lang="en")),
        links.stamp(joined),
        validity(document),
        *_notes(document),
        heading(2, Text("Mức độ chứng minh", "How much is shown")),
        _lead(joined, document),
        covered.by_level(document, joined.covers),
        tag("p", covered.UNWATCHED),
        heading(2, Text("Ma trận điều khoản", "Clause matrix")),
        links.doubt_explained(),
        _matrix(joined, document),
        hide=("navigation", "toc"),
    )


def _notes(document: Document) -> list[Html]:
    """What its dates rest on, where it was read, and what to know when reading it."""
    said = [document.raw[name] for name in ("validity_note", "note") if name in document.raw]
    notes = [tag("p", Text(one["vi"], one["en"])) for one in said]
    if source := document.raw.get("source"):
        notes.append(tag("p", Text(f"Đã đọc ở: {source}", "Where it was read")))
    return notes


def validity(document: Document) -> Html:
    """From when to when, with its doubt and what it rests on."""
    until = day(document.valid_to) if document.valid_to else "nay"
    english = f"In force from {document.valid_from:%d/%m/%Y} until {document.valid_to or 'now'}."
    words = Text(f"Có hiệu lực từ {day(document.valid_from)} đến {until}.", english)
    return tag("p", words, " ", links.doubt(document.validity_verified))


def _lead(joined: Joined, document: Document) -> Html:
    counted = shares(joined.covers[clause.full_id] for clause in document.clauses.values())
    total = sum(counted.values())
    shown = total - counted[Share.OPEN]
    words = Text(
        f"{number(shown)} trên {number(total)} điều khoản ({percent(shown / total)}) có kiểm soát, hồ sơ, lịch, quy tắc hoặc "
        f"chỉ tiêu chứng minh; {number(counted[Share.OPEN])} điều khoản còn mở.",
        f"{shown} of {total} clauses are shown by something; {counted[Share.OPEN]} are open.",
    )
    return tag("p", words, class_="tl-lead")


def _matrix(joined: Joined, document: Document) -> Html:
    rows = [_row(joined, clause) for clause in document.clauses.values()]
    heads = [
        Text("Điều khoản", "Clause"),
        Text("Nội dung (diễn đạt lại)", "In our own words"),
        Text("Vị trí, cấp độ", "Place, level"),
        Text("Chứng minh bằng", "Shown by"),
        Text("Kết quả", "Verdicts"),
    ]
    return table(Text("Điều khoản, chứng minh, kết quả", "Clause, what shows it, verdicts"), heads, rows)


def _row(joined: Joined, clause: Clause) -> list[Nodes]:
    cover = joined.covers[clause.full_id]
    judged = cover.controls or cover.records or cover.budget
    return [
        tag("span", clause.id, id=links.anchor(clause), class_="tl-name"),
        [clause.text, " ", links.doubt(clause.verified), _thresholds(clause)],
        _place(clause),
        covered.cell(joined.policy, cover),
        links.tally(count(joined.by_clause.get(clause.full_id, ()))) if judged else "–",
    ]


def _thresholds(clause: Clause) -> Nodes:
    lines = thresholds(clause.raw.get("thresholds") or {})
    sure = bool(clause.raw.get("thresholds_verified"))
    return [tag("p", line, " ", links.doubt(sure)) for line in lines]


def _place(clause: Clause) -> Nodes:
    """Its section and levels where the document has sections; else its number at each level."""
    section = clause.raw.get("section")
    if not section:
        return numbers(clause)
    levels = "Mọi cấp" if clause.levels == (1, 2, 3, 4, 5) else "Cấp " + ", ".join(map(str, clause.levels))
    return [tag("p", section), tag("p", levels)]


def documents_index(joined: Joined) -> str:
    """The list of documents in force."""
    rows: list[list[Nodes]] = [
        [link(f"{document.id}.html", document.title), validity(document), number(len(document.clauses))]
        for document in joined.documents
    ]
    heads = [Text("Văn bản", "Document"), Text("Hiệu lực", "Validity"), Text("Số điều khoản", "Clauses")]
    words = Text(
        "Chỉ những văn bản có hiệu lực vào ngày đánh giá; xem ngày khác bằng --as-of.",
        "Only documents in force on the date of the assessment; choose another date with --as-of.",
    )
    none = tag("p", Text("Không văn bản nào có hiệu lực.", "No document was in force."))
    listed = table(Text("Văn bản có hiệu lực", "Documents in force"), heads, rows) if rows else none
    more = tag(
        "p",
        link(
            "coverage.html", Text("Mức độ chứng minh của mọi văn bản", "How much of all documents is shown")
        ),
    )
    return page("Văn bản", links.stamp(joined), tag("p", words), join([listed]), more)


def coverage_page(joined: Joined) -> str:
    """What shows the clauses of all documents in force, and every clause that is still open."""
    covers = joined.covers
    title = Text("Điều khoản theo văn bản và cách chứng minh", "Clauses by document and what shows them")
    of = [(one, [covers[clause.full_id] for clause in one.clauses.values()]) for one in joined.documents]
    drawn = covered.chart("documents", title.vi, [(short_title(one), shares(found)) for one, found in of])
    rows = [[link(f"{one.id}.html", one.title), *covered.amounts(found)] for one, found in of]
    open_now = [cover for _, found in of for cover in found if cover.kind.share is Share.OPEN]
    return page(
        "Mức độ chứng minh",
        tag("p", tag("span", "What shows each clause", class_="en", lang="en")),
        links.stamp(joined),
        drawn,
        table(title, covered.heads([Text("Văn bản", "Document")]), rows),
        tag("p", covered.UNWATCHED),
        heading(2, Text(f"Điều khoản còn mở ({number(len(open_now))})", "Open clauses")),
        links.doubt_explained(),
        _open(open_now) if open_now else tag("p", Text("Không còn điều khoản nào.", "None is left.")),
        hide=("navigation",),
    )


def _open(open_now: list[Cover]) -> Html:
    rows: list[list[Nodes]] = [
        [
            [links.clause(one.clause), " ", tag("code", one.clause.document)],
            [one.clause.text, " ", links.doubt(one.clause.verified)],
            one.reason or cover_name(one.kind),
        ]
        for one in open_now
    ]
    heads = [
        Text("Điều khoản", "Clause"),
        Text("Nội dung (diễn đạt lại)", "In our own words"),
        Text("Còn thiếu gì", "What is missing"),
    ]
    return table(Text("Điều khoản còn mở và lý do", "Open clauses and why"), heads, rows)
