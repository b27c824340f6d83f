"""The verbs on what is due: the calendar of duties, waivers, and the action plan."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from truongluy import evidence as evidence_of
from truongluy.access import BUILD
from truongluy.action_plan import Action, action_plan
from truongluy.collect import evidence_root
from truongluy.commands import scheduling_tables as shown
from truongluy.commands.assessing import kept_evidence
from truongluy.commands.calendar_file import write_calendar
from truongluy.commands.running import DONE, NOT_COMPLIANT, Choice, day, find_both, option
from truongluy.dates import add_months
from truongluy.duties import Due, calendar, ended
from truongluy.finding import Finding
from truongluy.inventory import Inventory
from truongluy.verdict import InputError, Text, Trouble
from truongluy.waivers import Standing, standing

AHEAD_MONTHS = 12


def duties(
    inventory: str,
    as_of: str | None = None,
    until: str | None = None,
    ics: str | None = None,
    *,
    as_json: bool = False,
) -> int:
    """Print what is due; exit 1 when something is overdue, or a record that would show it is not there."""
    found, policy = find_both(inventory)
    on = day(as_of)
    last = day(until, "--until") if until else add_months(on, AHEAD_MONTHS)
    if last < on:
        raise InputError([option("--until", "trước ngày --as-of", "is before --as-of", "--until 2027-11-24")])
    dues = calendar(found, policy, on, last)
    if ics:
        _write(dues, found.name, on, Path(ics))
    if as_json:
        _print(
            {
                "as_of": on,
                "until": last,
                "duties": [_due(one) for one in dues],
                "ended": [{"duty": duty.id, "last_day": end} for duty, end in ended(policy, on)],
            }
        )
    else:
        shown.print_duties(Console(), dues, ended(policy, on), on, last)
    return NOT_COMPLIANT if any(due.wants_action for due in dues) else DONE


def waivers(inventory: str, as_of: str | None = None, *, as_json: bool = False) -> int:
    """Print every waiver; exit 1 when one expired, ends soon or is no longer needed."""
    found, _ = find_both(inventory)
    on = day(as_of)
    standings = standing(found, _newest_findings(found, on), on)
    if as_json:
        _print({"as_of": on, "waivers": [_standing(one) for one in standings]})
    else:
        shown.print_waivers(Console(), found, standings, on)
    return NOT_COMPLIANT if any(one.wants_action for one in standings) else DONE


def plan(choice: Choice, folder: str | None = None, *, as_json: bool = False) -> int:
    """Print everything open by kept evidence; exit 1 when there is anything to do, 2 without evidence."""
    kept = kept_evidence(choice, folder)
    assessment = kept.judge(day(choice.as_of))
    actions = action_plan(assessment, kept.inventory, kept.policy)
    if as_json:
        _print(
            {
                "as_of": assessment.as_of,
                "collected_at": assessment.collected_at,
                "actions": [_action(one) for one in actions],
            }
        )
    else:
        shown.print_plan(Console(), actions, assessment, kept.policy)
    return NOT_COMPLIANT if actions else DONE


def _newest_findings(inventory: Inventory, on: date) -> Iterable[Finding] | None:
    """What the newest evidence says; None without any: then nobody knows whether a waiver is needed."""
    if not inventory.waivers or evidence_of.latest(evidence_root(BUILD, inventory)) is None:
        return None
    return kept_evidence(Choice(str(inventory.path)), None).judge(on).findings


def _write(dues: list[Due], name: str, on: date, file: Path) -> None:
    try:
        write_calendar(dues, name, on, file)
    except OSError as refused:
        raise Trouble(
            Text(f"không ghi được {file.name}", f"{file.name} can't be written"), refused.strerror or ""
        ) from None


def _due(due: Due) -> dict[str, Any]:
    return {
        "duty": due.duty.id,
        "title": _both(due.duty.title),
        "subject": due.subject,
        "subject_kind": due.subject_kind.value,
        "state": due.state.value,
        "last_day": due.last,
        "at": due.at,
        "late": due.late,
        "record": due.record or None,
        "incident": due.incident or None,
        "recipient": _both(due.duty.recipient),
        "reading": _both(due.duty.reading),
        "applies_when": _both(due.duty.applies_when) if due.duty.applies_when else None,
        "basis": [clause.full_id for clause in due.basis],
        "verified": not due.doubtful,
    }


def _standing(one: Standing) -> dict[str, Any]:
    waiver = one.waiver
    return {
        "file": waiver.file,
        "control": waiver.control,
        "state": one.state.value,
        "from": waiver.first,
        "until": waiver.until,
        "days_left": one.days_left,
        "needed": one.needed,
        "not_met": one.open,
        "no_longer_needed": one.unneeded,
        "unknown": one.unknown,
        "reason": _both(waiver.reason),
        "compensating": _both(waiver.compensating),
        "approved_by": waiver.approved_by,
        "decision": waiver.decision or None,
    }


def _action(one: Action) -> dict[str, Any]:
    return {
        "source": one.source.value,
        "reference": one.reference,
        "what": _both(one.what),
        "detail": _both(one.detail),
        "why": one.why,
        "who": _both(one.who),
        "subjects": one.subjects,
        "until": one.until,
        "until_is_a_suggestion": one.suggested,
        "overdue": one.overdue,
        "severity": one.severity,
    }


def _both(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}


def _print(content: dict[str, Any]) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=1, default=str))
