"""What became of each group and clause of the former standard: the blocks that a comparison of regimes ends with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from truongluy.policy import Clause, Document
from truongluy.policy.succession import ClauseLink, GroupLink, Succession
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, heading, join, table, tag
from truongluy.reports.pages import links
from truongluy.reports.wording import short_title
from truongluy.verdict import Text

_HERE = ""


def succession_blocks(joined: Joined, found: Succession) -> Iterable[str]:
    """Groups by their numbers, clauses linked through controls, and clauses without a counterpart."""
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


def clause_link(joined: Joined, clause: Clause) -> Nodes:
    """A clause with its document; a link only where the site has a page of that document."""
    document = joined.policy.documents[clause.document]
    name = (
        links.clause(clause, _HERE)
        if document in joined.documents
        else tag("span", clause.id, class_="tl-name")
    )
    return [short_title(document), " ", name]


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
