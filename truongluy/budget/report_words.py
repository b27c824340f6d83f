"""What is said of answers, costs and forecasts, the same on terminal, pages and in the workbook."""

from __future__ import annotations

from truongluy.budget.answers import Missing
from truongluy.budget.model import Stage
from truongluy.budget.money import grouped, in_dong
from truongluy.budget.needed import Needed
from truongluy.budget.prices import Per
from truongluy.budget.remedies import Cost, Origin
from truongluy.budget.report import Report
from truongluy.budget.sensitivity import Decision, DecisionKind
from truongluy.budget.wording import STAGES
from truongluy.verdict import Text

ORIGINS = {
    Origin.FINDING: Text("điểm chưa đạt", "open findings"),
    Origin.WAIVER: Text("miễn trừ kết thúc", "waivers that end"),
    Origin.REPLACEMENT: Text("thay thiết bị hết hỗ trợ", "devices out of support"),
    Origin.EQUIPMENT: Text("thiết bị phòng họp dự kiến", "planned room equipment"),
}
UNIT_KINDS = {
    "department": Text("Sở", "Department"),
    "school": Text("Trường", "School"),
    "centre": Text("Trung tâm", "Centre"),
    "other": Text("Khác", "Other"),
}
PAID_ONCE = Text(
    "Việc trả một lần cho tất cả được tính ở mỗi nơi cần nó, nên tổng các nơi có thể lớn hơn tổng chung.",
    "What is paid once for all is counted in each place that needs it: the places together may exceed the whole.",
)
PER = {
    Per.EACH: Text("mỗi thiết bị, hệ thống hoặc chiếc", "each device, system or piece"),
    Per.UNIT: Text("mỗi đơn vị", "each unit"),
    Per.ONCE: Text("một lần cho tất cả", "once for all"),
}
NO_PRICE = Text("chưa có giá", "no price")
NO_AREAS = Text(
    "Chưa đơn vị nào ghi địa bàn (`area` trong organisation.yml), nên không tổng hợp theo địa bàn của tỉnh.",
    "No unit says in which area of the province it lies (`area` in organisation.yml): no totals by area.",
)
OF_NO_UNIT = Text("Không của riêng đơn vị nào", "Of no unit")
OF_NO_AREA = Text("Chưa ghi địa bàn", "No area given")
NO_EVIDENCE = Text(
    "Chưa có chứng cứ đánh giá: chưa biết điểm chưa đạt nào, nên chưa tính chi phí khắc phục chúng.",
    "There is no evidence yet: nobody knows the open findings, so that their cost is not counted.",
)
RECURRENT_UNCLEAR = Text(
    "Điều 38 khoản 1 Luật 116/2025 nói 15% của chương trình, đề án, dự án đầu tư; chưa rõ có tính cả chi thường xuyên không. "
    "Vì vậy mỗi tỷ lệ được tính cả hai cách: mọi khoản chi, và riêng chi đầu tư (khi ấy mọi khoản chi theo mức 10%).",
    "Article 38.1 of Law 116/2025 asks 15% of programmes, schemes and investment projects; whether recurrent money counts "
    "is unclear. Every share is therefore shown both ways: of all money, and of capital money alone (then 10% of all).",
)
TWO_SHORTFALLS = Text(
    "«Chuyển» là số đồng phải chuyển sang an toàn thông tin khi tổng giữ nguyên; «bổ sung» là số đồng an toàn thông tin "
    "phải thêm vào khi các khoản khác giữ nguyên (tổng cũng tăng theo). Cả hai làm tròn lên đến đồng.",
    "'Moved' is what must become security inside the same total; 'added' is the new security money when all else stays "
    "(the total grows with it). Both are rounded up to whole đồng.",
)
_KINDS = {
    DecisionKind.CATEGORY: Text("loại chi", "category"),
    DecisionKind.MIXED_SHARE: Text("dòng hỗn hợp", "mixed line"),
    DecisionKind.SECURITY_LINE: Text("dòng an toàn thông tin", "security line"),
}


def missing_in_words(one: Missing) -> Text:
    """Both shortfalls of a share."""
    if one.share.met:
        return Text("đạt", "met")
    moved = in_dong(one.moved)
    if one.added is None:
        return Text(f"chuyển {moved}; không bổ sung được", f"move {moved}; adding can't do it")
    return Text(
        f"chuyển {moved}, hoặc bổ sung {in_dong(one.added)}", f"move {moved}, or add {in_dong(one.added)}"
    )


