"""The registrar of meeting rooms: what its sockets speak, and what it answers to requests that it must refuse.

The requests are sent over TLS on the device itself. Those with credentials use the digest of an account, which never
leaves the device, and ask for a room that does not exist: nothing rings, whatever the server thinks of them.
"""

from __future__ import annotations

from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.service_probe import CERTIFICATE, answer, command
from truongluy.facts.debian.sip_script import SCRIPT
from truongluy.facts.debian.system import active, enabled

COMMANDS = {"sip_registrar": command("kamailio", "kamailio.service", SCRIPT)}

_ANSWERS = (
    *("register_without_password", "call_without_password", "registration_needed"),
    *("call_without_srtp", "call_to_other_domain"),
)
_GUARD = ("requests_limited", "wrong_passwords", "deaf_seconds")


def read_sip_registrar(answers: Answers) -> dict[str, Any]:
    """What the running server does; lists are empty and values None where there is no server."""
    found = answer(answers["sip_registrar"])
    unit = found["unit"] if found else {}
    known = found or {}
    return {
        "installed": found is not None,
        "running": active(unit),
        "starts_at_boot": enabled(unit),
        "configuration_valid": known.get("valid", False),
        "in_force": known.get("in_force", False),
        "listeners": known.get("tls_listeners", []),
        "plain_listeners": known.get("plain_listeners", []),
        "tls": known.get("tls") or {"accepted": [], "refused": [], "unknown": []},
        "certificate": dict.fromkeys(CERTIFICATE) | (known.get("certificate") or {}),
        "answers": dict.fromkeys(_ANSWERS) | (known.get("answers") or {}),
        "banner": known.get("banner", []),
        "accounts": known.get("accounts", []),
        "guard": dict.fromkeys(_GUARD) | (known.get("guard") or {}),
        "log": known.get("log"),
        "secret_files": known.get("secret_files", []),
        "open_files": known.get("open_files", []),
    }


READERS = {"sip_registrar": read_sip_registrar}
