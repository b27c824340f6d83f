"""What the verb `rooms` prints: one line a room for whoever organises a meeting, then what is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text as Line

from truongluy.console import plain_table
from truongluy.evidence import Evidence
from truongluy.reports.room_words import POINTS, STATES, SYMBOLS
from truongluy.rooms.points import Said, State, clock_time
from truongluy.rooms.readiness import Readiness

_STYLES = {
    State.READY: "green",
    State.REMARKS: "yellow",
    State.UNKNOWN: "yellow",
    State.NOT_READY: "bold red",
}

MOST_NOTES = 3
"""Security findings named one by one; the organiser's question is another one."""


def print_rooms(console: Console, told: Sequence[Readiness], at: datetime) -> None:
    """Every room with its state, then each point that is not in order with what to do, and whom to call."""
    console.print(Line(f"Phòng họp lúc {clock_time(at)} / Meeting rooms", "bold"))
    table = plain_table(
        "Phòng / Room", "Tình trạng / State", "Kiểm tra lúc / Checked at", "Gọi ai / Whom to call"
    )
    for one in told:
        state = STATES[one.state]
        table.add_row(
            Line(f"{one.room.name.vi} ({one.room.site})\n{one.room.name.en}"),
            Line(f"{SYMBOLS[one.state]} {state.vi}\n  {state.en}", _STYLES[one.state]),
            Line(clock_time(one.checked_at) if one.checked_at else "–"),
            Line("\n".join(f"{person.name}, {person.role}" for person in one.people) or "–"),
        )
    console.print(table)
    for one in told:
        _print_to_do(console, one)


def _print_to_do(console: Console, one: Readiness) -> None:
    if one.to_do or one.notes:
        console.print(Line(f"\n{one.room.name}", "bold"))
    for said in one.to_do:
        console.print(Line(f"  {SYMBOLS[said.state]} {POINTS[said.point].vi}{_on(said)}: {said.found}"))
        if said.remedy:
            console.print(Line(f"    → {said.remedy}"))
    for note in one.notes[:MOST_NOTES]:
        console.print(Line(f"  ⚠ An toàn thông tin / Security: {note}"))
    if (more := len(one.notes) - MOST_NOTES) > 0:
        where = ",".join(one.room.endpoints)
        console.print(Line(f"    và {more} điều nữa / and {more} more: invoke check --limit {where}"))


def _on(said: Said) -> str:
    return f" ({said.device})" if said.device else ""


def as_data(told: Sequence[Readiness], evidence: Evidence) -> dict[str, Any]:
    """The same for another program."""
    return {
        "evidence": {"run": evidence.name, "sha256": evidence.sha256},
        "rooms": [_room_data(one) for one in told],
    }


def _room_data(one: Readiness) -> dict[str, Any]:
    return {
        "room": one.room.id,
        "site": one.room.site,
        "name": asdict(one.room.name),
        "at": one.at.isoformat(timespec="seconds"),
        "state": one.state.value,
        "checked_at": one.checked_at.isoformat(timespec="seconds") if one.checked_at else None,
        "points": [asdict(said) for said in one.points],
        "notes": [asdict(note) for note in one.notes],
        "people": [{"id": person.id, "name": person.name, "role": person.role} for person in one.people],
    }