SO_FAR = Text("chỉ các dòng đã có số liệu, chưa phải kết luận", "only lines with figures, no verdict yet")


def way_of(one: Missing) -> Text:
    """Which money is counted in a share."""
    money = (
        Text("riêng chi đầu tư", "capital money alone") if one.capital else Text("mọi khoản chi", "all money")
    )
    if not one.way.with_asked:
        return money
    return Text(
        f"{money.vi}, kể cả đào tạo, diễn tập, tuyên truyền", f"{money.en}, with training, drills, awareness"
    )


def closing_in_words(one: Missing) -> Text:
    """The lines that would close a gap, or why none would."""
    closing = one.closing
    if one.share.met:
        return Text("", "")
    if closing is None:
        return Text(
            "dự toán không có dòng nào chờ: phải bổ sung hoặc chuyển",
            "no line waits in the plan: add or move money",
        )
    before = STAGES[Stage.PLANNED if one.stage is Stage.ALLOCATED else Stage.ALLOCATED]
    if not closing.lines:
        return Text(
            f"{before.vi} không còn dòng an toàn thông tin nào",
            f"no security line is left of what is {before.en}",
        )
    if not closing.enough:
        return Text(
            f"mọi dòng an toàn thông tin còn lại của {before.vi} cũng không đủ ({in_dong(closing.amount)})",
            f"all security lines left of what is {before.en} are not enough ({in_dong(closing.amount)})",
        )
    names = ", ".join(closing.lines)
    sure = Text("", "") if closing.cheapest else Text(
        "; ít dòng nhất, nhưng có thể có tập rẻ hơn", "; the fewest lines, perhaps not the cheapest")  # fmt: skip
    return Text(
        f"đủ khi thêm {len(closing.lines)} dòng: {names} ({in_dong(closing.amount)}{sure.vi})",
        f"{len(closing.lines)} lines would do: {names} ({in_dong(closing.amount)}{sure.en})",
    )


def decision_in_words(one: Decision, report: Report) -> Text:
    """What is decided, and what it does to the share."""
    kind, name = _KINDS[one.kind], Text(one.subject, one.subject)
    if one.kind is DecisionKind.CATEGORY:
        name = report.policy.budget.categories[one.subject].title
    counted = Text("được tính là an toàn thông tin", "counts as security") if one.to else Text(
        "không được tính", "does not count")  # fmt: skip
    before, after = one.before.shown, one.after.shown
    result = Text("đạt", "met") if one.after.met else Text("không đạt", "not met")
    asked = Text(" (kể cả đào tạo…)", " (with training…)") if one.with_asked else Text("", "")
    return Text(
        f"{STAGES[one.stage].vi}{asked.vi}: nếu {kind.vi} {name.vi} {counted.vi}: {before} thành {after}, {result.vi}",
        f"{STAGES[one.stage].en}{asked.en}: if the {kind.en} {name.en} {counted.en}: {before} becomes {after}, {result.en}",
    )


def cost_in_words(one: Cost) -> Text:
    """The range of a cost, or that there is no price."""
    if one.low is None or one.high is None:
        return NO_PRICE
    return Text(_range(one.low, one.high), _range(one.low, one.high))


def needed_in_words(one: Needed) -> Text:
    """What remedies cost together, and how many of them have no price."""
    if not one.unpriced:
        return Text(_range(one.low, one.high), _range(one.low, one.high))
    if not one.high:
        return Text(f"{grouped(one.unpriced)} việc chưa có giá", f"{one.unpriced} without a price")
    more = Text(
        f"; và {grouped(one.unpriced)} việc chưa có giá", f"; and {one.unpriced} without a price"
    )
    return Text(_range(one.low, one.high) + more.vi, _range(one.low, one.high) + more.en)


def _range(low: int, high: int) -> str:
    return in_dong(low) if low == high else f"{in_dong(low)} – {in_dong(high)}"


def name_of_area(report: Report, area: str) -> Text:
    """The name of an area of the province, or that a unit gave none."""
    return report.inventory.areas[area] if area else OF_NO_AREA


def name_of_needing(report: Report, one: Needed) -> Text:
    """The name of the unit that needs something, if it is of a unit."""
    return report.inventory.sites[one.name].name if one.name else OF_NO_UNIT


def name_of_unit(report: Report, unit: str) -> Text:
    """The name of a unit, or of all of them."""
    return report.inventory.sites[unit].name if unit else Text("Toàn bộ", "All units")
