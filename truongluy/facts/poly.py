"""Poly conference endpoints, as their administrator exports them: nothing is asked of the device itself.

Poly's own interface (REST) was never seen by this project, so no path of it stands here. What we read is the entry
`room` of an imported report, in the form every endpoint is judged by (facts/room.py).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from truongluy.facts import imported
from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.imported import at, moment, report_of, some
from truongluy.facts.room import normal
from truongluy.verdict import Text

COMMANDS = imported.COMMANDS

STATE_LASTS = timedelta(hours=24)
"""How long a report vouches for what changes by itself (a camera unplugged, a registration lost); project default."""

_SERVER = "room.registration.server"
_CODES = {"admin": "room.admin_code", "room": "room.room_code"}


def _accounts(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Both accounts that these endpoints have; what is not told of one of them is told of neither."""
    return [
        {"name": name, "passphrase_set": at(report, f"{path}.protected"), "active": True}
        for name, path in _CODES.items()
    ]


def _software(report: dict[str, Any]) -> dict[str, Any]:
    return {"name": at(report, "os.name"), "version": at(report, "os.version")}


def _keys(report: dict[str, Any], path: str, *names: str) -> dict[str, Callable[[], Any]]:
    """A part for each key of a group that has the same name in our form."""
    return {name: partial(at, report, f"{path}.{name}") for name in names}


def read_room_endpoint(answers: Answers) -> dict[str, Any]:
    """How the endpoint answers, encrypts and lets people in; a key nobody reported is not there."""
    report = report_of(answers)
    told = _keys(
        report,
        "room",
        "auto_answer",
        "media_encryption",
        "remote_camera_control",
        "h323",
        "remote_support",
        "settings_locked",
        "session_timeout_minutes",
        "max_failed_logins",
    )
    return normal(
        "room_endpoint",
        some(software=lambda: _software(report), accounts=lambda: _accounts(report), **told),
    )


def read_room_services(answers: Answers) -> dict[str, Any]:
    """Which network services are on; those that a report has no key for are not there."""
    report = report_of(answers)
    told = _keys(report, "room.services", "http", "https", "telnet", "ssh", "snmp", "tls_minimum")
    return normal("room_services", some(**told))


def read_room_sip(answers: Answers) -> dict[str, Any]:
    """How calls are signalled."""
    report = report_of(answers)
    told = some(
        transport=lambda: at(report, "room.sip.transport"),
        verify=lambda: at(report, "room.sip.certificate_checked"),
        listen=lambda: at(report, "room.sip.listens"),
    )
    return normal("room_sip", told)


def _or_none(report: dict[str, Any], path: str) -> Any:
    """The value of a key that our form allows to be unknown."""
    try:
        return at(report, path)
    except Unreadable:
        return None


def _registration(report: dict[str, Any]) -> dict[str, Any]:
    kind, state = at(report, "room.registration.kind"), at(report, "room.registration.state")
    # Whoever says that it is registered says where; an endpoint without a server can't.
    none = state == "not_configured"
    server = _or_none(report, _SERVER) or "" if none else at(report, _SERVER)
    return {"kind": kind, "state": state, "target": server}


def read_room_state(answers: Answers) -> dict[str, Any]:
    """What the room needs to meet, as of the report; one older than a day vouches for none of it."""
    report = report_of(answers)
    if moment(report["read_at"]) - moment(report["collected_at"]) > STATE_LASTS:
        raise Unreadable(
            Text(
                "báo cáo cũ hơn một ngày không nói được phòng lúc này thế nào",
                "a report older than a day does not tell how the room is now",
            )
        )
    ends = _or_none(report, "room.certificate_until")
    told = some(
        registration=lambda: _registration(report),
        clock=lambda: {name: at(report, f"room.clock.{name}") for name in ("synchronised", "servers")},
        software=lambda: _software(report),
        **_keys(report, "room", "camera", "microphone", "speaker"),
    )
    untold = {
        "certificate": {"not_after": ends} if ends else None,
        "disk_free_percent": None,
        "updates": {"pending": _or_none(report, "updates.pending"), "restart_needed": None},
    }
    return normal("room_state", told | untold)


def read_room_usb(answers: Answers) -> dict[str, Any]:
    """Whether a stick that somebody brings along works."""
    return {"enabled": at(report_of(answers), "room.usb_ports_enabled")}


def read_password_policy(answers: Answers) -> dict[str, Any]:
    """The shortest password that the endpoint lets each of its accounts have."""
    report = report_of(answers)
    return {"minimum_length": min(at(report, f"{path}.minimum_length") for path in _CODES.values())}


READERS: dict[str, Callable[[Answers], Any]] = {
    "report": imported.read_report,
    "support": imported.read_support,
    "updates": imported.read_updates,
    "room_endpoint": read_room_endpoint,
    "room_services": read_room_services,
    "room_sip": read_room_sip,
    "room_state": read_room_state,
    "room_usb": read_room_usb,
    "password_policy": read_password_policy,
}
