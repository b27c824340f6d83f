"""The RADIUS server of Wi-Fi users: who may ask it, how users prove themselves, what it records.

Secrets are measured on the device: their length, and whether every manual prints them; they never leave it.
"""

from __future__ import annotations

from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.radius_config import Configuration, Section, parse
from truongluy.facts.debian.radius_script import CONFIGURATION, SCRIPT
from truongluy.facts.debian.system import active, enabled, key_values

COMMANDS = {
    "radius_unit": "systemctl show freeradius.service -p LoadState -p ActiveState -p UnitFileState",
    "radius_config": SCRIPT,
}

_TUNNELS = {"tls", "ttls", "peap", "fast"}
"""Methods that prove the server and close the rest of the conversation to listeners."""
_PLAIN = {"pap", "chap", "digest", "ntlm_auth", "unix", "pam"}
"""Modules by which a password is checked without any tunnel around it."""
_DEFAULT_PORTS = {"auth": "1812", "acct": "1813"}


def read_radius(answers: Answers) -> dict[str, Any]:
    """Settings that the server would use; lists are empty and values None where no server is set up."""
    unit = key_values(answers["radius_unit"])
    measured, _, text = answers["radius_config"].partition(f"{CONFIGURATION}\n")
    measures = _measures(measured)
    found = parse(text)
    tls = list(found.root.all("tls-config"))
    clients = _clients(found.root, measures.get("client", []))
    accounts = [_account(words) for words in measures.get("account", [])]
    return {
        "installed": bool(text),
        "running": active(unit),
        "starts_at_boot": enabled(unit),
        "configuration_valid": "Configuration appears to be OK" in text,
        "in_force": _in_force(measures),
        "listeners": _listeners(found.root),
        "clients": clients,
        "client_addresses": sorted(client["address"] for client in clients),
        **_methods(found),
        "tls_minimum": sorted({section.values.get("tls_min_version", "1.0") for section in tls}),
        "revocation_checked": bool(tls) and all(section.value("check_crl") == "yes" for section in tls),
        "revocation_list_days_left": _days_left(measures, "revocation_list"),
        "certificate": _certificate(measures),
        "log": _log(found.root, measures),
        "secret_files": sorted({one.get("path", "?") for one in measures.get("file", [])}),
        "open_files": _open_files(measures),
        "accounts": accounts,
        "account_vlans": sorted({f"{one['site'] or '?'} {one['vlan'] or '?'}" for one in accounts}),
    }


def _measures(text: str) -> dict[str, list[dict[str, str]]]:
    """The lines of the measuring script: a word, then key=value; the value of the last key may hold spaces."""
    found: dict[str, list[dict[str, str]]] = {}
    for line in text.splitlines():
        what, *fields = line.split("\t")
        pairs = (one.partition("=") for one in fields)
        found.setdefault(what, []).append({key: value for key, _, value in pairs})
    return found


def _first(measures: dict[str, list[dict[str, str]]], what: str) -> dict[str, str]:
    return (measures.get(what) or [{}])[0]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _in_force(measures: dict[str, list[dict[str, str]]]) -> bool:
    """Whether the server started after its settings were last written."""
    times = _first(measures, "times")
    started, written = _number(times.get("started")), _number(times.get("written"))
    return bool(started and written and started >= written)


def _days_left(measures: dict[str, list[dict[str, str]]], what: str) -> int | None:
    end, now = _number(_first(measures, what).get("end")), _number(_first(measures, "times").get("now"))
    return (end - now) // 86400 if end is not None and now is not None else None


def _listeners(root: Section) -> list[str]:
    """`auth 192.0.2.1:1812`, one for each socket; `*` and `::` are all addresses."""
    found = []
    for section in root.all("listen"):
        kind = section.values.get("type", "?")
        address = section.value("ipaddr") or section.value("ipv4addr") or section.value("ipv6addr") or "*"
        port = section.values.get("port", "0")
        found.append(f"{kind} {address}:{_DEFAULT_PORTS.get(kind, port) if port == '0' else port}")
    return sorted(found)


def _clients(root: Section, measured: list[dict[str, str]]) -> list[dict[str, Any]]:
    by_name = {one.get("name", ""): one for one in measured}
    found = []
    for section in root.all("client"):
        own = by_name.get(section.name, {})
        address = section.value("ipaddr") or section.value("ipv4addr") or section.value("ipv6addr") or "?"
        found.append(
            {
                "name": section.name,
                "address": address.removesuffix("/32"),
                "signed": section.value("require_message_authenticator") == "yes",
                "secret_length": _number(own.get("length")),
                "secret_known_to_everybody": own.get("known") != "no",
            }
        )
    return found


def _methods(found: Configuration) -> dict[str, list[str]]:
    """An EAP instance without a tunnel serves what is inside one; methods of both kinds in one serve outside."""
    outside = {m for methods in found.methods.values() if _TUNNELS & set(methods) for m in methods}
    inside = {m for methods in found.methods.values() if not _TUNNELS & set(methods) for m in methods}
    return {
        "methods": sorted(outside),
        "methods_inside_tunnel": sorted(inside),
        "methods_without_tunnel": sorted(found.modules & _PLAIN),
    }


def _certificate(measures: dict[str, list[dict[str, str]]]) -> dict[str, Any] | None:
    own = _first(measures, "certificate")
    if "end" not in own:
        return None
    return {
        "subject": own.get("subject"),
        "issuer": own.get("issuer"),
        "names": own.get("names", "").split(),
        "key": own.get("key"),
        "days_left": _days_left(measures, "certificate"),
        "trusted": own.get("trusted") == "yes",
        "key_fits": own.get("key_fits") == "yes",
        "self_signed": bool(own.get("subject")) and own.get("subject") == own.get("issuer"),
    }


def _log(root: Section, measures: dict[str, list[dict[str, str]]]) -> dict[str, Any]:
    sections = list(root.all("log"))
    settings: dict[str, str] = {}
    for section in sections:
        settings.update(section.values)
    return {
        "destination": _first(measures, "log").get("destination"),
        "accepted": settings.get("auth_accept", settings.get("auth")) == "yes",
        "rejected": settings.get("auth_reject", settings.get("auth")) == "yes",
        "passwords": settings.get("auth_badpass") == "yes" or settings.get("auth_goodpass") == "yes",
    }


def _open_files(measures: dict[str, list[dict[str, str]]]) -> list[str]:
    """Files with secrets that somebody beside root and the server's own group may read or change."""
    found = []
    for one in measures.get("file", []):
        mode = one.get("mode", "")
        if not mode.isdigit() or int(mode, 8) & 0o027:
            found.append(f"{one.get('path')} ({mode or '?'} {one.get('owner')}:{one.get('group')})")
    return sorted(found)


def _account(words: dict[str, str]) -> dict[str, Any]:
    return {
        "name": words.get("name"),
        "site": words.get("site") or None,
        "vlan": words.get("vlan") or None,
        "password_kept_as": words.get("kept") or None,
    }


READERS = {"radius": read_radius}
