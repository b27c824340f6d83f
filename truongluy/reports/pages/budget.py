"""Money: how much of it goes to security, what is missing, what decides, what remedies cost, and the years to come."""

from __future__ import annotations

from enum import StrEnum

from truongluy.budget import report_words as words
from truongluy.budget.answers import Answer
from truongluy.budget.model import Stage
from truongluy.budget.money import in_dong
from truongluy.budget.report import Report, report
from truongluy.budget.wording import NO_FIGURES, STAGES
from truongluy.inventory import Site
from truongluy.policy.budget import BudgetTest
from truongluy.reports.chart import Look, bars
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, heading, join, link, page, table, tag
from truongluy.reports.pages import budget_costs as paid
from truongluy.reports.pages import links
from truongluy.reports.vietnamese import number
from truongluy.reports.wording import badge
from truongluy.verdict import Text

_MILLION = 10**6
_DECISIONS = 30
_UNIT, _PERIOD = Text("Đơn vị", "Unit"), Text("Kỳ, dự án", "Period, project")
_EXACT = Text(
    "Tỷ lệ được so chính xác và cắt sau hai số lẻ: 9,999% in là 9,99%, không bao giờ là 10%. Khoản chưa biết không được "
    "tính là 0. Thiết bị chuyển mạch, điểm phát Wi-Fi, máy tính thông thường không tính là sản phẩm an toàn thông tin, dù "
    "được cấu hình bảo mật. Tỷ lệ trong bảng tính hẹp: không kể đào tạo, diễn tập, tuyên truyền.",
    "Shares are compared exactly and cut after two decimals: 9,999% prints as 9,99%, never as 10%. What is not known is "
    "never zero. Ordinary switches, access points and PCs do not count, however securely configured. Shares in tables "
    "are strict: without training, drills and awareness.",
)


class _Piece(StrEnum):
    SECURITY = "security"
    REST = "rest"


_LOOKS = {
    _Piece.SECURITY: Look("pass", "✓", "an toàn thông tin"),
    _Piece.REST: Look("not_applicable", "–", "khoản khác"),
}


def budget_units(joined: Joined) -> list[Site]:
    """The units that have a page of money: those that declared a budget, in inventory order."""
    if not joined.policy.budget.categories:
        return []
    declared = {one.unit for one in joined.inventory.budget.files}
    return [site for name, site in joined.inventory.sites.items() if name in declared]


def report_of(joined: Joined) -> Report:
    """The report on money of the day and the findings that the site speaks of."""
    assessment = joined.assessment
    return report(joined.inventory, joined.policy, assessment.as_of, assessment.findings)


def budget_index(joined: Joined, told: Report) -> str:
    """All units: shares of all money by year, each unit's standing, then the same questions as for one unit."""
    blocks = [
        links.stamp(joined),
        tag("p", tag("span", "Money for security", class_="en", lang="en")),
        tag("p", _EXACT),
        heading(2, Text("Mọi đơn vị cộng lại", "All units together")),
        _chart("budget-all", told.together),
        _shares(joined, told, told.together),
        heading(2, Text("Từng đơn vị", "Each unit")),
        _units(joined, told),
        heading(2, Text("Theo loại đơn vị", "By kind of unit")),
        paid.kinds(told),
        heading(2, Text("Theo địa bàn của tỉnh", "By area of the province")),
        paid.areas(told) if told.areas else tag("p", words.NO_AREAS),
    ]
    return page("Ngân sách", *blocks, *_rest(joined, told), hide=("navigation", "toc"))


def budget_page(joined: Joined, told: Report, unit: Site) -> str:
    """One unit's money."""
    own = told.of_unit(unit.id)
    blocks = [
        links.stamp(joined),
        tag("p", _EXACT),
        heading(2, Text("Tỷ lệ qua các năm", "Shares of the years")),
        _chart(f"budget-{unit.id}", own.answers),
        _shares(joined, own, own.answers),
    ]
    return page(f"Ngân sách: {unit.name.vi}", *blocks, *_rest(joined, own), hide=("navigation", "toc"))


def _rest(joined: Joined, told: Report) -> list[str]:
    """What index and units say alike."""
    return [
        heading(2, Text("Còn thiếu bao nhiêu", "What is missing")),
        *_missing(joined, told),
        heading(2, Text("Quyết định phân loại làm đổi kết quả", "Decisions that change the result")),
        _decisions(told),
        heading(2, Text("Chi phí khắc phục", "What remedies cost")),
        *paid.remedies(joined, told),
        *paid.places(told),
        heading(2, Text("Dự báo năm năm", "Forecast of five years")),
        *paid.years(told),
        heading(2, Text("Căn cứ", "Basis")),
        *_basis(joined),
    ]


def _chart(name: str, found: tuple[Answer, ...]) -> Html:
    """Planned money of each year, split in two, with a line at the minimum."""
    years = [
        one for one in found if one.tested.test is BudgetTest.YEAR and one.tested.stages[Stage.PLANNED].ways
    ]
    if not years:
        return tag("p", Text("Chưa có tỷ lệ nào.", "There is no share yet."), class_="tl-none")
    rows, marks = [], []
    for one in years:
        share = one.tested.stages[Stage.PLANNED].ways[0].shares[0]
        pieces = {_Piece.SECURITY: share.security, _Piece.REST: share.total - share.security}
        rows.append((f"{one.tested.name.vi}: {share.shown} (mức {share.percent}%)", pieces))
        marks.append(share.percent)
    title = "Phần an toàn thông tin trong dự toán từng năm, vạch trên và dưới thanh là mức tối thiểu"
    caption = Text(
        "Dự toán, triệu đồng; vạch trên và dưới thanh: mức tối thiểu.",
        "Planned, million đồng; ticks above and below are the minimum.",
    )
    return join([bars(name, title, rows, lambda piece: _LOOKS[piece], _millions, marks), tag("p", caption)])


