"""The verb `level`: which level each decree gives a system, why, and what would change it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.console import Console

from truongluy.commands import level_tables as shown
from truongluy.commands.running import DONE, NOT_COMPLIANT, day, find_both, unknown
from truongluy.inventory import Inventory, System
from truongluy.levels import Proposal, concerns_of, decree_on, propose, propose_under
from truongluy.policy import Policy
from truongluy.reports import level_words as words
from truongluy.verdict import InputError


@dataclass(frozen=True)
class Compared:
    """A system with what is proposed on the date, and what each decree would propose."""

    system: System
    now: Proposal
    under: tuple[Proposal, ...]

    @property
    def open(self) -> bool:
        """Whether something is left to do: of our own systems in service, a level undecided or a concern."""
        return self.system.ours and (self.now.level is None or bool(self.now.concerns))


def level(inventory: str, system: str | None, as_of: str | None, *, as_json: bool = False) -> int:
    """Print the proposal for one system, or a table of all when none is named."""
    (found, policy), on = find_both(inventory), day(as_of)
    if system is not None and system not in found.systems:
        folder = f"inventories/{found.name}/systems"
        raise InputError([unknown(system, found.systems, "hệ thống", "system", folder)])
    chosen = [found.systems[system]] if system is not None else list(found.systems.values())
    compared = [compare(one, found, policy, on) for one in chosen]
    if as_json:
        data = {"as_of": on, "systems": [_data(one, policy) for one in compared]}
        print(json.dumps(data, ensure_ascii=False, indent=1, default=str))
    elif system is not None:
        shown.print_system(Console(), policy, on, compared[0].now, compared[0].under)
    else:
        shown.print_all(Console(), on, [(one.now, one.under) for one in compared])
    return NOT_COMPLIANT if any(one.open for one in compared) else DONE


def concerns(inventory: Inventory, policy: Policy, on: date) -> list[str]:
    """What `validate` warns of: nothing is refused for it, but a person must look."""
    decree, systems = decree_on(policy, on), inventory.systems.values()
    if decree is None:
        return []
    return [
        f"{one.system}: {one.text}"
        for system in systems
        for one in concerns_of(system, policy.level_rules, decree.id, on, systems)
    ]


def compare(system: System, inventory: Inventory, policy: Policy, on: date) -> Compared:
    """What is proposed for a system on the date, and under each decree."""
    systems = inventory.systems.values()
    decrees = policy.level_rules.decrees
    return Compared(
        system,
        propose(system, policy, on, systems),
        tuple(propose_under(system, policy, decree, on, systems) for decree in decrees),
    )


def _data(one: Compared, policy: Policy) -> dict[str, Any]:
    system = one.system
    return {
        "system": system.id,
        "hosted": system.hosted,
        "state": system.state,
        "owner": words.owner(system),
        "approved": {"level": system.level, "decision": system.decision, "date": system.decided_on,
                     "by": system.approved_by} if system.level else None,
        "proposed": _proposal(one.now, policy),
        "under": {p.document.id: _proposal(p, policy) for p in one.under if p.document},
    }  # fmt: skip


def _proposal(one: Proposal, policy: Policy) -> dict[str, Any]:
    return {
        "document": one.document.id if one.document else None,
        "level": one.level,
        "lowest": one.lowest,
        "highest": one.highest,
        "verified": one.verified,
        "reason": _text(one.reason) if one.reason else None,
        "rules": [
            {"rule": fired.rule.id, "level": fired.rule.level, "text": _text(fired.rule.text),
             "part": _text(fired.part) if fired.part else None, "clauses": _clauses(fired.rule.basis, policy)}
            for fired in one.fired
        ],
        "questions": [{"fact": q.fact.id, "ask": _text(words.question(q))} for q in one.questions],
        "edges": [
            {"fact": edge.fact.id, "how": edge.how, "value": edge.value, "lowest": edge.lowest,
             "highest": edge.highest, "clauses": _clauses(edge.basis, policy),
             "text": _text(words.of_part(edge.part, words.edge(edge)))}
            for edge in one.edges
        ],
        "concerns": [
            {"kind": each.kind, "text": _text(each.text), "clauses": _clauses(each.basis, policy)}
            for each in one.concerns
        ],
        "principles": [
            {"role": each.role, "text": _text(each.text), "clauses": _clauses(each.basis, policy)}
            for each in one.principles
        ],
    }  # fmt: skip


def _clauses(names: Sequence[str], policy: Policy) -> list[dict[str, Any]]:
    return [{"id": name, "verified": policy.clauses[name].verified} for name in names]


def _text(one: Any) -> dict[str, str]:
    return {"vi": one.vi, "en": one.en}
