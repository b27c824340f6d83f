"""What the verb `budget.report` prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text as Line

from truongluy.budget import report_words as words
from truongluy.budget.answers import Answer
from truongluy.budget.forecast import ASSUMPTIONS, ForecastYear, Range
from truongluy.budget.model import Stage
from truongluy.budget.money import grouped
from truongluy.budget.remedies import Cost, Origin
from truongluy.budget.report import Report
from truongluy.budget.totals import UnitTotal
from truongluy.budget.wording import NO_FIGURES, STAGES, joined
from truongluy.console import DOUBT, plain_table
from truongluy.reports.markup import visible
from truongluy.reports.vietnamese import day, number
from truongluy.reports.wording import SYMBOLS
from truongluy.verdict import Text, Verdict

_STYLES = {
    Verdict.PASS: "green",
    Verdict.FAIL: "bold red",
    Verdict.ERROR: "yellow",
    Verdict.MANUAL: "bold yellow",
}
_DECISIONS = 12
_LEAST_SHOWN = 20


def print_report(console: Console, told: Report) -> None:
    """Shares, what is missing, what decides, totals, costs, where they arise, the years to come."""
    console.print(Line(f"Ngân sách theo ngày / Budget as of {day(told.on)}", "bold"))
    _shares(console, told, [*told.answers, *told.together])
    _say(console, words.RECURRENT_UNCLEAR)
    _missing(console, told)
    _decisions(console, told)
    _totals(console, told)
    _costs(console, told)
    _needed(console, told)
    _forecast(console, told.forecast)


def _shares(console: Console, told: Report, found: Iterable[Answer]) -> None:
    table = plain_table(
        "Đơn vị\nUnit", "Kỳ, dự án\nPeriod, project", "Mức\nMinimum", *(f"{STAGES[s].vi}\n{STAGES[s].en}" for s in Stage),
        "Kết quả\nVerdict",
    )  # fmt: skip
    doubtful = False
    for one in found:
        tested = one.tested
        doubtful = doubtful or not tested.minimum.verified
        mark = "" if tested.minimum.verified else "*"
        state = Line("") if not tested.unit else Line(
            f"{SYMBOLS[tested.verdict]} {tested.verdict.vietnamese}", _STYLES.get(tested.verdict, ""))  # fmt: skip
        table.add_row(
            Line(visible(words.name_of_unit(told, tested.unit).vi)),
            Line(visible(tested.name.vi)),
            Line(f"{tested.minimum.percent}%{mark}"),
            *(Line(_share(one, stage)) for stage in Stage),
            state,
        )
    console.print(table)
    if doubtful:
        console.print(Line(f"* {DOUBT}"))


def _share(one: Answer, stage: Stage) -> str:
    ways = one.tested.stages[stage].ways
    return ways[0].shares[0].shown if ways else NO_FIGURES.vi


def _missing(console: Console, told: Report) -> None:
    short = [one for one in told.answers if one.short or one.so_far]
    _head(console, Text("Còn thiếu", "What is missing"))
    if not short:
        _say(console, Text("Không tỷ lệ nào thiếu.", "No share is short."))
        return
    _say(console, words.TWO_SHORTFALLS)
    for one in short:
        name = words.name_of_unit(told, one.tested.unit).vi
        console.print(Line(visible(f"{name}, {one.tested.name.vi} / {one.tested.name.en}"), "bold"))
        for each in (*one.short, *one.so_far):
            stage, way = STAGES[each.stage], words.way_of(each)
            if each in one.so_far:
                way = joined([way, words.SO_FAR], ", ")
            said, lines = words.missing_in_words(each), words.closing_in_words(each)
            share = f"{each.share.shown} / {each.share.percent}%"
            console.print(Line(visible(f"  {stage.vi}, {way.vi}, {share}: {said.vi}; {lines.vi}")))
            console.print(Line(visible(f"  {stage.en}, {way.en}: {said.en}; {lines.en}"), "dim"))


def _decisions(console: Console, told: Report) -> None:
    deciding = [one for one in told.answers if one.decisions]
    if not deciding:
        return
    _head(console, Text("Quyết định phân loại làm đổi kết quả", "Decisions that change the result"))
    for one in deciding:
        name = words.name_of_unit(told, one.tested.unit).vi
        console.print(Line(visible(f"{name}, {one.tested.name.vi} / {one.tested.name.en}"), "bold"))
        for each in one.deciding[:_DECISIONS]:
            said = words.decision_in_words(each, told)
            console.print(Line(visible(f"  {said.vi}")))
            console.print(Line(visible(f"  {said.en}"), "dim"))
        if (more := len(one.deciding) - _DECISIONS) > 0:
            _say(
                console,
                Text(
                    f"  … và {number(more)} quyết định nữa (xem --json)", f"  … and {more} more (see --json)"
                ),
            )


def _totals(console: Console, told: Report) -> None:
    _head(console, Text(f"Tổng hợp năm {told.year_of_totals}", f"Totals of {told.year_of_totals}"))
    table = plain_table("Đơn vị\nUnit", *(f"{STAGES[s].vi}\n{STAGES[s].en}" for s in Stage))
    rows = [(words.name_of_unit(told, one.name).vi, one) for one in told.totals if one.declared]
    if told.unit is None:
        rows += [(f"[{words.UNIT_KINDS[one.name].vi}]", one) for one in told.kinds if one.declared]
        rows += [(f"[{words.name_of_area(told, one.name).vi}]", one) for one in told.areas if one.declared]
    for name, one in rows:
        table.add_row(Line(visible(name)), *(Line(_sum(one, stage)) for stage in Stage))
    console.print(table)
    if silent := [one.name for one in told.totals if not one.declared]:
        some = ", ".join(silent[:_LEAST_SHOWN]) + ("…" if len(silent) > _LEAST_SHOWN else "")
        _say(
            console,
            Text(
                f"Chưa khai báo: {number(len(silent))} đơn vị: {some}", f"Not declared: {len(silent)} units"
            ),
        )
    if told.unit is None and not told.areas:
        _say(console, words.NO_AREAS)


def _sum(one: UnitTotal, stage: Stage) -> str:
    sums = one.sums[stage]
    if not sums.lines:
        return "–"
    if sums.unknown:
        return f"{NO_FIGURES.vi}: {number(sums.unknown)}/{number(sums.lines)} dòng"
    return f"{grouped(sums.all.security)} / {grouped(sums.all.total)}"


def _costs(console: Console, told: Report) -> None:
    _head(console, Text("Chi phí khắc phục", "What remedies cost"))
    if not told.judged:
        _say(console, words.NO_EVIDENCE)
    table = plain_table(
        "Năm\nYear",
        "Vì sao\nWhy",
        "Việc\nWhat",
        "Số lượng\nCount",
        "Thấp – cao\nLow – high",
        "Căn cứ\nSource",
    )
    for one in told.costs:
        style = "" if one.price else "yellow"
        source = f"{one.price.document}, {day(one.price.quoted_on)}" if one.price else ""
        table.add_row(
            Line(str(one.year)),
            Line(f"{words.ORIGINS[one.origin].vi}\n{words.ORIGINS[one.origin].en}"),
            Line(visible(f"{one.title.vi}\n{one.title.en}")),
            Line(number(one.count)),
            Line(_cost(one), style),
            Line(visible(source)),
        )
    console.print(table if told.costs else Line("Không có. / None."))
    if told.unknown:
        _say(console, Text(
            f"{number(told.unknown)} điều chưa đọc được nên chưa biết có phải khắc phục không.",
            f"{told.unknown} things could not be read: nobody knows whether they need a remedy.",
        ))  # fmt: skip


def _needed(console: Console, told: Report) -> None:
    if not told.needed_units:
        return
    _head(console, Text("Chi phí khắc phục theo nơi", "What remedies cost, by place"))
    rows = [(words.name_of_needing(told, one).vi, one) for one in told.needed_units]
    rows += [(f"[{words.name_of_area(told, one.name).vi}]", one) for one in told.needed_areas]
    table = plain_table("Đơn vị, [địa bàn]\nUnit, [area]", "Thấp – cao\nLow – high")
    for name, one in rows:
        said = words.needed_in_words(one)
        table.add_row(Line(visible(name)), Line(f"{said.vi}\n{said.en}", "yellow" if one.unpriced else ""))
    console.print(table)
    _say(console, words.PAID_ONCE)


def _cost(one: Cost) -> str:
    said = words.cost_in_words(one)
    return f"{said.vi}\n{said.en}" if one.price is None else said.vi.replace(" đồng", "")


def _forecast(console: Console, years: Sequence[ForecastYear]) -> None:
    _head(console, Text("Dự báo năm năm (đồng, thấp – cao)", "Forecast of five years (đồng, low – high)"))
    table = plain_table(
        "Năm\nYear", "Thường xuyên, đã lập\nRecurrent, planned",
        *(f"{words.ORIGINS[o].vi}\n{words.ORIGINS[o].en}" for o in Origin),
        "Cộng\nTotal", "Trong đó ATTT\nSecurity", "Chưa có giá\nNo price",
    )  # fmt: skip
    for one in years:
        total = one.total
        security = Range(total.security_low, total.security_high)
        cells = [one.base, *(one.added[origin] for origin in Origin), total, security]
        table.add_row(str(one.year), *(Line(_range(each)) for each in cells), Line(number(one.unpriced)))
    console.print(table)
    for said in ASSUMPTIONS:
        _say(console, Text(f"- {said.vi}", f"- {said.en}"))


def _range(one: Range) -> str:
    return grouped(one.low) if one.low == one.high else f"{grouped(one.low)} –\n{grouped(one.high)}"


def _head(console: Console, said: Text) -> None:
    console.print(Line(f"\n{said.vi} / {said.en}", "bold"))


def _say(console: Console, said: Text) -> None:
    console.print(Line(visible(said.vi)))
    console.print(Line(visible(said.en), "dim"))
