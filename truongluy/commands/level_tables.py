"""What the verb `level` prints: proposals side by side, with the doubt of every clause that nobody compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Console
from rich.text import Text as Line

from truongluy.console import DOUBT, plain_table
from truongluy.levels import Fired, Proposal
from truongluy.levels.weighing import targets_of
from truongluy.policy import Policy
from truongluy.policy.level_rules import Principle
from truongluy.reports import level_words as words
from truongluy.reports.vietnamese import day
from truongluy.reports.wording import short_title
from truongluy.verdict import Text

_PRINTED_ALWAYS = ("composite", "split", "risk", "kept")


def print_system(
    console: Console, policy: Policy, on: date, now: Proposal, under: Sequence[Proposal]
) -> None:
    """One system: what was approved, what is proposed and why, and what the other decree would say."""
    system = now.system
    console.print(Line(f"{system.id}: {system.name}", "bold"))
    _line(console, f"Mục đích / Purpose: {system.purpose}")
    _line(console, f"Chủ quản / Owner: {words.owner(system)}")
    _line(console, f"Đã phê duyệt / Approved: {_both(words.approval(system))}")
    decree = f"theo / by {short_title(now.document)}" if now.document else ""
    _heading(console, f"Đề xuất ngày {day(on)} / Proposed: {_both(words.proposed(now))} {decree}")
    if not now.verified:
        _line(console, f"({DOUBT})")
    if now.document and not now.document.validity_verified:
        _line(console, f"Ngày hiệu lực của nghị định / Dates of the decree: {DOUBT}")
    if now.reason:
        _line(console, _both(now.reason))
    _details(console, policy, now)
    for other in under:
        if other.document and other.document is not now.document:
            _heading(
                console,
                f"So sánh / Compared: {short_title(other.document)}: {_both(words.proposed(other))}",
            )
            _rules(console, policy, other, other.deciding)
            _questions(console, other)


def print_all(console: Console, on: date, compared: Iterable[tuple[Proposal, Sequence[Proposal]]]) -> None:
    """All systems: approved beside proposed, under each decree."""
    rows = list(compared)
    decrees = [one.document for one in rows[0][1] if one.document] if rows else []
    marks = [one.id.replace("-", "\n", 1) + (" *" if one.in_force(on) else "") for one in decrees]
    table = plain_table("Hệ thống / System", "Duyệt\nAppr.", *marks, "Cần xem / To look at")
    table.columns[0].no_wrap = True
    for now, under in rows:
        system = now.system
        approved = system.approved(on)
        noted = [one.text for one in now.concerns]
        if system.hosted == "external":
            noted = [Text(f"chủ quản: {system.external_owner}", f"owner: {system.external_owner}")]
        elif system.state == "planned":
            noted.insert(0, Text("dự kiến", "planned"))
        table.add_row(
            Line(f"{system.id}\n{system.name.vi}"),
            Line(str(approved) if approved else "–"),
            *[Line(_short(one)) for one in under],
            Line("\n".join(_both(one) for one in noted)),
        )
    console.print(Line(f"{day(on)}  (* có hiệu lực / in force)", "bold"))
    console.print(table)
    _line(console, f"? {words.OPEN}.  (!) {DOUBT}")
    if rows and rows[0][0].document is None and rows[0][0].reason:
        _line(console, _both(rows[0][0].reason))


def _short(one: Proposal) -> str:
    mark = "" if one.verified else " (!)"
    if one.lowest is None:
        return "–" if one.system.hosted == "external" else "?"
    return f"{one.level}{mark}" if one.level is not None else f"? {one.lowest}–{one.highest}{mark}"


def _details(console: Console, policy: Policy, one: Proposal) -> None:
    if one.fired:
        _line(console, "Vì sao / Because:")
    _rules(console, policy, one, one.deciding)
    _questions(console, one)
    if one.edges:
        _line(console, "Điều gì làm thay đổi / What would change it:")
    for edge in one.edges:
        _line(console, f"  {_both(words.of_part(edge.part, edge.fact.name))}")
        marked = f" [{_cited(policy, edge.basis)}]" if edge.basis else ""
        _line(console, f"      {_both(words.edge(edge))}{marked}")
    for concern in one.concerns:
        marked = f" [{_cited(policy, concern.basis)}]" if concern.basis else ""
        console.print(Line(f"! {concern.text}{marked}", "yellow"), soft_wrap=True)
    for principle in _said(one):
        _line(console, f"· {principle.text} [{_cited(policy, principle.basis)}]")


def _said(one: Proposal) -> list[Principle]:
    """The principles worth printing: all but the owner's, which is printed for another body's system."""
    external = one.system.hosted == "external"
    return [p for p in one.principles if (p.role == "owner" if external else p.role in _PRINTED_ALWAYS)]


def _rules(console: Console, policy: Policy, one: Proposal, fired: Iterable[Fired]) -> None:
    facts = {target.part: target.facts for target in targets_of(one.system)}
    for each in fired:
        text = words.of_part(each.part, each.rule.text)
        _line(console, f"  cấp / level {each.rule.level}: {text} [{_cited(policy, each.rule.basis)}]")
        if each.part in facts:
            _line(console, f"      {words.why(each, facts[each.part])}")


def _questions(console: Console, one: Proposal) -> None:
    for question in one.questions:
        _line(console, f"  ? {words.question(question)}  ({question.fact.id})")


def _cited(policy: Policy, names: Iterable[str]) -> str:
    """Clauses as printed; each that nobody compared with the original says so."""
    cited = []
    for name in names:
        clause = policy.clauses[name]
        place = clause.raw.get("section", clause.id)
        document = short_title(policy.documents[clause.document])
        cited.append(f"{document}, {place}{'' if clause.verified else f' ({DOUBT})'}")
    return "; ".join(cited)


def _heading(console: Console, text: str) -> None:
    console.print(Line(f"\n{text}", "bold"), soft_wrap=True)


def _line(console: Console, text: str) -> None:
    console.print(Line(text), soft_wrap=True)


def _both(one: Text) -> str:
    return one.vi if one.vi == one.en else str(one)