def _millions(amount: int) -> str:
    return f"{number(amount // _MILLION)} triệu"


def _shares(joined: Joined, told: Report, found: tuple[Answer, ...]) -> Html:
    heads = [_PERIOD, Text("Mức", "Minimum"), *(STAGES[stage] for stage in Stage), Text("Kết quả", "Verdict")]
    rows: list[list[Nodes]] = [
        [
            [one.tested.name, _clauses(joined, one)],
            [f"{one.tested.minimum.percent}% ", links.doubt(one.tested.minimum.verified)],
            *(_share(one, stage) for stage in Stage),
            badge(one.tested.verdict) if one.tested.unit else "–",
        ]
        for one in found
    ]
    return table(
        Text(
            f"Tỷ lệ và số tiền: {words.name_of_unit(told, told.unit or '').vi}",
            f"Shares and amounts: {words.name_of_unit(told, told.unit or '').en}",
        ),
        heads,
        rows,
    )


def _share(one: Answer, stage: Stage) -> Nodes:
    ways = one.tested.stages[stage].ways
    if not ways:
        return tag("span", NO_FIGURES, class_="tl-none")
    share = ways[0].shares[0]
    return [
        tag("p", share.shown),
        tag("p", tag("small", f"{in_dong(share.security)} / {in_dong(share.total)}")),
    ]


def _clauses(joined: Joined, one: Answer) -> Nodes:
    """The clauses, linked where their document has a page on this day."""
    listed = {document.id for document in joined.documents}
    found = [joined.policy.clauses[name] for name in one.tested.clauses]
    shown = [
        tag(
            "p",
            links.clause(each) if each.document in listed else each.full_id,
            " ",
            links.doubt(each.verified),
        )
        for each in found
    ]
    return tag("details", tag("summary", Text(f"{len(found)} điều khoản", f"{len(found)} clauses")), shown)


def _units(joined: Joined, told: Report) -> Html:
    year = told.year_of_totals
    answers = {
        one.tested.unit: one
        for one in told.answers
        if one.tested.test is BudgetTest.YEAR and year in one.tested.years
    }
    heads = [_UNIT, *(STAGES[stage] for stage in Stage), Text("Kết quả", "Verdict")]
    declared = {unit.id for unit in budget_units(joined)}
    rows: list[list[Nodes]] = []
    for name, site in joined.inventory.sites.items():
        mine = answers.get(name)
        rows.append([
            link(f"{name}.html", site.name.vi) if name in declared else site.name.vi,
            *(_share(mine, stage) if mine else tag("span", Text("chưa khai báo", "not declared"), class_="tl-none")
              for stage in Stage),
            badge(mine.tested.verdict) if mine else "?",
        ])  # fmt: skip
    return table(Text(f"Năm {year} theo đơn vị", f"{year} by unit"), heads, rows)


def _missing(joined: Joined, told: Report) -> list[str]:
    short = [(one, each) for one in told.answers for each in (*one.short, *one.so_far)]
    if not short:
        return [tag("p", Text("Không tỷ lệ nào thiếu.", "No share is short."))]
    heads = [
        _PERIOD, Text("Khoản tiền", "Money"), Text("Tỷ lệ", "Share"), Text("Thiếu", "Missing"),
        Text("Dòng dự toán đủ bù", "Lines that would do"),
    ]  # fmt: skip
    rows: list[list[Nodes]] = [
        [
            [_whose(told, one), one.tested.name],
            [
                STAGES[each.stage],
                tag("p", words.way_of(each)),
                tag("p", words.SO_FAR) if each in one.so_far else None,
            ],
            f"{each.share.shown} / {each.share.percent}%",
            words.missing_in_words(each),
            words.closing_in_words(each),
        ]
        for one, each in short
    ]
    caption = Text("Số đồng còn thiếu, hai cách hiểu", "Missing đồng, read both ways")
    return [tag("p", words.TWO_SHORTFALLS), table(caption, heads, rows)]


def _whose(told: Report, one: Answer) -> Nodes:
    return None if told.unit else [words.name_of_unit(told, one.tested.unit).vi, ", "]


def _decisions(told: Report) -> Html:
    found = [(one, each) for one in told.answers for each in one.deciding]
    if not found:
        return tag(
            "p", Text("Không quyết định đơn lẻ nào làm đổi kết quả.", "No single decision changes a result.")
        )
    heads = [_PERIOD, Text("Nếu", "If")]
    rows: list[list[Nodes]] = [
        [[_whose(told, one), one.tested.name], words.decision_in_words(each, told)]
        for one, each in found[:_DECISIONS]
    ]
    more = len(found) - _DECISIONS
    note = tag("p", Text(
        f"Còn {number(more)} quyết định nữa; xem đủ trong sổ tính của invoke budget.report.",
        f"{more} more; the workbook of invoke budget.report has all.")) if more > 0 else None  # fmt: skip
    caption = Text(
        "Mỗi dòng: một quyết định mà riêng nó đổi kết quả",
        "Each row: one decision that alone changes a result",
    )
    return join([tag("details", tag("summary", caption), table(caption, heads, rows)), note])


def _basis(joined: Joined) -> list[str]:
    """The minimums with their readings and doubts, and how a year's minimum is chosen."""
    rules = joined.policy.budget
    items = [
        tag("li", f"{one.percent}%: ", one.reading, " ", links.doubt(one.verified)) for one in rules.minimums
    ]
    items.append(tag("li", rules.judged_by.text, " ", links.doubt(rules.judged_by.verified)))
    return [tag("p", words.RECURRENT_UNCLEAR), tag("ul", *items), links.doubt_explained()]
