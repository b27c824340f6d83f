"""What sshd would really do: its own report (`sshd -T`) for every account that could log in.

A `Match` block can hide a weaker rule from the plain report, so the daemon is asked once for everybody
and once for each account; the weakest answer counts, and the conditions of all `Match` blocks are a fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.debian.accounts import NO_LOGIN_SHELLS, groups_of, passwd_entries

# The address is from a block reserved for documentation (RFC 5737): no Match block should know it.
_EFFECTIVE = r"""
test -x /usr/sbin/sshd || { echo '@@ not installed'; exit 0; }
echo '@@ everybody'
/usr/sbin/sshd -T || exit
for account in $(awk -F: '$7 !~ /\/(nologin|false|sync)$/ { print $1 }' /etc/passwd | head -n 40); do
  echo "@@ account $account"
  /usr/sbin/sshd -T -C "user=$account,host=client.invalid,addr=203.0.113.1,laddr=203.0.113.2,lport=22" || exit
done
"""

_MATCH = r"""
test -x /usr/sbin/sshd || exit 0
show() {
  grep -iE '^[[:space:]]*match[[:space:]=]' "$1"
  awk 'tolower($1) == "include" { for (i = 2; i <= NF; i++) print $i }' "$1" | while read -r pattern; do
    case $pattern in /*) ;; *) pattern=/etc/ssh/$pattern ;; esac
    for file in $pattern; do if test -f "$file"; then show "$file"; fi; done
  done
}
show /etc/ssh/sshd_config
exit 0
"""

_HOST_KEYS = r"""
test -x /usr/sbin/sshd || exit 0
/usr/sbin/sshd -T | awk '$1 == "hostkey" { print $2 }' | while read -r file; do
  if test -f "$file"; then
    echo "$file $(ssh-keygen -l -f "$file" | awk '{ print $1, $NF }')"
  fi
done
"""

COMMANDS: dict[str, str] = {
    "ssh_effective": _EFFECTIVE,
    "ssh_match_conditions": _MATCH,
    "ssh_host_keys": _HOST_KEYS,
}

# What each kind of forwarding is called in sshd's report.
_FORWARDING = {
    "allowagentforwarding": "agent",
    "allowstreamlocalforwarding": "stream",
    "allowtcpforwarding": "tcp",
    "permittunnel": "tunnel",
    "x11forwarding": "x11",
}

Report = dict[str, list[str]]


def parse_report(text: str) -> Report:
    """One `sshd -T` report: keyword to its values, in the order of the report."""
    report: Report = {}
    for line in text.splitlines():
        keyword, _, value = line.strip().partition(" ")
        if keyword:
            report.setdefault(keyword.lower(), []).append(value.strip())
    return report


def reports(text: str) -> dict[str, Report]:
    """Report by context: `everybody`, `account NAME`; empty when sshd is not installed."""
    if text.strip() == "@@ not installed":
        return {}
    found: dict[str, Report] = {}
    for block in re.split(r"^@@ ", text, flags=re.MULTILINE)[1:]:
        context, _, body = block.partition("\n")
        found[context.strip()] = parse_report(body)
    if "everybody" not in found or not found["everybody"]:
        raise Unreadable("sshd printed no effective configuration")
    return found


def _values(found: dict[str, Report], keyword: str) -> list[str]:
    values = [report[keyword][0] for report in found.values() if report.get(keyword)]
    if not values:
        raise Unreadable(f"sshd does not report '{keyword}'")
    return values


def _any_yes(found: dict[str, Report], keyword: str) -> bool:
    return any(value != "no" for value in _values(found, keyword))


def _all_yes(found: dict[str, Report], keyword: str) -> bool:
    return all(value == "yes" for value in _values(found, keyword))


def _largest(found: dict[str, Report], keyword: str) -> int:
    return max(int(value) for value in _values(found, keyword))


def _largest_or_none(found: dict[str, Report], keyword: str) -> int | None:
    """The largest number; None when one of them is 0, which sshd reads as 'no limit'."""
    numbers = [int(value) for value in _values(found, keyword)]
    return None if 0 in numbers else max(numbers)


def _silence(found: dict[str, Report]) -> int | None:
    """Seconds after which a silent client is cut off; None: never."""
    interval = _largest_or_none(found, "clientaliveinterval")
    count = _largest_or_none(found, "clientalivecountmax")
    return None if interval is None or count is None else interval * count


def _names(found: dict[str, Report], keyword: str) -> list[str]:
    return sorted({name for value in _values(found, keyword) for name in value.split(",") if name})


def _weakest(found: dict[str, Report], keyword: str, strongest_first: tuple[str, ...]) -> str:
    """The value that comes last in an order; one the order does not know comes after all others."""

    def rank(value: str) -> int:
        return strongest_first.index(value) if value in strongest_first else len(strongest_first)

    return max(_values(found, keyword), key=rank)


_ROOT_LOGIN = ("no", "forced-commands-only", "without-password", "prohibit-password", "yes")
_LOG_LEVEL = ("VERBOSE", "INFO", "ERROR", "FATAL", "QUIET", "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3")


def _banner(found: dict[str, Report]) -> str | None:
    values = set(_values(found, "banner"))
    return values.pop() if len(values) == 1 and "none" not in values else None


def _patterns(report: Report, keyword: str) -> list[str]:
    return [pattern for value in report.get(keyword, []) for pattern in value.split()]


def _fits(names: list[str], patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern.split("@")[0]) for name in names for pattern in patterns)


def _accepts(report: Report, account: str, groups: list[str]) -> bool:
    """Whether sshd's four lists let an account in, in sshd's own order."""
    if _fits([account], _patterns(report, "denyusers")) or _fits(groups, _patterns(report, "denygroups")):
        return False
    users, allowed = _patterns(report, "allowusers"), _patterns(report, "allowgroups")
    return (not users or _fits([account], users)) and (not allowed or _fits(groups, allowed))


def _accepted_accounts(answers: Answers, found: dict[str, Report]) -> list[str]:
    """Accounts with a login shell that sshd lets in; root only where root may log in."""
    accepted = []
    for entry in passwd_entries(answers):
        if entry.shell in NO_LOGIN_SHELLS:
            continue
        report = found.get(f"account {entry.name}", found["everybody"])
        if entry.uid == 0 and report["permitrootlogin"][0] == "no":
            continue
        if _accepts(report, entry.name, groups_of(answers, entry)):
            accepted.append(entry.name)
    return sorted(accepted)


def _host_keys(text: str) -> list[dict[str, Any]]:
    found = []
    for line in text.splitlines():
        file, bits, kind = line.split()
        found.append({"file": file, "bits": int(bits), "type": kind.strip("()").lower()})
    return sorted(found, key=lambda key: key["file"])


def _conditions(text: str) -> list[str]:
    """Conditions of the Match blocks; "all" narrows nothing and is in the report of every account."""
    found = {re.split(r"[\s=]+", line.strip(), maxsplit=1)[1].strip() for line in text.splitlines()}
    return sorted(condition for condition in found if condition.lower() != "all")


_SIMPLE: dict[str, Callable[[dict[str, Report]], Any]] = {
    "root_login": lambda found: _weakest(found, "permitrootlogin", _ROOT_LOGIN),
    "password_authentication": lambda found: _any_yes(found, "passwordauthentication"),
    "keyboard_interactive": lambda found: _any_yes(found, "kbdinteractiveauthentication"),
    "empty_passwords": lambda found: _any_yes(found, "permitemptypasswords"),
    "host_based_authentication": lambda found: _any_yes(found, "hostbasedauthentication"),
    "rhosts_ignored": lambda found: all(value != "no" for value in _values(found, "ignorerhosts")),
    "user_environment": lambda found: _any_yes(found, "permituserenvironment"),
    "public_keys": lambda found: _all_yes(found, "pubkeyauthentication"),
    "strict_modes": lambda found: _all_yes(found, "strictmodes"),
    "use_pam": lambda found: _all_yes(found, "usepam"),
    "max_auth_tries": lambda found: _largest(found, "maxauthtries"),
    "login_grace_seconds": lambda found: _largest_or_none(found, "logingracetime"),
    "silent_client_seconds": _silence,
    "forwarding": lambda found: sorted(kind for key, kind in _FORWARDING.items() if _any_yes(found, key)),
    "ciphers": lambda found: _names(found, "ciphers"),
    "macs": lambda found: _names(found, "macs"),
    "key_exchange": lambda found: _names(found, "kexalgorithms"),
    "host_key_signatures": lambda found: _names(found, "hostkeyalgorithms"),
    "public_key_signatures": lambda found: _names(found, "pubkeyacceptedalgorithms"),
    "log_level": lambda found: _weakest(found, "loglevel", _LOG_LEVEL),
    "banner": _banner,
    "allow_groups": lambda found: sorted(
        set.intersection(*(set(_patterns(report, "allowgroups")) for report in found.values()))
    ),
}


def read_ssh(answers: Answers) -> dict[str, Any]:
    """Effective SSH server settings; every setting is None where sshd is not installed."""
    found = reports(answers["ssh_effective"])
    if not found:
        names = [*_SIMPLE, "accepted_accounts", "match_conditions", "host_keys", "rsa_host_keys"]
        return {"installed": False} | dict.fromkeys(names)
    facts: dict[str, Any] = {"installed": True} | {name: read(found) for name, read in _SIMPLE.items()}
    facts["accepted_accounts"] = _accepted_accounts(answers, found)
    facts["match_conditions"] = _conditions(answers["ssh_match_conditions"])
    facts["host_keys"] = _host_keys(answers["ssh_host_keys"])
    facts["rsa_host_keys"] = [key for key in facts["host_keys"] if key["type"] == "rsa"]
    return facts


READERS: dict[str, Callable[[Answers], Any]] = {"ssh": read_ssh}
