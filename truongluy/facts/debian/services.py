"""What is installed and what listens; settings of the service manager."""

from __future__ import annotations

from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.system import key_values

COMMANDS = {
    "services_packages": "dpkg-query -W -f='${db:Status-Abbrev} ${Package}\\n' | sed -n 's/^ii *//p' | sort -u",
    "services_sockets": "ss -H -tulpn",
    "services_reboot_keys": "systemctl show ctrl-alt-del.target -p LoadState",
    "services_core_limit": "systemctl show -p DefaultLimitCORE",
    # Not `ulimit` in this session: sudo lowers the core limit of what it runs to 0, whatever the host says.
    "services_session_limits": "cat /etc/security/limits.conf /etc/security/limits.d/*.conf 2>/dev/null; true",
}


def _listener(line: str) -> tuple[str, dict[str, Any]] | None:
    """(protocol, {port, address, program}) of one `ss` line; None when only this host itself can reach it."""
    words = line.split()
    address, _, port = words[4].rpartition(":")
    address = address.split("%")[0].strip("[]")
    if address.startswith(("127.", "::ffff:127.")) or address == "::1":
        return None
    program = line.partition('users:(("')[2].partition('"')[0] or None
    return words[0], {"port": int(port), "address": address, "program": program}


def read_listeners(answers: Answers) -> dict[str, Any]:
    """Sockets that other hosts could reach if the firewall let them, by protocol."""
    found: dict[str, list[dict[str, Any]]] = {"tcp": [], "udp": []}
    for line in answers["services_sockets"].splitlines():
        if (listener := _listener(line)) is not None:
            found[listener[0]].append(listener[1])
    return {
        name: sorted(items, key=lambda item: (item["port"], item["address"])) for name, items in found.items()
    }


def _session_core_limit(limits: str) -> str | None:
    """The hard core limit for all users; the last line wins."""
    rows = [line.split("#")[0].split() for line in limits.splitlines()]
    values = [
        row[3]
        for row in rows
        if len(row) == 4 and row[0] == "*" and row[1] in ("hard", "-") and row[2] == "core"
    ]
    return values[-1] if values else None


def read_services(answers: Answers) -> dict[str, Any]:
    """Settings of the service manager that concern every service and session."""
    return {
        "reboot_keys_ignored": key_values(answers["services_reboot_keys"]).get("LoadState") == "masked",
        "core_limit_of_services": key_values(answers["services_core_limit"]).get("DefaultLimitCORE"),
        "core_limit_of_sessions": _session_core_limit(answers["services_session_limits"]),
    }


def read_software(answers: Answers) -> dict[str, Any]:
    """Installed packages."""
    return {"packages": answers["services_packages"].split()}


READERS = {"listeners": read_listeners, "services": read_services, "software": read_software}
