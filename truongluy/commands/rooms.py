"""The verb `rooms`: which meeting rooms can meet at a time, by a fresh reading of their equipment."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

from rich.console import Console

from checks import KINDS
from truongluy import collect as collecting
from truongluy import console as shown
from truongluy import evidence as evidence_of
from truongluy.access import BUILD, ssh_config_for
from truongluy.assess import NothingAsked, judge_device
from truongluy.commands import room_tables
from truongluy.commands.running import DONE, HERE, NOT_COMPLIANT, find_both, option, unknown
from truongluy.dates import local_day
from truongluy.evidence import Evidence
from truongluy.inventory import Device, Inventory, Room
from truongluy.inventory.classes import IMPORTED
from truongluy.inventory.rooms import all_rooms
from truongluy.policy import Policy
from truongluy.rooms.readiness import readiness, security_notes
from truongluy.verdict import InputError, Problem, Text

FOLDER = "rooms"
"""Below an inventory's evidence: a reading of rooms asks too little to be a run that is judged."""

MORNING = time(8)


def check(
    inventory: str, as_of: str | None, limit: str | None, run: str | None, *, as_json: bool = False
) -> int:
    """Read the equipment of the chosen rooms (or a kept run) and say which can meet; exit 1 unless all can."""
    found, policy = find_both(inventory)
    at, rooms = moment(as_of), choose(found, limit)
    evidence = evidence_of.read(Path(run)) if run else _gather(found, rooms, quiet=as_json)
    notes = _notes(found, policy, rooms, evidence if run else None)
    told = readiness(found, evidence, at, rooms, notes, policy)
    if as_json:
        print(json.dumps(room_tables.as_data(told, evidence), ensure_ascii=False, indent=1))
    else:
        room_tables.print_rooms(Console(), told, at)
    return DONE if all(one.can_meet for one in told) else NOT_COMPLIANT


def moment(given: str | None) -> datetime:
    """The time an option names, in Viet Nam where it says no zone: now, a day (its morning at 8:00), or day and time."""
    if given in (None, "now"):
        return datetime.now(HERE)
    assert given is not None
    try:
        if len(given) == len("2026-12-01"):
            return datetime.combine(date.fromisoformat(given), MORNING, HERE)
        at = datetime.fromisoformat(given)
    except ValueError:
        words = ("không phải thời điểm", "is no point in time")
        raise InputError([option("--as-of", *words, "--as-of now, --as-of 2026-12-01T08:00")]) from None
    return at if at.tzinfo else at.replace(tzinfo=HERE)


def choose(inventory: Inventory, limit: str | None) -> list[Room]:
    """The rooms that a comma separated list of rooms, `unit/room`, units or devices names; all without one."""
    every = list(all_rooms(inventory))
    if not every:
        raise InputError([_no_rooms(inventory)])
    if limit is None:
        return every
    chosen: list[Room] = []
    for word in filter(None, (part.strip() for part in limit.split(","))):
        named = [one for one in every if word in (one.id, one.site, f"{one.site}/{one.id}", *one.endpoints)]
        if not named:
            known = {name: None for one in every for name in (one.id, one.site, *one.endpoints)}
            raise InputError([unknown(word, known, "phòng, đơn vị hoặc thiết bị họp",
                                      "room, unit or meeting equipment", str(inventory.path / "rooms"))])  # fmt: skip
        chosen += named
    if not chosen:
        raise InputError(
            [option("--limit", "không nêu phòng nào", "names no room", f"--limit {every[0].id}")]
        )
    return [one for one in every if one in chosen]


def _gather(inventory: Inventory, rooms: Sequence[Room], *, quiet: bool) -> Evidence:
    """A fresh reading of the rooms' equipment, kept as evidence in a chain of its own."""
    devices = _devices(inventory, rooms)
    if any(device.platform not in IMPORTED for device in devices):
        ssh_config_for(inventory)
    with shown.progress(len(devices), quiet=quiet) as advance:
        read = collecting.collect(inventory, devices, advance, fact="room_state")
    root = collecting.evidence_root(BUILD, inventory) / FOLDER
    return evidence_of.write(root, inventory.name, inventory.digest, read, datetime.now(HERE))


def _devices(inventory: Inventory, rooms: Sequence[Room]) -> list[Device]:
    named = [name for room in rooms for name in room.endpoints]
    return [inventory.devices[name] for name in named if name in inventory.devices]


def _notes(
    inventory: Inventory, policy: Policy, rooms: Sequence[Room], given: Evidence | None
) -> Mapping[str, Sequence[Text]]:
    """Open findings of high severity by device: of the run given, or of the newest one that read the device."""
    found: dict[str, Sequence[Text]] = {}
    for device in _devices(inventory, rooms):
        evidence = given or _newest_of(inventory, device.name)
        read = evidence.devices.get(device.name) if evidence else None
        if evidence is None or read is None or not read.reached:
            continue
        on = local_day(evidence.collected_at)
        try:
            judged = judge_device(inventory, policy, device, read, on, KINDS)
        except NothingAsked:
            continue
        found[device.name] = security_notes(policy, judged, on)
    return found


def _newest_of(inventory: Inventory, name: str) -> Evidence | None:
    """The newest run that asked a device everything; None before the first one."""
    files = sorted(collecting.evidence_root(BUILD, inventory).glob(f"*/{name}.json"))
    return evidence_of.read(files[-1].parent) if files else None


def _no_rooms(inventory: Inventory) -> Problem:
    return Problem(
        inventory.path / "rooms", 0,
        Text("chưa khai báo phòng họp nào", "no meeting room is described"),
        Text("không có phòng nào để hỏi", "there is no room to ask about"),
        Text("thêm rooms/<đơn vị>.yml", "add rooms/<site>.yml"),
    )  # fmt: skip
