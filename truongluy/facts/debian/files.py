"""Who may read and change the files that everything else rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from truongluy.facts.answers import Answers

_STAT = "stat -L -c '%a %U %G %n' {files} 2>/dev/null || true"
_SECRET = "/etc/shadow /etc/shadow- /etc/gshadow /etc/gshadow- /etc/security/opasswd"
_CORE = (
    "/etc/passwd /etc/passwd- /etc/group /etc/group- /etc/login.defs /etc/profile /etc/profile.d /etc/pam.d"
    " /etc/pam.d/* /etc/security /etc/security/*.conf /etc/sudoers /etc/sudoers.d /etc/sudoers.d/*"
    " /etc/ssh /etc/ssh/sshd_config /etc/hosts /etc/nsswitch.conf"
)
_JOBS = (
    "/etc/crontab /etc/cron.allow /etc/at.allow /etc/cron.d /etc/cron.d/* /etc/cron.hourly /etc/cron.hourly/*"
    " /etc/cron.daily /etc/cron.daily/* /etc/cron.weekly /etc/cron.weekly/* /etc/cron.monthly /etc/cron.monthly/*"
)
_HOST_KEYS = "$(/usr/sbin/sshd -T 2>/dev/null | awk '$1 == \"hostkey\" { print $2 }') /etc/ssh/ssh_host_*_key"

COMMANDS: dict[str, str] = {
    "files_secret": _STAT.format(files=_SECRET),
    "files_core": _STAT.format(files=_CORE),
    "files_jobs": _STAT.format(files=_JOBS),
    "files_host_keys": _STAT.format(files=_HOST_KEYS) + " | sort -u",
    # -xdev, and only where programs and settings live: data may be millions of files.
    "files_world_writable": (
        "test -x /usr/bin/find || exit; find /etc /usr /boot /opt /root -xdev -perm -0002 ! -type l ! -type c ! -type p ! -type s"
        " 2>/dev/null | head -n 50 | sort"
    ),
    "files_shared_folders": (
        "{ stat -c '%a %n' /tmp /var/tmp /dev/shm; find /var /srv /home -xdev -maxdepth 3 -type d -perm -0002"
        " -printf '%m %p\\n'; } 2>/dev/null | sort -u | head -n 200"
    ),
}


def _entries(text: str) -> list[dict[str, Any]]:
    """One entry per file: owner, and what group and others may do with it."""
    found = {}
    for line in text.splitlines():
        mode, owner, group, path = line.split(" ", 3)
        bits = int(mode, 8)
        found[path] = {
            "path": path,
            "owner": owner,
            "group": group,
            "group_can_write": bool(bits & 0o020),
            "others_can_read": bool(bits & 0o004),
            "others_can_write": bool(bits & 0o002),
            "only_owner": not bits & 0o077,
        }
    return [found[path] for path in sorted(found)]


def _shared_folders(text: str) -> list[dict[str, Any]]:
    """Folders that everybody may write to, and whether files in them are safe from other users."""
    found = {}
    for line in text.splitlines():
        mode, path = line.split(" ", 1)
        bits = int(mode, 8)
        if bits & 0o002:
            found[path] = {"path": path, "sticky": bool(bits & 0o1000)}
    return [found[path] for path in sorted(found)]


def read_files(answers: Answers) -> dict[str, Any]:
    """Rights on system files, by what the files are for; every list is sorted by path."""
    return {
        "secret": _entries(answers["files_secret"]),
        "core": _entries(answers["files_core"]),
        "jobs": _entries(answers["files_jobs"]),
        "host_keys": _entries(answers["files_host_keys"]),
        "world_writable": answers["files_world_writable"].splitlines(),
        "shared_folders": _shared_folders(answers["files_shared_folders"]),
    }


READERS: dict[str, Callable[[Answers], Any]] = {"files": read_files}
