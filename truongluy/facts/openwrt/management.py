"""How an OpenWrt access point itself is administered, and what it passes on, logs, and sets its clock by."""

from __future__ import annotations

import re
from typing import Any

from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.debian.system import key_values
from truongluy.facts.openwrt.files import COMMANDS as _FILES
from truongluy.facts.openwrt.files import config
from truongluy.facts.openwrt.uci import Section, of_type
from truongluy.facts.wifi import EVERYBODY, outward_ports, web

# The command line of each server: a session that somebody still holds open is none.
_DROPBEAR = r"""
for file in /var/run/dropbear*.pid; do
  tr '\000' ' ' <"/proc/$(cat "$file")/cmdline" && echo
done 2>/dev/null
exit 0
"""
# Names only: a hash is no fact.
_EMPTY = """awk -F: '$2 == "" { print $1 }' /etc/shadow; awk -F: '$2 == "" { print $1 }' /etc/passwd"""

COMMANDS = {f"uci_{name}": _FILES[f"uci_{name}"] for name in ("firewall", "system", "dropbear")} | {
    "ap_dropbear": _DROPBEAR,
    "ap_empty_passwords": _EMPTY,
    "ap_sockets": "netstat -ltun",
    "ap_firewall_on": "/etc/init.d/firewall enabled && echo on || echo off",
    "ap_release": "cat /etc/openwrt_release",
}

SSH_PORT = 22


def read_management(answers: Answers) -> dict[str, Any]:
    """Who can get in to administer, over what, and from where."""
    servers = [one for one in of_type(config(answers, "dropbear"), "dropbear") if one.on("enable", True)]
    running = [line.split() for line in answers["ap_dropbear"].splitlines() if line.strip()]
    tcp = _listening(answers["ap_sockets"], "tcp")
    return {
        "password_login": any(one.on("PasswordAuth", True) for one in servers)
        or any("-s" not in words for words in running),
        "empty_password_accounts": sorted(set(answers["ap_empty_passwords"].split())),
        "idle_seconds": _idle(servers),
        "listening_tcp": tcp,
        "listening_udp": _listening(answers["ap_sockets"], "udp"),
        "sources": _sources(answers),
        "web": web(tcp),
    }


def read_forwarding(answers: Answers) -> dict[str, bool]:
    """Whether packets get from one zone to another through this device: by policy, or by a rule that lets them."""
    sections = config(answers, "firewall")
    accepted = any(one.get("forward", "REJECT").upper() == "ACCEPT" for one in of_type(sections, "defaults"))
    wide = any(
        one.get("forward", "REJECT").upper() == "ACCEPT" and len(one.items("network")) > 1
        for one in of_type(sections, "zone")
    )
    led = any(one.on("enabled", True) for one in of_type(sections, "forwarding"))
    ruled = any(
        _accepts(one) and one.get("src") and one.get("dest") and one.get("src") != one.get("dest")
        for one in of_type(sections, "rule")
    )
    off = answers["ap_firewall_on"].strip() != "on"
    return {"between_zones": off or accepted or wide or led or ruled}


def read_logging(answers: Answers) -> dict[str, list[str]]:
    """Where every message is sent."""
    senders = [one for one in of_type(config(answers, "system"), "system") if one.on("log_remote", True)]
    return {"forwarded_to": [address for one in senders for address in one.items("log_ip")]}


def read_time(answers: Answers) -> dict[str, list[str]]:
    """Whom the clock follows."""
    clients = [one for one in of_type(config(answers, "system"), "timeserver") if one.on("enabled", True)]
    return {"servers": [server for one in clients for server in one.items("server")]}


def read_firmware(answers: Answers) -> dict[str, str]:
    """The system that is the access point's firmware; its version is compared with the inventory's minimum."""
    release = {name: value.strip("'") for name, value in key_values(answers["ap_release"]).items()}
    return {"name": release["DISTRIB_ID"], "version": release["DISTRIB_RELEASE"]}


def _idle(servers: list[Section]) -> int | None:
    """Seconds after which the most patient server closes a silent session; None: never."""
    limits = [int(one.get("IdleTimeout", "0") or 0) for one in servers]
    return None if not limits or 0 in limits else max(limits)


def _listening(sockets: str, protocol: str) -> list[int]:
    """Ports open to other machines."""
    rows = (line.split() for line in sockets.splitlines())
    ports = outward_ports(words[3] for words in rows if words and re.fullmatch(rf"{protocol}6?", words[0]))
    if not ports and "Proto" not in sockets:
        raise Unreadable("netstat printed no table")
    return ports


def _sources(answers: Answers) -> list[str]:
    """Networks from which the firewall lets in somebody who wants to log in over SSH."""
    sections = config(answers, "firewall")
    policies = [one.get("input", "REJECT").upper() for one in sections if one.type in ("defaults", "zone")]
    if answers["ap_firewall_on"].strip() != "on" or "ACCEPT" in policies or not policies:
        return [EVERYBODY]
    found: set[str] = set()
    for rule in of_type(sections, "rule"):
        if _accepts(rule) and not rule.get("dest") and _of_ssh(rule):
            found |= set(rule.items("src_ip") or [EVERYBODY])
    # "all but this one" is nobody's limit.
    return [EVERYBODY] if any(source.startswith("!") for source in found) else sorted(found)


def _accepts(rule: Section) -> bool:
    return rule.get("target").upper() == "ACCEPT" and rule.on("enabled", True)


def _of_ssh(rule: Section) -> bool:
    """Whether a rule speaks of SSH's port; without a port, or a protocol, it speaks of all."""
    if not {"tcp", "tcpudp", "all", "any", "*"} & set(rule.get("proto", "tcpudp").lower().split()):
        return False
    ports = rule.get("dest_port").split()
    return not ports or any(_within(SSH_PORT, port) for port in ports)


def _within(port: int, written: str) -> bool:
    first, _, last = written.replace(":", "-").partition("-")
    return int(first) <= port <= int(last or first)


READERS = {
    "management": read_management,
    "forwarding": read_forwarding,
    "logging": read_logging,
    "time": read_time,
    "firmware": read_firmware,
}
