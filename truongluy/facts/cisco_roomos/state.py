"""How the endpoint is right now: accounts, software, camera, sound, registration, clock, certificate."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from truongluy.facts import room
from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.cisco_roomos.source import CONFIGURATION, EMPTY_LOGIN, told

ACCEPTED, REFUSED = "accepted", "refused"
"""What an attempt to log in with an empty passphrase came to; the account's name follows."""

_REGISTRATION = {"Registered": "registered", "Inactive": "not_configured"}
_OPENSSL = "%b %d %H:%M:%S %Y GMT"


def software(answers: Answers) -> dict[str, str]:
    """Name and dotted version, without the letters and dates around it."""
    version = told(answers, "roomos_system").get("SystemUnit Software Version", "")
    found = re.search(r"\d+(?:\.\d+)+", version)
    if found is None:
        raise Unreadable("the answer to 'xStatus SystemUnit' names no software version")
    return {"name": "RoomOS", "version": found[0]}


def _users(answers: Answers) -> list[dict[str, Any]]:
    rows = told(answers, "roomos_users")
    numbers = {int(one[1]) for path in rows if (one := re.match(r"UserListResult User (\d+) ", path))}
    if not numbers:
        raise Unreadable("the endpoint lists no account")
    return [
        {
            "name": rows[f"UserListResult User {number} Username"],
            "active": rows[f"UserListResult User {number} Active"] == "True",
        }
        for number in sorted(numbers)
    ]


def accounts(answers: Answers) -> list[dict[str, Any]]:
    """Each account, and whether an empty passphrase opens it.

    Only our own is tried, for trying others might lock them: those are told of only where ours alone is bad enough.
    """
    words = answers[EMPTY_LOGIN].split()
    if len(words) != 2 or words[0] not in (ACCEPTED, REFUSED):
        raise Unreadable("nobody tried to log in with an empty passphrase")
    users = _users(answers)
    ours = [{**user, "passphrase_set": words[0] == REFUSED} for user in users if user["name"] == words[1]]
    others = [user["name"] for user in users if user["name"] != words[1] and user["active"]]
    if words[0] == REFUSED and others:
        raise Unreadable(f"nobody knows whether account '{others[0]}' has a passphrase: it is not ours")
    return ours


def read_account_names(answers: Answers) -> list[str]:
    """Names of all local accounts."""
    return sorted(user["name"] for user in _users(answers))


def read_system(answers: Answers) -> dict[str, Any]:
    """The name that the endpoint gives itself; it is never a container."""
    return {"hostname": told(answers, CONFIGURATION).get("SystemUnit Name", ""), "container": False}


def _certificate(answers: Answers) -> dict[str, str] | None:
    """The one that its web pages show; a date in a form we do not know is no date."""
    ends = [
        value for path, value in told(answers, "roomos_certificates").items() if path.endswith(" EndDate")
    ]
    moments = [moment for text in ends if (moment := _moment(text))]
    return {"not_after": min(moments).isoformat()} if moments else None


def _moment(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, lambda given: datetime.strptime(given, _OPENSSL)):
        try:
            moment = read(text)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _registration(answers: Answers) -> dict[str, str]:
    rows = told(answers, "roomos_sip")
    state = rows.get("SIP Registration 1 Status")
    if state is None:
        raise Unreadable("the endpoint does not tell whether it is registered")
    target = rows.get("SIP Proxy 1 Address", "")
    return {"kind": "sip", "state": _REGISTRATION.get(state, "failed"), "target": target}


def _clock(answers: Answers) -> dict[str, Any]:
    rows = told(answers, "roomos_clock")
    servers = [value for path, value in rows.items() if re.search(r" Server \d+ Address$", path) and value]
    return {"synchronised": rows.get("NetworkServices NTP Status") == "Synced", "servers": sorted(servers)}


def _any(answers: Answers, command: str, pattern: str, wanted: str) -> bool:
    """Whether any of the rows that a pattern names has a value."""
    rows = told(answers, command)
    return any(value == wanted for path, value in rows.items() if re.fullmatch(pattern, path))


def read_state(answers: Answers) -> dict[str, Any]:
    """What a meeting needs; the endpoint tells neither its disk nor waiting updates."""
    audio = r"Audio {} Connectors \w+ \d+ ConnectionStatus"
    found = {
        "camera": _any(answers, "roomos_cameras", r"Cameras Camera \d+ Connected", "True"),
        "microphone": _any(answers, "roomos_audio", audio.format("Input"), "Connected"),
        "speaker": _any(answers, "roomos_audio", audio.format("Output"), "Connected"),
        "registration": _registration(answers),
        "clock": _clock(answers),
        "certificate": _certificate(answers),
        "disk_free_percent": None,
        "updates": {"pending": None, "restart_needed": None},
        "software": software(answers),
    }
    return room.normal("room_state", found)


READERS: dict[str, Callable[[Answers], Any]] = {
    "room_state": read_state,
    "room_account_names": read_account_names,
    "system": read_system,
}
