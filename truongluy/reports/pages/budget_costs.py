"""The parts of the pages of money that speak of what will be paid, and the totals by kind of unit and by area."""

from __future__ import annotations

from collections.abc import Sequence

from truongluy.budget import report_words as words
from truongluy.budget.forecast import ASSUMPTIONS, Range
from truongluy.budget.model import Stage
from truongluy.budget.money import grouped
from truongluy.budget.remedies import Cost, Origin
from truongluy.budget.report import Report
from truongluy.budget.totals import UnitTotal
from truongluy.budget.wording import NO_FIGURES, STAGES
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, table, tag
from truongluy.reports.pages import links
from truongluy.reports.vietnamese import day, number
from truongluy.verdict import Text

_SUBJECTS = 6


def kinds(told: Report) -> Html:
    """Totals of the year by kind of unit."""
    named = [(words.UNIT_KINDS[one.name], one) for one in told.kinds]
    return _totals(told, Text("loại đơn vị", "kind of unit"), named)


def areas(told: Report) -> Html:
    """Totals of the year by area of the province."""
    named = [(words.name_of_area(told, one.name), one) for one in told.areas]
    return _totals(told, Text("địa bàn", "area"), named)


def _totals(told: Report, by: Text, named: Sequence[tuple[Text, UnitTotal]]) -> Html:
    heads = [Text(by.vi.capitalize(), by.en.capitalize()), *(STAGES[stage] for stage in Stage)]
    rows: list[list[Nodes]] = [
        [name, *(_sum(one, stage) for stage in Stage)] for name, one in named if one.declared
    ]
    year = told.year_of_totals
    caption = Text(
        f"Năm {year}, theo {by.vi}: an toàn thông tin trên tổng, đồng",
        f"{year}, by {by.en}: security of all money, in đồng",
    )
    return table(caption, heads, rows)


def _sum(one: UnitTotal, stage: Stage) -> Nodes:
    sums = one.sums[stage]
    if sums.unknown:
        lines = Text(
            f": {number(sums.unknown)}/{number(sums.lines)} dòng", f": {sums.unknown} of {sums.lines} lines"
        )
        return [tag("span", NO_FIGURES, class_="tl-none"), lines]
    return f"{grouped(sums.all.security)} / {grouped(sums.all.total)}"


def remedies(joined: Joined, told: Report) -> list[str]:
    """What is to be mended, replaced and bought, with the unit's prices."""
    notes = []
    if not joined.documentary:
        notes.append(tag("p", Text(
            "Lần đánh giá này chỉ xét một số thiết bị: chi phí chỉ của các thiết bị ấy.",
            "This run judged some devices only: costs are of those alone.")))  # fmt: skip
    if told.unknown and told.unit is None:
        notes.append(tag("p", Text(
            f"{number(told.unknown)} điều chưa đọc được, nên chưa biết có phải khắc phục không.",
            f"{told.unknown} things could not be read: nobody knows whether they need a remedy.")))  # fmt: skip
    if not told.costs:
        return [*notes, tag("p", Text("Không có việc nào cần tiền.", "Nothing needs money."))]
    heads = [
        Text("Việc", "What"), Text("Năm, vì sao", "Year, why"), Text("Ở đâu", "Where"), Text("Số lượng", "Count"),
        Text("Thấp – cao", "Low – high"), Text("Căn cứ", "Source"),
    ]  # fmt: skip
    rows = [_row(joined, one) for one in told.costs]
    return [
        *notes,
        table(Text("Việc cần tiền và giá của đơn vị", "What needs money, at the unit's prices"), heads, rows),
    ]


def places(told: Report) -> list[str]:
    """What remedies cost in each unit and in each area of the province."""
    if not told.needed_units:
        return []
    amount = Text("Thấp – cao", "Low – high")
    units: list[list[Nodes]] = [
        [words.name_of_needing(told, one), words.needed_in_words(one)] for one in told.needed_units
    ]
    parts: list[list[Nodes]] = [
        [words.name_of_area(told, one.name), words.needed_in_words(one)] for one in told.needed_areas
    ]
    made = [table(Text("Chi phí theo đơn vị", "Costs by unit"), [Text("Đơn vị", "Unit"), amount], units)]
    if parts:
        made.append(
            table(Text("Chi phí theo địa bàn", "Costs by area"), [Text("Địa bàn", "Area"), amount], parts)
        )
    return [*made, tag("p", words.PAID_ONCE)]


def _row(joined: Joined, one: Cost) -> list[Nodes]:
    price = one.price
    source = (
        [price.document, tag("p", day(price.quoted_on)), tag("p", words.PER[price.per])] if price else "–"
    )
    return [
        one.title,
        [str(one.year), tag("p", words.ORIGINS[one.origin])],
        _where(joined, one),
        number(one.count),
        words.cost_in_words(one) if price else tag("span", words.NO_PRICE, class_="tl-none"),
        source,
    ]


def _where(joined: Joined, one: Cost) -> Nodes:
    subjects = sorted({need.subject for need in one.needs})
    assessed = {device.name for device in joined.devices}
    shown: list[Nodes] = [
        tag("p", links.device(name) if name in assessed else name) for name in subjects[:_SUBJECTS]
    ]
    if (more := len(subjects) - _SUBJECTS) > 0:
        shown.append(tag("p", Text(f"và {number(more)} nữa", f"and {more} more")))
    return shown


def years(told: Report) -> list[str]:
    """The five years to come, then on what they rest."""
    heads = [
        Text("Năm", "Year"), Text("Đã lập, thường xuyên", "Planned, recurrent"), *(words.ORIGINS[one] for one in Origin),
        Text("Cộng", "Total"), Text("Trong đó an toàn thông tin", "Security of it"), Text("Chưa có giá", "No price"),
    ]  # fmt: skip
    rows: list[list[Nodes]] = []
    for one in told.forecast:
        total = one.total
        security = Range(total.security_low, total.security_high)
        cells = [one.base, *(one.added[origin] for origin in Origin), total, security]
        rows.append([str(one.year), *(_range(each) for each in cells), number(one.unpriced)])
    assumptions = tag("ul", *[tag("li", one) for one in ASSUMPTIONS])
    return [table(Text("Thấp đến cao, đồng", "Low to high, in đồng"), heads, rows), assumptions]


def _range(one: Range) -> Nodes:
    return (
        grouped(one.low) if one.low == one.high else [grouped(one.low), tag("p", f"đến {grouped(one.high)}")]
    )
