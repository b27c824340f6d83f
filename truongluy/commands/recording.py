"""The verb on records: what an auditor asks to see, and whether it is there, valid and unchanged."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text as Line

from truongluy.commands.running import DONE, NOT_COMPLIANT, day, find_both
from truongluy.console import plain_table
from truongluy.inventory import Inventory
from truongluy.records import RecordState, Standing, standing
from truongluy.records.wording import STATES, because, in_words
from truongluy.reports.markup import visible
from truongluy.reports.vietnamese import day as day_in_words


def records(inventory: str, as_of: str | None = None, *, as_json: bool = False) -> int:
    """Print how each record stands on a day; exit 1 when one does not, or when nothing is asked at all."""
    (found, policy), on = find_both(inventory), day(as_of)
    stand = standing(found, policy, on)
    if as_json:
        content = {"inventory": found.name, "as_of": on, "records": [_data(one, found) for one in stand]}
        print(json.dumps(content, ensure_ascii=False, indent=1, default=str))
    else:
        _print(Console(), stand, found, on)
    fine = bool(stand) and all(one.state is RecordState.VALID for one in stand)
    return DONE if fine else NOT_COMPLIANT


def _data(one: Standing, inventory: Inventory) -> dict[str, Any]:
    record, words = one.record, in_words(one, inventory)
    return {
        "subject": one.subject.id,
        "subject_kind": one.subject.kind.value,
        "level": one.subject.level,
        "kind": one.kind.id,
        "state": one.state.value,
        "number": record.number if record else None,
        "date": record.day if record else None,
        "until": one.until,
        "period": one.term.period if one.term else None,
        "period_verified": one.term.verified if one.term else None,
        "file": f"records/files/{record.file}" if record else None,
        "sha256": record.found_sha256 if record else None,
        "declared": f"{record.source}:{record.line}" if record else None,
        "clauses": list(one.clauses),
        "message": {"vi": words.vi, "en": words.en},
    }


def _print(console: Console, stand: list[Standing], inventory: Inventory, on: date) -> None:
    table = plain_table("Đối tượng / Subject", "Hồ sơ / Record", "Tình trạng / State")
    for one in sorted(stand, key=lambda one: one.state is RecordState.VALID):
        title = Line(visible(one.kind.title.vi), "bold").append(
            f"\n{visible(one.kind.title.en)}", "not bold dim"
        )
        table.add_row(Line(visible(one.subject.id)), title, _state(one, inventory))
    if stand:
        console.print(table)
    counts = Counter(one.state for one in stand)
    words = "; ".join(f"{STATES[state]}: {counts[state]}" for state in RecordState if counts[state])
    console.print(Line(words or "Không có hồ sơ nào được đòi. / No record is asked."))
    console.print(Line(f"Theo ngày / as of {day_in_words(on)}"))


def _state(one: Standing, inventory: Inventory) -> Line:
    if one.state is RecordState.VALID and one.record:
        until = f"đến hết / until {day_in_words(one.until)}" if one.until else "không thời hạn / no end"
        line = Line(f"✓ {STATES[one.state]}", "green")
        line.append(f"\n{visible(one.record.number)}\n{until}", "default")
        return line.append(f"\n({visible(because(one).vi)})", "dim") if one.until else line
    words = in_words(one, inventory)
    line = Line(f"✗ {STATES[one.state]}", "bold red")
    return line.append(f"\n{visible(words.vi)}", "not bold").append(f"\n{visible(words.en)}", "not bold dim")
