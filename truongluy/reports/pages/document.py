"""One page per legal document: each clause, its controls, what they found; gaps are shown as gaps."""

from __future__ import annotations

from truongluy.policy import Clause, Document
from truongluy.reports.joined import Joined, count
from truongluy.reports.markup import Html, Nodes, heading, join, link, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.pages.control import numbers
from truongluy.reports.vietnamese import day, number, percent
from truongluy.reports.wording import NO_CONTROL
from truongluy.verdict import Text


def document_page(joined: Joined, document: Document) -> str:
    """The matrix of one document."""
    return page(
        document.title.vi,
        tag("p", tag("span", document.title.en, class_="en", lang="en")),
        links.stamp(joined),
        _validity(document),
        _coverage(joined, document),
        links.doubt_explained(),
        heading(2, Text("Ma trận điều khoản", "Clause matrix")),
        _matrix(joined, document),
        hide=("navigation", "toc"),
    )


def _validity(document: Document) -> Html:
    until = day(document.valid_to) if document.valid_to else "nay"
    english = f"In force from {document.valid_from:%d/%m/%Y} until {document.valid_to or 'now'}."
    words = Text(f"Có hiệu lực từ {day(document.valid_from)} đến {until}.", english)
    return tag("p", words, " ", links.doubt(document.validity_verified))


def _coverage(joined: Joined, document: Document) -> Html:
    total = len(document.clauses)
    covered = sum(clause.full_id in joined.policy.controls_of_clause for clause in document.clauses.values())
    share = percent(covered / total) if total else "–"
    words = Text(
        f"{number(covered)} trên {number(total)} điều khoản ({share}) có ít nhất một kiểm soát máy. "
        "Điều khoản còn lại phải chứng minh bằng hồ sơ hoặc bằng kiểm soát chưa viết.",
        f"{covered} of {total} clauses have a machine control; the others need records or new controls.",
    )
    return tag("p", words, class_="tl-lead")


def _matrix(joined: Joined, document: Document) -> Html:
    rows = [_row(joined, clause) for clause in document.clauses.values()]
    heads = [
        Text("Điều khoản", "Clause"),
        Text("Nội dung (diễn đạt lại)", "In our own words"),
        Text("Số điều theo cấp độ", "Number by level"),
        Text("Kiểm soát", "Controls"),
        Text("Kết quả", "Verdicts"),
    ]
    return table(Text("Điều khoản, kiểm soát, kết quả", "Clause, controls, verdicts"), heads, rows)


def _row(joined: Joined, clause: Clause) -> list[Nodes]:
    controls = joined.policy.controls_of_clause.get(clause.full_id, ())
    return [
        tag("span", clause.id, id=links.anchor(clause), class_="tl-name"),
        [clause.text, " ", links.doubt(clause.verified)],
        numbers(clause),
        [tag("p", links.control(control)) for control in controls]
        or tag("span", NO_CONTROL, class_="tl-none"),
        links.tally(count(joined.by_clause.get(clause.full_id, ()))) if controls else "–",
    ]


def documents_index(joined: Joined) -> str:
    """The list of documents in force."""
    rows: list[list[Nodes]] = [
        [link(f"{document.id}.html", document.title), _validity(document), number(len(document.clauses))]
        for document in joined.documents
    ]
    heads = [Text("Văn bản", "Document"), Text("Hiệu lực", "Validity"), Text("Số điều khoản", "Clauses")]
    words = Text(
        "Chỉ những văn bản có hiệu lực vào ngày đánh giá; xem ngày khác bằng --as-of.",
        "Only documents in force on the date of the assessment; choose another date with --as-of.",
    )
    none = tag("p", Text("Không văn bản nào có hiệu lực.", "No document was in force."))
    listed = table(Text("Văn bản có hiệu lực", "Documents in force"), heads, rows) if rows else none
    return page("Văn bản", links.stamp(joined), tag("p", words), join([listed]))
