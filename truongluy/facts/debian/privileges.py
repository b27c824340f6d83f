"""Who can become root, how sudo behaves, and who may plan jobs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.debian import pam

# cvtsudoers follows every include and expands aliases: the whole policy in one normal form.
_SUDOERS = """
command -v cvtsudoers >/dev/null || { echo '@@ not installed'; exit 0; }
cvtsudoers -e -f json /etc/sudoers
"""

_ALLOWED = """
for program in cron at; do
  if test -e "/etc/$program.allow"; then
    echo "$program limited"
    grep -v '^[[:space:]]*$' "/etc/$program.allow" | sed "s/^/$program account /"
  fi
done
exit 0
"""

COMMANDS: dict[str, str] = {"privileges_sudoers": _SUDOERS, "privileges_job_lists": _ALLOWED}


def _sudoers(answers: Answers) -> dict[str, Any] | None:
    text = answers["privileges_sudoers"]
    if text.strip() == "@@ not installed":
        return None
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Unreadable(f"cvtsudoers did not print JSON: {error}") from error
    if not isinstance(found, dict):
        raise Unreadable("cvtsudoers did not print a policy")
    return found


def _options(policy: dict[str, Any]) -> Iterator[tuple[bool, str, Any]]:
    """Defaults in order: whether for everybody, name, value."""
    for entry in policy.get("Defaults", []):
        for option in entry.get("Options", []):
            for name, value in option.items():
                yield "Binding" not in entry, name, value


def _flag(policy: dict[str, Any], name: str) -> bool | None:
    """True when set for everybody and lifted for nobody; None when nobody sets it."""
    everybody = [value for general, key, value in _options(policy) if key == name and general]
    lifted = any(key == name and value is False for general, key, value in _options(policy) if not general)
    return False if lifted else (bool(everybody[-1]) if everybody else None)


def _text(policy: dict[str, Any], name: str) -> str | None:
    values = [value for _, key, value in _options(policy) if key == name]
    return None if not values or values[-1] is False else str(values[-1])


def _minutes(policy: dict[str, Any]) -> float | None:
    """Longest time for which sudo remembers a password; a negative number means for ever, hence None."""
    values = [float(value) for _, key, value in _options(policy) if key == "timestamp_timeout"]
    return None if not values or min(values) < 0 else max(values)


def _who(user: dict[str, Any]) -> str:
    kind, name = next((kind, name) for kind, name in user.items() if kind != "negated")
    return f"%{name}" if kind == "usergroup" else str(name)


def _rules(policy: dict[str, Any]) -> list[dict[str, Any]]:
    """Who may use sudo, and whether every command of theirs asks for the password."""
    asks: dict[str, bool] = {}
    for spec in policy.get("User_Specs", []):
        free = any(
            option.get("authenticate") is False
            for commands in spec.get("Cmnd_Specs", [])
            for option in commands.get("Options", [])
        )
        for user in spec.get("User_List", []):
            asks[_who(user)] = asks.get(_who(user), True) and not free
    return [{"who": who, "asks_password": asks[who]} for who in sorted(asks)]


def read_sudo(answers: Answers) -> dict[str, Any]:
    """How sudo behaves for everybody, and the rules by whom they are for."""
    policy = _sudoers(answers)
    names = ("use_pty", "log_file", "remembered_minutes", "asks_password", "rules")
    if policy is None:
        return {"installed": False} | dict.fromkeys(names) | {"rules": []}
    general = [value for _, key, value in _options(policy) if key == "authenticate"]
    return {
        "installed": True,
        "use_pty": _flag(policy, "use_pty"),
        "log_file": _text(policy, "logfile"),
        "remembered_minutes": _minutes(policy),
        "asks_password": False not in general,
        "rules": _rules(policy),
    }


def read_su(answers: Answers) -> dict[str, Any]:
    """The group whose members may use su; None when everybody may try."""
    for rule in pam.stack(answers, "su", "auth"):
        if (
            rule.module == "pam_wheel"
            and rule.control in ("required", "requisite")
            and "deny" not in rule.arguments
        ):
            return {"limited_to_group": rule.value("group") or "wheel"}
        if rule.module == "pam_unix":
            break
    return {"limited_to_group": None}


def read_jobs(answers: Answers) -> dict[str, Any]:
    """Accounts that may plan jobs; None when there is no list, which means everybody for cron."""
    lines = answers["privileges_job_lists"].split("\n")
    return {
        f"{program}_accounts": sorted(
            line.split()[2] for line in lines if line.startswith(f"{program} account ")
        )
        if f"{program} limited" in lines
        else None
        for program in ("cron", "at")
    }


READERS: dict[str, Callable[[Answers], Any]] = {"sudo": read_sudo, "su": read_su, "planned_jobs": read_jobs}
