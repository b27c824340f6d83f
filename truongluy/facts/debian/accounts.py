"""Who has an account, who could log in with it, and what a fresh login shell is given."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from truongluy.facts.answers import Answers, Unreadable

# Field 2 would be a password hash on an old system: only its kind leaves the machine.
_PASSWD = r"""
getent passwd | awk -F: -v OFS=: '{
  $2 = $2 == "x" ? "shadow" : $2 == "" ? "empty" : $2 ~ /^[*!]/ ? "locked" : "here"
  print
}'
"""

# name:state:hash kind:last change:min:max:warn:inactive:expires (days); never a hash.
_SHADOW = r"""
awk -F: -v OFS=: '{
  split($2, part, "$")
  state = $2 == "" ? "empty" : $2 ~ /^[*!]/ ? "locked" : "set"
  kind = state != "set" ? "" : part[1] == "" ? part[2] : "des"
  print $1, state, kind, $3, $4, $5, $6, $7, $8
}' /etc/shadow
echo "today $(( $(date +%s) / 86400 ))"
"""

_HOMES = r"""
login_shell='$3 == 0 || ($3 >= 1000 && $3 != 65534 && $7 !~ /\/(nologin|false|sync)$/)'
awk -F: "$login_shell"' { print $1, $6 }' /etc/passwd |
while read -r account home; do
  if test -d "$home"; then echo "$account $(stat -c '%a %U' "$home") $home"; fi
done
"""

# A fresh interactive login shell with no home directory of its own: only what the system gives to everybody.
# setsid: an interactive shell would otherwise take the terminal of whoever runs the check.
_SHELL = r"""
cd / && setsid -w env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/nonexistent TERM=dumb bash --login -i -c '
echo "umask $(umask)"; echo "tmout ${TMOUT:-}"
if readonly -p | grep -q " TMOUT="; then echo "readonly yes"; fi' </dev/null
"""

COMMANDS: dict[str, str] = {
    "accounts_passwd": _PASSWD,
    "accounts_groups": "getent group | awk -F: -v OFS=: '{ print $1, \"x\", $3, $4 }'",
    "accounts_shadow": _SHADOW,
    "accounts_homes": _HOMES,
    "accounts_shell": _SHELL,
    "accounts_new": "awk '$1 == \"UMASK\" { print $1, $2 }' /etc/login.defs; useradd -D | grep ^INACTIVE",
}

_FOLDERS, _PROGRAMS = ("/usr/sbin", "/sbin", "/usr/bin", "/bin"), ("nologin", "false", "sync")
NO_LOGIN_SHELLS = frozenset(f"{folder}/{program}" for folder in _FOLDERS for program in _PROGRAMS)
FIRST_PERSON, NOBODY = 1000, 65534


@dataclass(frozen=True)
class Entry:
    """One line of the account list; `password` is shadow, locked, empty or here (hash for all to read)."""

    name: str
    password: str
    uid: int
    gid: int
    home: str
    shell: str

    @property
    def has_login_shell(self) -> bool:
        """Whether the account ends in a shell; an empty field means /bin/sh."""
        return self.shell not in NO_LOGIN_SHELLS


@dataclass(frozen=True)
class Shadow:
    """Password state (set, locked, empty) and ages in days; None where the field is empty."""

    name: str
    state: str
    kind: str
    last_change: int | None
    minimum: int | None
    maximum: int | None
    warning: int | None
    inactive: int | None
    expires: int | None


def passwd_entries(answers: Answers) -> list[Entry]:
    """All accounts, in the order of the list."""
    found = []
    for line in answers["accounts_passwd"].splitlines():
        name, password, uid, gid, _, home, shell = line.split(":")
        found.append(Entry(name, password, int(uid), int(gid), home, shell))
    if not any(entry.uid == 0 for entry in found):
        raise Unreadable("the account list has no account with uid 0: it was not read completely")
    return found


def groups_of(answers: Answers, entry: Entry) -> list[str]:
    """Names of the groups of an account, its own group first."""
    own, others = [], []
    for line in answers["accounts_groups"].splitlines():
        name, _, gid, members = line.split(":")
        if int(gid) == entry.gid:
            own.append(name)
        elif entry.name in members.split(","):
            others.append(name)
    return own + others


def _days(field: str) -> int | None:
    return int(field) if field.strip() and int(field) >= 0 else None


def shadow_entries(answers: Answers) -> tuple[dict[str, Shadow], int]:
    """Password state by account, and today as days since 1970 on the device's own clock."""
    lines = answers["accounts_shadow"].splitlines()
    if not lines or not re.fullmatch(r"today \d+", lines[-1]):
        raise Unreadable("the password states were not read completely")
    found = {}
    for line in lines[:-1]:
        name, state, kind, *days = line.split(":")
        found[name] = Shadow(name, state, kind, *(_days(field) for field in days))
    return found, int(lines[-1].split()[1])


