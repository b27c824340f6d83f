"""How the access point itself is administered, and what it passes on, logs, and sets its clock by."""

from __future__ import annotations

import re
from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian import accounts, firewall, logging, ssh, system, timesync
from truongluy.facts.debian.nft_ruleset import Ruleset, opened
from truongluy.facts.debian.rsyslog_config import parse as parse_rsyslog
from truongluy.facts.hostapd.networks import COMMANDS as _NETWORKS
from truongluy.facts.hostapd.networks import bridges, tags
from truongluy.facts.wifi import EVERYBODY, outward_ports, web

COMMANDS = {
    "ap_sockets": "ss -H -tuln",
    "ap_forwarding": "sysctl -n net.ipv4.ip_forward; sysctl -n net.ipv6.conf.all.forwarding 2>/dev/null || echo 0",
    "ap_hostapd": "hostapd -v 2>&1 | head -n 1",
    "wifi_ports": _NETWORKS["wifi_ports"],
    "firewall_ruleset": firewall.COMMANDS["firewall_ruleset"],
    "ssh_effective": ssh.COMMANDS["ssh_effective"],
    "accounts_passwd": accounts.COMMANDS["accounts_passwd"],
    "accounts_shadow": accounts.COMMANDS["accounts_shadow"],
    "log_config": logging.COMMANDS["log_config"],
    "time_config": timesync.COMMANDS["time_config"],
    "system_release": system.COMMANDS["system_release"],
}

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "": 1}


def read_management(answers: Answers) -> dict[str, Any]:
    """Who can get in to administer, over what, and from where."""
    listening = {protocol: _listening(answers["ap_sockets"], protocol) for protocol in ("tcp", "udp")}
    return {
        "password_login": _password_login(answers),
        "empty_password_accounts": _empty_passwords(answers),
        "idle_seconds": _idle(answers),
        "listening_tcp": listening["tcp"],
        "listening_udp": listening["udp"],
        "sources": _sources(answers),
        "web": web(listening["tcp"]),
    }


def read_forwarding(answers: Answers) -> dict[str, bool]:
    """Whether packets get from one zone to another through this device: routed, accepted, or by a shared bridge."""
    routes = any(word != "0" for word in answers["ap_forwarding"].split())
    ruleset = Ruleset.of(answers["firewall_ruleset"])
    accepts = any(
        rule.verdict == "accept" and not _answers_only(rule.matches)
        for key, _ in ruleset.base_chains("forward")
        if key[0] != "bridge"
        for rule in ruleset.rules_of(key)
    )
    return {"between_zones": routes or accepts or _shared_bridge(answers)}


def read_logging(answers: Answers) -> dict[str, list[str]]:
    """Where every message is sent."""
    return {"forwarded_to": parse_rsyslog(answers["log_config"]).forwarded_to("tcp")}


def read_time(answers: Answers) -> dict[str, list[str]]:
    """Whom the clock follows."""
    return {"servers": timesync.sources(answers["time_config"])}


def read_firmware(answers: Answers) -> dict[str, str | None]:
    """The system that is the access point's firmware; its version is compared with the inventory's minimum."""
    release = system.key_values(answers["system_release"])
    version = re.search(r"hostapd v(\S+)", answers["ap_hostapd"])
    return {
        "name": release["NAME"],
        "version": release["VERSION_ID"],
        "hostapd": version[1] if version else None,
    }


def _listening(sockets: str, protocol: str) -> list[int]:
    """Ports open to other machines."""
    rows = (line.split() for line in sockets.splitlines())
    return outward_ports(words[4] for words in rows if words and words[0] == protocol)


def _password_login(answers: Answers) -> bool:
    reports = ssh.reports(answers["ssh_effective"]).values()
    asked = ("passwordauthentication", "kbdinteractiveauthentication")
    return any(report[keyword] != ["no"] for report in reports for keyword in asked)


def _empty_passwords(answers: Answers) -> list[str]:
    shadows, _ = accounts.shadow_entries(answers)
    return sorted(
        entry.name
        for entry in accounts.passwd_entries(answers)
        if entry.password == "empty"
        or (entry.password == "shadow" and entry.name in shadows and shadows[entry.name].state == "empty")
    )


def _idle(answers: Answers) -> int | None:
    """Seconds after which sshd closes a session in which nothing happens, by the account that may idle longest.

    ClientAliveInterval closes dead connections only: an open laptop on an empty desk answers it for ever.
    """
    limits = []
    for report in ssh.reports(answers["ssh_effective"]).values():
        rules = dict(
            rule.split("=", 1) for rule in " ".join(report.get("channeltimeout", [])).split() if "=" in rule
        )
        limits.append(_seconds(rules.get("session", rules.get("*", "0"))))
    return None if not limits or 0 in limits else max(limits)


def _seconds(text: str) -> int:
    """Seconds of a time as sshd writes it: 90, 15m, 1h30m."""
    return sum(int(number) * _UNITS[unit.lower()] for number, unit in re.findall(r"(\d+)([a-zA-Z]?)", text))


def _sources(answers: Answers) -> list[str]:
    """Networks from which the packet filter lets in somebody who wants to log in over SSH."""
    ruleset = Ruleset.of(answers["firewall_ruleset"])
    sources = {
        source
        for entry in opened(ruleset, "tcp")
        if entry["port"] in (firewall.SSH_PORT, "any")
        for source in entry["sources"]
    }
    return [EVERYBODY] if "any" in sources else sorted(sources)


def _answers_only(matches: list[dict[str, Any]]) -> bool:
    """Whether a rule lets through no more than answers to a connection that something else had to let through."""
    for match in matches:
        if match["left"] != {"ct": {"key": "state"}} or match["op"] == "!=":
            continue
        right = match["right"].get("set") if isinstance(match["right"], dict) else match["right"]
        if set(right if isinstance(right, list) else [right]) <= {"established", "related"}:
            return True
    return False


def _shared_bridge(answers: Answers) -> bool:
    """Whether one bridge holds ports of two tags."""
    tag_of = tags(answers)
    members: dict[str, set[int]] = {}
    for port, bridge in bridges(answers).items():
        if port in tag_of:
            members.setdefault(bridge, set()).add(tag_of[port])
    return any(len(found) > 1 for found in members.values())


READERS = {
    "management": read_management,
    "forwarding": read_forwarding,
    "logging": read_logging,
    "time": read_time,
    "firmware": read_firmware,
}
