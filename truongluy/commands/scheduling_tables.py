"""What the verbs on duties, waivers and the action plan print; every doubt is printed with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Console
from rich.text import Text as Line

from truongluy.action_plan import Action
from truongluy.assess import Assessment
from truongluy.console import DOUBT, plain_table
from truongluy.duties import Due, State
from truongluy.inventory import Inventory
from truongluy.policy import Duty, Policy
from truongluy.reports.due_words import SOURCES, STATES, SYMBOLS, WAIVERS, by_what, named, need, rows, when
from truongluy.reports.markup import visible
from truongluy.reports.vietnamese import day, number
from truongluy.reports.wording import SEVERITIES
from truongluy.verdict import Text
from truongluy.waivers import Standing, WaiverState

_STYLES = {State.OVERDUE: "bold red", State.UNKNOWN: "bold yellow", State.DUE: "yellow", State.DONE: "green"}


def print_duties(
    console: Console, dues: Sequence[Due], over: Iterable[tuple[Duty, date]], on: date, until: date
) -> None:
    """The calendar: late ones first; then duties that nothing in force asks any more."""
    table = plain_table("Hạn / Last day", "Tình trạng / State", "Nghĩa vụ, ai, căn cứ / Duty, who, basis")
    for row in rows(dues):
        due = row.first
        basis = ", ".join(clause.full_id for clause in due.basis) + (f" ({DOUBT})" if due.doubtful else "")
        subjects = named(row.subjects)
        lines = [due.duty.title, Text(subjects, subjects), by_what(row)]
        lines += [due.duty.applies_when] if due.duty.applies_when else []
        table.add_row(
            _line(when(due).vi),
            Line(f"{SYMBOLS[due.state]} {STATES[due.state].vi}\n{STATES[due.state].en}", _STYLES.get(due.state, "")),
            _line("\n".join([*(_both(line) for line in lines), basis])),
        )  # fmt: skip
    console.print(_line(f"Từ / from {day(on)} đến / to {day(until)}"))
    console.print(table if dues else _line("không có nghĩa vụ nào / nothing is due"))
    for duty, end in over:
        words = f"{duty.title.vi}: không còn văn bản có hiệu lực yêu cầu từ sau ngày {day(end)} / asked by nothing in force"
        console.print(_line(f"– {words}"))


def print_waivers(console: Console, inventory: Inventory, standings: Sequence[Standing], on: date) -> None:
    """Every waiver, the first to end first."""
    console.print(_line(f"Theo ngày / as of {day(on)}"))
    table = plain_table("Miễn trừ / Waiver", "Tình trạng / State", "Lý do, bù đắp, ai / Reason, instead, who")
    for one in standings:
        waiver, state = one.waiver, WAIVERS[one.state]
        left = f"\ncòn {one.days_left} ngày" if one.state is WaiverState.ENDING else ""
        person = inventory.people[waiver.approved_by]
        lines = [waiver.reason, waiver.compensating, Text(f"{person.name} ({person.role})", ""), need(one)]
        table.add_row(
            _line(f"{waiver.file}\n{waiver.control}\n{named(waiver.devices)}"),
            _line(f"{state.vi} / {state.en}\n{day(waiver.first)} – {day(waiver.until)}{left}"),
            _line("\n".join(_both(line) for line in lines)),
        )
    console.print(table if standings else _line("không có miễn trừ nào / there is no waiver"))


def print_plan(console: Console, actions: Sequence[Action], assessment: Assessment, policy: Policy) -> None:
    """Everything open, most urgent first."""
    table = plain_table("Hạn / Until", "Mức / Severity", "Việc, ai, căn cứ / What, who, why")
    for one in actions:
        late = "\nquá hạn / overdue" if one.overdue else ""
        suggested = "\nđề nghị / suggested" if one.suggested else ""
        lines = [one.what, one.detail, one.who]
        table.add_row(
            _line(f"{day(one.until)}{late}{suggested}"),
            _line(f"{SEVERITIES[one.severity].vi}\n{SOURCES[one.source].vi}"),
            _line("\n".join([*(_both(line) for line in lines), named(one.subjects), _why(one, policy)])),
        )
    console.print(_line(f"Theo ngày / as of {day(assessment.as_of)}"))
    console.print(table if actions else _line("không còn việc nào / nothing is open"))
    console.print(_line(f"{number(len(actions))} việc / actions"))


def _why(one: Action, policy: Policy) -> str:
    clauses = [policy.clauses[name] for name in one.why if name in policy.clauses]
    shown = ", ".join(clause.full_id for clause in clauses[:4]) + (" …" if len(clauses) > 4 else "")
    return f"{shown} ({DOUBT})" if any(not clause.verified for clause in clauses) else shown


def _both(text: Text) -> str:
    return text.vi if text.en in ("", text.vi) else f"{text.vi}\n{text.en}"


def _line(words: str) -> Line:
    return Line(visible(words))
