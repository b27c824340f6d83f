"""The page of Plan 316's targets: table, bars, and what each unit has; a unit without a figure is named."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from truongluy.indicators import Measured, State, UnitFigure, measure, phase
from truongluy.reports.chart import Look, bars
from truongluy.reports.indicators import SYMBOLS, counts, figure, source, target
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, heading, join, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.vietnamese import number
from truongluy.reports.wording import class_name
from truongluy.verdict import Text

PATH = "plan-316/indicators.md"
_CSS = {
    State.MET: "tl-verdict tl-pass",
    State.NOT_MET: "tl-verdict tl-fail",
    State.INCOMPLETE: "tl-verdict tl-manual",
    State.NO_DATA: "tl-verdict tl-error",
    State.QUALITATIVE: "tl-verdict tl-not_applicable",
}
_EXACT = Text(
    "Tỷ lệ so bằng phân số và in làm tròn xuống: 99,96% không bao giờ thành 100%. Đơn vị chưa có số liệu được nêu tên, "
    "không tính là 0% hay 100%. Cách đếm là đề xuất của dự án; mức phải đạt là của kế hoạch.",
    "Shares are compared as fractions and printed rounded down: 99.96% never becomes 100%. Units without a figure are "
    "named and count neither as 0% nor as 100%. What is counted is this project's proposal; the targets are the plan's.",
)  # fmt: skip


class _Piece(StrEnum):
    REACHED = "reached"
    REST = "rest"


_LOOKS = {
    _Piece.REACHED: Look("pass", "✓", "đã đạt"),
    _Piece.REST: Look("not_applicable", "–", "còn lại"),
}


def indicators_page(joined: Joined) -> str:
    """Every indicator on the day of the assessment."""
    on = joined.assessment.as_of
    measured = measure(joined.inventory, joined.policy, joined.assessment, on)
    note = phase(joined.policy, on)
    return page(
        "Chỉ tiêu của Kế hoạch 316",
        tag("p", tag("span", "Targets of Plan 316/KH-SGDĐT", class_="en", lang="en")),
        links.stamp(joined),
        tag("p", note, class_="tl-lead") if note else "",
        _states(measured),
        tag("p", _EXACT),
        heading(2, Text("Tất cả chỉ tiêu", "All indicators")),
        _all(joined, measured),
        heading(2, Text("Tỷ lệ đã đạt", "Shares reached")),
        _chart(measured),
        heading(2, Text("Theo đơn vị", "By unit")),
        *[_detail(joined, one) for one in measured if any(unit.known for unit in one.by_unit)],
        hide=("navigation", "toc"),
    )


def _states(measured: Sequence[Measured]) -> Html:
    shown = [[_state(state, number(amount)), " "] for state, amount in counts(measured).items() if amount]
    return tag("p", *shown)


def _state(state: State, amount: str = "") -> Html:
    symbol = tag("span", SYMBOLS[state], aria_hidden="true")
    return tag("span", symbol, f" {amount} " if amount else " ", state.words.vi, class_=_CSS[state])


def _all(joined: Joined, measured: Sequence[Measured]) -> Html:
    heads = [
        Text("Chỉ tiêu", "Indicator"),
        Text("Mục", "Row"),
        Text("Số liệu", "Figure"),
        Text("Mức phải đạt", "Target"),
        Text("Kết quả", "State"),
        Text("Nguồn, giải thích", "Source, explanation"),
    ]
    rows: list[list[Nodes]] = [
        [
            tag("span", one.indicator.title, id=f"indicator-{one.indicator.id}"),
            [tag("p", _clause(joined, name)) for name in one.indicator.basis],
            figure(one),
            target(one.indicator),
            _state(one.state),
            [tag("p", source(one.indicator)), tag("p", one.explanation) if one.explanation.vi else None],
        ]
        for one in measured
    ]
    return table(Text("Chỉ tiêu, số liệu, kết quả", "Indicators, figures, states"), heads, rows)


def _clause(joined: Joined, name: str) -> Nodes:
    """A link into the plan's own page, which is only written while the plan is in force."""
    clause = joined.policy.clauses[name]
    listed = any(document.id == clause.document for document in joined.documents)
    return [links.clause(clause) if listed else tag("code", clause.id), " ", links.doubt(clause.verified)]


def _chart(measured: Sequence[Measured]) -> Html:
    rows = [
        (
            f"{one.indicator.title.vi}: {figure(one)}",
            {_Piece.REACHED: one.numerator, _Piece.REST: one.denominator - one.numerator},
        )
        for one in measured
        if one.numerator is not None and one.denominator
    ]
    if not rows:
        return tag("p", Text("Chưa có tỷ lệ nào.", "There is no share yet."), class_="tl-none")
    return bars("indicators", "Tỷ lệ đã đạt của từng chỉ tiêu có mẫu số", rows, lambda piece: _LOOKS[piece])


def _detail(joined: Joined, one: Measured) -> Html:
    known = [unit for unit in one.by_unit if unit.known]
    heads = [
        Text("Đơn vị", "Unit"),
        Text("Tử số", "Numerator"),
        Text("Mẫu số", "Denominator"),
        Text("Ghi chú", "Note"),
    ]
    rows = [_unit(joined, unit) for unit in known]
    caption = Text(
        f"{one.indicator.numerator.vi}"
        + (f" / {one.indicator.denominator.vi}" if one.indicator.denominator else ""),
        f"{one.indicator.numerator.en}"
        + (f" / {one.indicator.denominator.en}" if one.indicator.denominator else ""),
    )
    words = f"{one.indicator.title.vi}: {figure(one)}; {number(len(known))} trên {number(len(one.by_unit))} đơn vị có số liệu"
    return tag(
        "details",
        tag("summary", words),
        table(caption, heads, rows),
        _parts(one),
        tag("p", "Chưa có số liệu: ", "; ".join(_name(joined, unit) for unit in one.missing))
        if one.missing
        else None,
    )


def _parts(one: Measured) -> Nodes:
    if not one.parts:
        return None
    rows: list[list[Nodes]] = [
        [class_name(part.name.vi) if part.name.vi == part.name.en else part.name,
         f"{number(part.numerator)}/{number(part.denominator)}"]
        for part in one.parts
    ]  # fmt: skip
    return table(Text("Chia theo phần", "Split"), [Text("Phần", "Part"), Text("Số liệu", "Figure")], rows)


def _unit(joined: Joined, unit: UnitFigure) -> list[Nodes]:
    return [
        _name(joined, unit.unit),
        number(unit.numerator or 0),
        "–" if unit.denominator is None else number(unit.denominator),
        join([unit.note, *[[" ", tag("code", file)] for file in unit.evidence[:5]]]),
    ]


def _name(joined: Joined, unit: str) -> str:
    return joined.inventory.sites[unit].name.vi
