"""What the switch offers and records: services, SNMP, logging, time, and the state of its configuration."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.cisco_ios.source import refused, running, startup
from truongluy.facts.cisco_ios.tree import Line, render

VERSION = "system_version"
_LEVELS = (
    "emergencies",
    "alerts",
    "critical",
    "errors",
    "warnings",
    "notifications",
    "informational",
    "debugging",
)
_DEFAULT_TRAP_LEVEL = 6
_SECURITY = {"priv": "encrypted", "auth": "authenticated"}


def _switch(root: Line, command: str, default: bool | None) -> bool | None:
    """Whether a feature is on: `X`, `no X`, or the vendor's default; None where the default differs by release."""
    if root.under(command):
        return True
    return False if root.under(f"no {command}") else default


def services(answers: Answers) -> dict[str, bool | None]:
    """Services on or off; None means that the configuration does not say and the vendor's default varies."""
    root = running(answers)
    return {
        "web": _switch(root, "ip http server", None),
        "web_encrypted": _switch(root, "ip http secure-server", None),
        "source_routing": _switch(root, "ip source-route", True),
        "boot_server": _switch(root, "ip bootp server", True),
        "packet_assembler": _switch(root, "service pad", True),
        "finger": bool(_switch(root, "ip finger", False) or _switch(root, "service finger", False)),
        "small_servers": bool(
            _switch(root, "service tcp-small-servers", False)
            or _switch(root, "service udp-small-servers", False)
        ),
        "network_boot_configuration": _switch(root, "service config", False),
        "password_encryption": _switch(root, "service password-encryption", False),
        "neighbour_discovery": _switch(root, "cdp run", True),
    }


def snmp(answers: Answers) -> dict[str, Any]:
    """SNMP access: how many community strings there are (their names are secrets) and how each group is protected."""
    root = running(answers)
    groups = [words.split() for words in root.values("snmp-server group")]
    hosts = [words for words in root.values("snmp-server host") if not re.search(r"\bversion 3\b", words)]
    return {
        "communities": len(root.under("snmp-server community")),
        "open_trap_receivers": len(hosts),
        "groups": sorted(words[0] for words in groups),
        "group_protection": sorted(
            _SECURITY.get(words[2], "open") if len(words) > 2 and words[1] == "v3" else "open"
            for words in groups
        ),
    }


def _level(word: str | None, default: int | None) -> int | None:
    if not word:
        return default
    return int(word) if word.isdigit() else _LEVELS.index(word)


def logging(answers: Answers) -> dict[str, Any]:
    """Logging: on, hosts, level 0-7 sent to them (7 is the most), local buffer in bytes, form of the time."""
    root = running(answers)
    modern = root.values("logging host")
    plain = [
        line.text.split()[1]
        for line in root.under("logging")
        if re.match(r"logging \d+\.\d+\.\d+\.\d+$", line.text)
    ]
    buffered = (root.value("logging buffered") or "").split()
    sizes = [int(word) for word in buffered if word.isdigit() and int(word) > 7]
    stamps = (root.value("service timestamps log") or "").split()
    return {
        "enabled": not root.has("no logging on"),
        "hosts": sorted({words.split()[0] for words in modern if words} | set(plain)),
        "level": None
        if root.has("no logging trap")
        else _level(root.value("logging trap"), _DEFAULT_TRAP_LEVEL),
        "buffer_bytes": sizes[0] if sizes else None,
        "time_stamps": stamps[0] if stamps else None,
        "milliseconds": "msec" in stamps,
        "time_zone_shown": "show-timezone" in stamps,
    }


def time(answers: Answers) -> dict[str, Any]:
    """Time servers, whether they must prove themselves, and hours from UTC."""
    root = running(answers)
    options = {"prefer", "burst", "iburst"}
    servers = []
    for words in root.values("ntp server") + root.values("sntp server"):
        parts = [word for word in re.sub(r"^vrf \S+ ", "", words).split() if word not in options]
        servers.append(parts[1] if parts[0] in ("ip", "ipv6") else parts[0])
    zone = (root.value("clock timezone") or "").split()
    return {
        "servers": sorted(servers),
        "authenticated": root.has("ntp authenticate"),
        "utc_offset_hours": int(zone[1]) if len(zone) > 1 else 0,
    }


def configuration(answers: Answers) -> dict[str, Any]:
    """Whether what runs is what is saved, and whether changes to it are recorded and reported."""
    root, saved = running(answers), startup(answers)
    journal = Line("")
    for archive in root.under("archive"):
        for log in archive.under("log config"):
            journal = log
    return {
        "saved": saved is not None and render(root) == render(saved),
        "changes_recorded": journal.has("logging enable"),
        "changes_reported": bool(journal.under("notify syslog")),
        "secrets_hidden_in_record": journal.has("hidekeys"),
    }


def firmware(answers: Answers) -> dict[str, Any]:
    """Version and model as the device states them."""
    text = answers[VERSION]
    refused(text, "show version")
    version = re.search(r"\bVersion ([^\s,]+)", text)
    if not version:
        raise Unreadable("the answer to 'show version' names no version")
    model = re.search(r"^(?:Model [Nn]umber\s*:\s*|[Cc]isco )(\S+)", text, re.MULTILINE)
    return {"version": version[1], "model": model[1] if model else None}


def system(answers: Answers) -> dict[str, Any]:
    """The name the device gives itself; a switch is never a container."""
    return {"hostname": running(answers).value("hostname"), "container": False}


READERS: dict[str, Callable[[Answers], Any]] = {
    "services": services,
    "snmp": snmp,
    "logging": logging,
    "time": time,
    "configuration": configuration,
    "firmware": firmware,
    "system": system,
}
