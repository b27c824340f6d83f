"""What a unit's page says of its money: the findings of the day, and every year and project before it."""

from __future__ import annotations

from truongluy.budget.judging import Tested
from truongluy.budget.model import Stage
from truongluy.budget.wording import NO_FIGURES, STAGES
from truongluy.finding import Finding, SubjectKind
from truongluy.inventory import Site
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, heading, table, tag
from truongluy.reports.pages import links
from truongluy.reports.wording import badge
from truongluy.verdict import Text


def security_money(joined: Joined, unit: Site) -> list[str]:
    """The block of one unit; nothing where no share was judged."""
    tests = joined.policy.budget.tests
    found = [one for one in joined.records_of(unit.id, SubjectKind.UNIT) if one.control in tests]
    if not found:
        return []
    past = [one for one in joined.shares if one.unit == unit.id]
    blocks = [heading(2, _TITLE), tag("p", _WORDS), _judged(joined, found)]
    return [*blocks, _history(past)] if past else blocks


_TITLE = Text("Kinh phí an toàn thông tin", "Money for security")
_WORDS = Text(
    "Tỷ lệ được so chính xác và cắt sau hai số lẻ: 9,999% in là 9,99%, không bao giờ là 10%. Khoản chưa biết không được "
    "tính là 0. Chuyển mạch, điểm phát Wi-Fi, máy tính thông thường không tính là sản phẩm an toàn thông tin.",
    "Shares are compared exactly and cut after two decimals: 9,999% prints as 9,99%, never as 10%. What is not known is "
    "never zero. Ordinary switches, access points and PCs do not count as security products.",
)


def _judged(joined: Joined, found: list[Finding]) -> Html:
    heads = [
        Text("Điều được xét", "What is judged"),
        Text("Kết quả", "Verdict"),
        Text("Dòng ngân sách", "Budget lines"),
        Text("Điều khoản", "Clauses"),
    ]
    rows: list[list[Nodes]] = [
        [
            tag(
                "span",
                links.record_kind(joined, one.control),
                id=links.record_anchor(one.subject, one.control),
            ),
            [badge(one.verdict), tag("p", one.message)],
            [tag("p", tag("code", place)) for place in one.evidence] or "–",
            links.clauses(joined, one.clauses),
        ]
        for one in found
    ]
    return table(
        Text("Kinh phí an toàn thông tin vào ngày đánh giá", "Money for security on the day"), heads, rows
    )


def _history(past: list[Tested]) -> Html:
    heads = [
        Text("Kỳ, dự án", "Period, project"),
        Text("Mức", "Minimum"),
        *(STAGES[stage] for stage in Stage),
        Text("Kết quả", "Verdict"),
    ]
    rows: list[list[Nodes]] = [
        [
            one.name,
            [f"{one.minimum.percent}% ", links.doubt(one.minimum.verified)],
            *(_share(one, stage) for stage in Stage),
            badge(one.verdict),
        ]
        for one in past
    ]
    return table(Text("Tỷ lệ qua các năm và dự án", "Shares of years and projects"), heads, rows)


def _share(one: Tested, stage: Stage) -> Nodes:
    ways = one.stages[stage].ways
    if not ways:
        return tag("span", NO_FIGURES, class_="tl-none")
    share = ways[0].shares[0]
    return share.shown
