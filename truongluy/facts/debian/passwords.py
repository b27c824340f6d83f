"""The rules that a new password must meet, how long it lives, and what happens after wrong ones.

A number in a settings file means nothing while no PAM stack uses it, so each fact is None unless the module
that enforces it stands in the stack of the program that changes or asks for passwords.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian import pam
from truongluy.facts.debian.accounts import shadow_entries

_SETTINGS = "grep -hsv '^[[:space:]]*\\(#\\|$\\)' {files} || test $? -le 2"

COMMANDS: dict[str, str] = {
    # libpwquality reads the folder first and the main file last, so the main file wins.
    "passwords_quality": _SETTINGS.format(
        files="/etc/security/pwquality.conf.d/*.conf /etc/security/pwquality.conf"
    ),
    "passwords_faillock": _SETTINGS.format(files="/etc/security/faillock.conf"),
    "passwords_history": _SETTINGS.format(files="/etc/security/pwhistory.conf"),
    "passwords_defaults": _SETTINGS.format(files="/etc/login.defs"),
}

# Programs of Debian that ask a person for a password; each must count failures.
_ASKING = ("login", "su", "sudo", "sshd")
_HASHES = ("yescrypt", "gost_yescrypt", "blowfish", "sha512", "sha256", "bigcrypt", "md5")
_CREDITS = ("dcredit", "ucredit", "lcredit", "ocredit")
_FOREVER = 99999


def settings(text: str) -> dict[str, str]:
    """`name = value`, `name value` or a bare `name` per line; the last one counts."""
    found = {}
    for line in text.splitlines():
        name, _, value = re.sub(r"\s*[=\s]\s*", "=", line.split("#")[0].strip(), count=1).partition("=")
        if name:
            found[name] = value.strip()
    return found


def _number(value: str | None, default: int | None = None) -> int | None:
    return int(value) if value is not None and re.fullmatch(r"-?\d+", value) else default


def _with_arguments(base: dict[str, str], rule: pam.Rule) -> dict[str, str]:
    """Settings of a file as the arguments in the stack change them."""
    return base | {name: value for name, _, value in (argument.partition("=") for argument in rule.arguments)}


def _find(rules: list[pam.Rule], module: str) -> pam.Rule | None:
    return next((rule for rule in rules if rule.module == module and rule.decides), None)


def _quality(answers: Answers) -> dict[str, Any]:
    names = ("minimum_length", "character_kinds", "dictionary_checked", "user_name_checked", "binds_root")
    rule = _find(pam.stack(answers, "passwd", "password"), "pam_pwquality")
    if rule is None:
        return dict.fromkeys(names)
    given = _with_arguments(settings(answers["passwords_quality"]), rule)
    if given.get("enforcing") == "0":
        return dict.fromkeys(names)
    credit = [_number(given.get(name), 0) or 0 for name in _CREDITS]
    return {
        # A positive credit lets a shorter password pass.
        "minimum_length": (_number(given.get("minlen"), 8) or 0)
        - sum(value for value in credit if value > 0),
        "character_kinds": max(_number(given.get("minclass"), 0) or 0, sum(value < 0 for value in credit)),
        "dictionary_checked": given.get("dictcheck", "1") != "0",
        "user_name_checked": given.get("usercheck", "1") != "0",
        "binds_root": "enforce_for_root" in given,
    }


def _remembered(answers: Answers) -> int | None:
    rule = _find(pam.stack(answers, "passwd", "password"), "pam_pwhistory")
    if rule is None:
        return None
    return _number(_with_arguments(settings(answers["passwords_history"]), rule).get("remember"), 10)


def _hash_method(answers: Answers) -> str | None:
    """The method of pam_unix: its argument, else that of login.defs."""
    rule = next(
        (rule for rule in pam.stack(answers, "passwd", "password") if rule.module == "pam_unix"), None
    )
    if rule is None:
        return None
    named = [argument for argument in rule.arguments if argument in _HASHES]
    default = settings(answers["passwords_defaults"]).get("ENCRYPT_METHOD", "des")
    return named[-1] if named else default.lower()


def read_password_policy(answers: Answers) -> dict[str, Any]:
    """Rules for new passwords; ages in days, None where there is no limit."""
    defaults = settings(answers["passwords_defaults"])
    longest = _number(defaults.get("PASS_MAX_DAYS"), -1)
    return {
        **_quality(answers),
        "remembered": _remembered(answers),
        "hash_method": _hash_method(answers),
        "maximum_days": None if longest is None or not 0 <= longest < _FOREVER else longest,
        "minimum_days": _number(defaults.get("PASS_MIN_DAYS"), 0),
        "warning_days": _number(defaults.get("PASS_WARN_AGE"), 0),
    }


def _counting(rules: list[pam.Rule]) -> pam.Rule | None:
    """The rule that counts failures, if one checks before the password is asked and one counts after it."""
    asking = next((place for place, rule in enumerate(rules) if rule.module == "pam_unix"), None)
    if asking is None:
        return None
    before = [
        rule for rule in rules[:asking] if rule.module == "pam_faillock" and "preauth" in rule.arguments
    ]
    after = [
        rule for rule in rules[asking:] if rule.module == "pam_faillock" and "authfail" in rule.arguments
    ]
    return before[0] if before and after and before[0].decides else None


def read_lockout(answers: Answers) -> dict[str, Any]:
    """How many failures lock an account, and for how long, over all programs that ask for a password.

    None: some program does not count, or the account stays locked until an administrator opens it.
    """
    base = settings(answers["passwords_faillock"])
    stacks = {name: pam.stack(answers, name, "auth") for name in _ASKING}
    counting = {name: _counting(rules) for name, rules in stacks.items() if rules}
    uncounted = sorted(name for name, rule in counting.items() if rule is None)
    facts: dict[str, Any] = {
        "programs_that_do_not_count": uncounted,
        "attempts": None,
        "locked_seconds": None,
    }
    given = [_with_arguments(base, rule) for rule in counting.values() if rule is not None]
    if uncounted or not given:
        return facts
    attempts = [_number(one.get("deny"), 3) or 0 for one in given]
    locked = [_number(one.get("unlock_time"), 600 if "unlock_time" not in one else 0) or 0 for one in given]
    facts["attempts"] = max(attempts) if 0 not in attempts else None
    facts["locked_seconds"] = min(locked) if 0 not in locked else None
    return facts


def read_password_ages(answers: Answers) -> list[dict[str, Any]]:
    """Ages in days of every password that can be used; `maximum_days` is None where it never expires."""
    shadows, today = shadow_entries(answers)
    return [
        {
            "account": shadow.name,
            "maximum_days": None if shadow.maximum is None or shadow.maximum >= _FOREVER else shadow.maximum,
            "minimum_days": shadow.minimum or 0,
            "inactive_days": shadow.inactive,
            "age_days": None if shadow.last_change is None else today - shadow.last_change,
        }
        for shadow in sorted(shadows.values(), key=lambda shadow: shadow.name)
        if shadow.state == "set"
    ]


READERS: dict[str, Callable[[Answers], Any]] = {
    "password_policy": read_password_policy,
    "lockout": read_lockout,
    "password_ages": read_password_ages,
}