def _expired(shadow: Shadow | None, today: int) -> bool:
    return shadow is not None and shadow.expires is not None and shadow.expires <= today


def _can_log_in(entry: Entry, shadows: dict[str, Shadow], today: int) -> bool:
    return entry.uid != 0 and entry.has_login_shell and not _expired(shadows.get(entry.name), today)


def _without_password(entries: list[Entry], shadows: dict[str, Shadow]) -> list[str]:
    """Accounts that anybody can enter: an empty password field in either file."""
    empty = {entry.name for entry in entries if entry.password == "empty"}
    return sorted(empty | {shadow.name for shadow in shadows.values() if shadow.state == "empty"})


def _is_system(entry: Entry) -> bool:
    return 0 < entry.uid < FIRST_PERSON or entry.uid == NOBODY


def read_accounts(answers: Answers) -> dict[str, Any]:
    """Accounts by the questions that are asked of them; lists of names are sorted."""
    entries = passwd_entries(answers)
    shadows, today = shadow_entries(answers)
    if "root" not in shadows:
        raise Unreadable("the password state of root was not read")
    new = dict(re.findall(r"^(\w+)[ =]+(-?\w+)$", answers["accounts_new"], flags=re.MULTILINE))
    return {
        "names": sorted(entry.name for entry in entries),
        "uid_zero": sorted(entry.name for entry in entries if entry.uid == 0),
        "without_password": _without_password(entries, shadows),
        "root_password": shadows["root"].state,
        "people": sorted(
            entry.name for entry in entries if not _is_system(entry) and _can_log_in(entry, shadows, today)
        ),
        "system_with_shell": sorted(
            entry.name for entry in entries if _is_system(entry) and _can_log_in(entry, shadows, today)
        ),
        "homes": _homes(answers["accounts_homes"]),
        "new_account_inactive_days": _days(new.get("INACTIVE", "")),
    }  # fmt: skip


def _homes(text: str) -> list[dict[str, Any]]:
    found = []
    for line in text.splitlines():
        account, mode, owner, path = line.split(" ", 3)
        bits = int(mode, 8)
        found.append(
            {
                "account": account,
                "path": path,
                "owned_by_account": owner == account,
                "open_to_others": bool(bits & 0o007),
                "group_can_write": bool(bits & 0o020),
            }
        )
    return sorted(found, key=lambda home: home["account"])


def read_login_session(answers: Answers) -> dict[str, Any]:
    """What a login shell starts with; `idle_seconds` is None where it never closes by itself."""
    shell = dict(re.findall(r"^(\w+) (\S+)$", answers["accounts_shell"], flags=re.MULTILINE))
    new = dict(re.findall(r"^(\w+) (\S+)$", answers["accounts_new"], flags=re.MULTILINE))
    if "umask" not in shell:
        raise Unreadable("a login shell did not tell its umask")
    idle = int(shell["tmout"]) if shell.get("tmout", "").isdigit() else 0
    return {
        "idle_seconds": idle or None,
        "idle_time_is_fixed": shell.get("readonly") == "yes",
        **_openness("shell", shell["umask"]),
        **_openness("default", new.get("UMASK", "022")),
    }


def _openness(name: str, umask: str) -> dict[str, bool]:
    """What a umask leaves open in new files."""
    bits = int(umask, 8)
    return {
        f"{name}_files_open_to_others": bits & 0o007 != 0o007,
        f"{name}_files_group_can_write": bits & 0o020 == 0,
    }


READERS: dict[str, Callable[[Answers], Any]] = {
    "accounts": read_accounts,
    "login_session": read_login_session,
}
