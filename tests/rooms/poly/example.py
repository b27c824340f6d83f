"""The export of one Poly endpoint (dữ liệu minh họa), and the little inventory it speaks of."""

from __future__ import annotations

import copy
from typing import Any

from tests.workstations.example import device

NOW = "2026-11-24T08:00:00+07:00"
ENTRY: dict[str, Any] = {
    "device": "room-03",
    "platform": "poly",
    "collected_at": NOW,
    "agent": "Cán bộ CNTT xuất tay (minh họa)",
    "os": {"name": "Poly VideoOS", "version": "4.2.0", "supported_until": "2027-10-12"},
    "updates": {"last_installed": "2026-11-20", "pending": 0},
    "room": {
        "auto_answer": False,
        "media_encryption": "required",
        "remote_camera_control": False,
        "h323": False,
        "remote_support": False,
        "settings_locked": True,
        "usb_ports_enabled": False,
        "session_timeout_minutes": 10,
        "max_failed_logins": 4,
        "admin_code": {"protected": True, "minimum_length": 15},
        "room_code": {"protected": False, "minimum_length": 8},
        "services": {"http": False, "https": True, "telnet": False, "ssh": False, "snmp": False, "tls_minimum": "1.2"},
        "sip": {"transport": "tls", "certificate_checked": True, "listens": False},
        "registration": {"kind": "sip", "state": "registered", "server": "hop.so-gddt.example"},
        "camera": True,
        "microphone": True,
        "speaker": True,
        "clock": {"synchronised": True, "servers": ["10.99.10.12"]},
        "certificate_until": "2027-06-30T00:00:00+07:00",
    },
}  # fmt: skip
DEVICES = {
    "pc-02": device("pc-02", "workstation", "windows"),
    "room-02": device("room-02", "meeting_room", "cisco_roomos"),
    "room-03": device("room-03", "meeting_room", "poly"),
}


def paths(
    entry: dict[str, Any] = ENTRY["room"], before: tuple[str, ...] = ("room",)
) -> list[tuple[str, ...]]:
    """Every key of the group `room`, the inner ones too."""
    found = []
    for key, value in entry.items():
        found.append((*before, key))
        if isinstance(value, dict):
            found += paths(value, (*before, key))
    return found


def changed(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """The export with one key set to something else."""
    entry = copy.deepcopy(ENTRY)
    place = entry
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return entry


def without(path: tuple[str, ...]) -> dict[str, Any]:
    """The export without one key."""
    entry = copy.deepcopy(ENTRY)
    place = entry
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return entry
