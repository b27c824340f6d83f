"""Who may administer the switch, from where, how, and how passwords are kept."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from typing import Any

from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.cisco_ios.source import refused, running
from truongluy.facts.cisco_ios.tree import Line, starts_with

SSH = "ssh_status"
ANYWHERE = "0.0.0.0/0"
# Type numbers of the vendor: 0 as typed, 7 reversible, 6 reversible with a master key, 4 and 5 old hashes, 8 and 9 slow hashes.
_KINDS = {
    "0": "clear",
    "7": "reversible",
    "6": "reversible",
    "4": "weak_hash",
    "5": "weak_hash",
    "8": "strong_hash",
    "9": "strong_hash",
}
_METHODS = {
    "local": "local",
    "local-case": "local",
    "group": "server_group",
    "none": "none",
    "line": "line_password",
    "enable": "privileged_password",
}
_DEFAULT_IDLE_MINUTES = 10


def password_kind(text: str) -> str | None:
    """How the password of an account or enable line is kept; None when the line holds none."""
    found = re.search(r"\b(password|secret)(?: (\d))? \S+$", text)
    return _KINDS.get(found[2] or "0", "unknown") if found else None


def local_accounts(answers: Answers) -> list[dict[str, Any]]:
    """Local accounts: name, privilege 0-15, and how the password is kept."""
    merged: dict[str, dict[str, Any]] = {}
    for words in running(answers).values("username"):
        name, _, rest = words.partition(" ")
        account = merged.setdefault(name, {"name": name, "privilege": 1, "password_kind": None})
        privilege = re.search(r"\bprivilege (\d+)", rest)
        account["privilege"] = int(privilege[1]) if privilege else account["privilege"]
        account["password_kind"] = (
            "none" if "nopassword" in rest.split() else password_kind(rest) or account["password_kind"]
        )
    return [merged[name] for name in sorted(merged)]


def local_account_names(answers: Answers) -> list[str]:
    """Names of local accounts."""
    return [account["name"] for account in local_accounts(answers)]


def privileged_access(answers: Answers) -> dict[str, Any]:
    """How each password that opens the privileged mode is kept."""
    lines = [line.text for line in running(answers).under("enable")]
    return {"password_kinds": sorted(kind for kind in map(password_kind, lines) if kind)}


def administration_lines(answers: Answers) -> list[dict[str, Any]]:
    """Console and remote lines: who may log in how, by which protocols, from where, closed after how long."""
    root = running(answers)
    return [
        _line(root, line)
        for line in root.under("line")
        if starts_with(line.text, "line vty") or starts_with(line.text, "line con")
    ]


def _line(root: Line, line: Line) -> dict[str, Any]:
    name = line.text.removeprefix("line ")
    remote = name.startswith("vty")
    protocols = line.value("transport input")
    return {
        "name": name,
        "kind": "remote" if remote else "console",
        "login_methods": _login_methods(root, line),
        "protocols": sorted(protocols.split()) if protocols is not None else None,
        "idle_minutes": _idle_minutes(line),
        "allowed_sources": _sources(root, line.value("access-class")) if remote else [],
    }


def _login_methods(root: Line, line: Line) -> list[str]:
    """Methods in the order tried, in our own words; empty when whoever connects is let in."""
    if root.has("aaa new-model"):
        wanted = line.value("login authentication") or "default"
        words = (root.value(f"aaa authentication login {wanted}") or "").split()
        if not words:
            # Without a method list the vendor falls back to local accounts, except that the console asks nothing.
            return [] if line.text.startswith("line con") else ["local"]
        names = [
            word for position, word in enumerate(words) if position == 0 or words[position - 1] != "group"
        ]
        return [_METHODS.get(word, word) for word in names]
    if line.under("login local"):
        return ["local"]
    return ["line_password"] if line.has("login") and line.under("password") else []


def _idle_minutes(line: Line) -> float | int | None:
    """Minutes until an idle session is closed; None when it never is."""
    if line.has("no exec-timeout"):
        return None
    given = line.value("exec-timeout")
    if given is None:
        return _DEFAULT_IDLE_MINUTES
    minutes, _, seconds = given.partition(" ")
    total = int(minutes) * 60 + int(seconds or 0)
    return None if total == 0 else (total // 60 if total % 60 == 0 else round(total / 60, 2))


def _sources(root: Line, access_class: str | None) -> list[str]:
    """Networks let in by an access list; anywhere when there is none or it is not defined."""
    words = (access_class or "").split()
    if "in" not in words:
        return [ANYWHERE]
    name = words[0]
    entries = [
        line.text
        for head in root.under("ip access-list")
        if head.text.split()[-1] == name
        for line in head.children
    ]
    entries += root.values(f"access-list {name}")
    permits = [
        re.sub(r"^(\d+ )?permit ", "", entry) for entry in entries if re.match(r"(\d+ )?permit ", entry)
    ]
    return sorted({_network(permit) for permit in permits}) or [ANYWHERE]


def _network(entry: str) -> str:
    """`10.0.0.0 0.0.0.255`, `host 10.0.0.1`, `10.0.0.1` or `any` as a network; other forms stay as written."""
    words = [word for word in entry.replace(", wildcard bits", "").split() if word not in ("host", "log")]
    if words == ["any"]:
        return ANYWHERE
    try:
        if len(words) == 1:
            return str(ipaddress.ip_network(words[0]))
        if len(words) == 2:
            base, wildcard = int(ipaddress.IPv4Address(words[0])), int(ipaddress.IPv4Address(words[1]))
            if wildcard & (wildcard + 1) == 0:
                return f"{ipaddress.IPv4Address(base & ~wildcard)}/{32 - wildcard.bit_length()}"
    except ValueError:
        pass
    return f"? {entry}"


def ssh(answers: Answers) -> dict[str, Any]:
    """State of the SSH server as the device reports it; version 1.99 means that version 1 is let in too."""
    text = answers[SSH]
    state = re.search(r"SSH (Enabled|Disabled) - version (\S+)", text)
    limits = re.search(r"Authentication timeout: (\d+) secs; Authentication retries: (\d+)", text)
    if not state or not limits:
        refused(text, "show ip ssh")
        raise Unreadable("the answer to 'show ip ssh' names no version, timeout and retries")
    return {
        "enabled": state[1] == "Enabled",
        "version": state[2],
        "login_seconds": int(limits[1]),
        "attempts": int(limits[2]),
    }


def login_protection(answers: Answers) -> dict[str, Any]:
    """How repeated wrong logins are slowed down, and which logins are logged."""
    root = running(answers)
    block = re.match(r"(\d+) attempts (\d+) within (\d+)", root.value("login block-for") or "")
    return {
        "block_seconds": int(block[1]) if block else None,
        "attempts": int(block[2]) if block else None,
        "within_seconds": int(block[3]) if block else None,
        "failures_logged": bool(root.under("login on-failure"))
        and "log" in (root.value("login on-failure") or "log").split(),
        "successes_logged": bool(root.under("login on-success"))
        and "log" in (root.value("login on-success") or "log").split(),
    }


def banner(answers: Answers) -> dict[str, Any]:
    """Words shown before login and at the message of the day; None when there are none."""
    shown = {line.text.removeprefix("banner "): line.block for line in running(answers).under("banner")}
    return {"login": shown.get("login") or None, "day": shown.get("motd") or None}


READERS: dict[str, Callable[[Answers], Any]] = {
    "local_accounts": local_accounts,
    "local_account_names": local_account_names,
    "privileged_access": privileged_access,
    "administration_lines": administration_lines,
    "ssh": ssh,
    "login_protection": login_protection,
    "banner": banner,
}
