"""Meeting rooms as intended: where they are, what stands in them, and whom their equipment may talk to."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from truongluy.inventory.source import Source
from truongluy.verdict import Text

if TYPE_CHECKING:
    from truongluy.inventory.model import Device, Inventory

MEETING_ROOM = "meeting_room"

SERVICE_FUNCTIONS: Mapping[str, str] = {
    "sip_registrars": "sip_registrar",
    "meeting_servers": "webrtc_server",
    "turn_servers": "turn_relay",
}
"""Service of organisation.yml that meeting rooms use -> the function its servers have."""


@dataclass(frozen=True)
class Port:
    """The switch port a room is wired to."""

    switch: str
    name: str


@dataclass(frozen=True)
class PlannedEquipment:
    """Equipment to be bought for a room in a year; what it costs is not said here."""

    item: Text
    quantity: int
    year: int


@dataclass(frozen=True)
class Room:
    """One meeting room; `endpoints` are names of devices, in use or planned, and may be none.

    `sip_account` is its account at the registrar; `line` is where `file` names it.
    """

    id: str
    site: str
    name: Text
    use: str
    seats: int
    zone: str
    endpoints: tuple[str, ...] = ()
    port: Port | None = None
    sip_account: str | None = None
    calendar: str | None = None
    planned_equipment: tuple[PlannedEquipment, ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Conference:
    """The organisation's own online meetings: the domain of SIP accounts, and the hosts that browsers may talk to."""

    domain: str
    hosts: tuple[str, ...]


def build(source: Source) -> dict[str, dict[str, Room]]:
    """The rooms of an inventory whose files are all sound, by unit and id."""
    return {
        stem: {
            raw["id"]: _room(raw, stem, f"rooms/{document.file.name}", document.line(("rooms", index)))
            for index, raw in enumerate(document.data["rooms"])
        }
        for stem, document in source.files_in("rooms").items()
    }


def _room(raw: Mapping[str, Any], site: str, file: str, line: int) -> Room:
    made = {
        "name": Text(**raw["name"]),
        "endpoints": tuple(raw.get("endpoints", ())),
        "port": Port(**raw["port"]) if "port" in raw else None,
        "planned_equipment": tuple(
            PlannedEquipment(Text(**one["item"]), one["quantity"], one["year"])
            for one in raw.get("planned_equipment", ())
        ),
    }
    return Room(**{**raw, **made}, site=site, file=file, line=line)


def conference_of(organisation: Mapping[str, Any]) -> Conference | None:
    """The section `conference` of organisation.yml; None where the organisation has no meetings of its own."""
    raw = organisation.get("conference")
    return Conference(raw["domain"], tuple(raw["hosts"])) if raw else None


def all_rooms(inventory: Inventory) -> Iterator[Room]:
    """Every room of every unit, in file order."""
    for rooms in inventory.rooms.values():
        yield from rooms.values()


def room_of(inventory: Inventory, device: Device) -> Room | None:
    """The room in which a device stands; None for one that stands in none."""
    rooms = inventory.rooms.get(device.site, {}).values()
    return next((room for room in rooms if device.name in room.endpoints), None)


def number_of(room: Room) -> int:
    """The room's positive number at the meeting server, the same for ever and everywhere."""
    return zlib.crc32(f"{room.site}/{room.id}".encode()) or 1


def plain(inventory: Inventory, device: Device) -> dict[str, Any]:
    """What a role needs to set up a room's equipment or its servers, as plain data; no secret is in it.

    Names are the Vietnamese ones. Empty for a device that has nothing to do with meetings.
    """
    if device.device_class == MEETING_ROOM:
        return _of_endpoint(inventory, device)
    if set(SERVICE_FUNCTIONS.values()) & set(device.functions):
        return _of_server(inventory, device)
    return {}


def _of_endpoint(inventory: Inventory, device: Device) -> dict[str, Any]:
    room, conference = room_of(inventory, device), inventory.conference
    registrar = next(iter(inventory.services.get("sip_registrars", ())), None)
    named = (one.name for one in inventory.devices.values() if one.address == registrar)
    return {
        "room": room.id if room else None,
        "room_name": room.name.vi if room else None,
        "sip_account": room.sip_account if room else None,
        "domain": conference.domain if conference else None,
        "registrar": registrar,
        "registrar_name": next(named, None),
        "hosts": list(conference.hosts) if conference else [],
    }


def _of_server(inventory: Inventory, device: Device) -> dict[str, Any]:
    domain = inventory.conference.domain if inventory.conference else None
    rooms = list(all_rooms(inventory))
    return {
        "domain": domain,
        "names": [device.name, domain] if domain else [device.name],
        "accounts": [
            {"account": room.sip_account, "room": room.id, "site": room.site}
            for room in rooms
            if room.sip_account
        ],
        "rooms": [
            {"id": room.id, "site": room.site, "name": room.name.vi, "number": number_of(room)}
            for room in rooms
        ],
    }
