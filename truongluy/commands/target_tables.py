"""What the verb on the plan's targets prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.text import Text as Line

from truongluy.console import plain_table
from truongluy.indicators import Measured, State
from truongluy.reports.indicators import SYMBOLS, counts, figure, target
from truongluy.reports.markup import visible
from truongluy.reports.vietnamese import day, number
from truongluy.verdict import Text

_STYLES = {
    State.MET: "green",
    State.NOT_MET: "bold red",
    State.INCOMPLETE: "bold yellow",
    State.NO_DATA: "yellow",
}


def print_indicators(console: Console, measured: Sequence[Measured], on: date, note: Text | None) -> None:
    """The table of indicators, then how many are in each state."""
    rows = plain_table("Chỉ tiêu\nIndicator", "Số liệu\nFigure", "Mức\nTarget", "Kết quả\nState")
    for column, width in zip(rows.columns[1:], (12, 13, 14), strict=True):
        column.max_width = width
    for one in measured:
        basis = ", ".join(clause.partition(".")[2] for clause in one.indicator.basis)
        name = Line(visible(f"{basis} {one.indicator.title.vi}"), "bold")
        name.append(f"\n{one.indicator.title.en}", "not bold dim")
        if one.explanation.vi:
            name.append(f"\n{visible(one.explanation.vi)}", "not bold")
        state = f"{SYMBOLS[one.state]} {one.state.words.vi}\n{one.state.words.en}"
        rows.add_row(
            name, Line(figure(one)), Line(target(one.indicator).vi), Line(state, _STYLES.get(one.state, ""))
        )
    console.print(rows)
    if note:
        console.print(Line(str(note), "bold"))
    told = "   ".join(
        f"{SYMBOLS[state]} {state.words.vi} {number(n)}" for state, n in counts(measured).items() if n
    )
    console.print(Line(f"{told}\nTheo ngày / as of {day(on)}"))
