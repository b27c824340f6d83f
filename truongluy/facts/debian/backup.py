"""Backups of the configuration: scheduled, fresh, complete, and closed to other users."""

from __future__ import annotations

from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.units import scheduled

STORE = "/var/backups/truongluy"

COMMANDS = {
    # First line: the device's own clock; then age, mode, size and name of each archive, newest first.
    "backup_archives": (
        f"date +%s; find {STORE} -maxdepth 1 -name '*.tar.gz' -printf '%T@ %m %s %p\\n' 2>/dev/null | sort -rn; true"
    ),
    # Listing reads the archive to its end, so a truncated one does not pass.
    "backup_contents": (
        f'newest=$(ls -t {STORE}/*.tar.gz 2>/dev/null | head -n 1); [ -n "$newest" ] || exit 0; '
        'tar -tzf "$newest" >/dev/null 2>&1 && echo readable || echo damaged; '
        "tar -tzf \"$newest\" 2>/dev/null | grep -xE 'etc/(passwd|ssh/sshd_config|fstab|hostname)'; true"
    ),
    "backup_store": f"stat -c %a {STORE} 2>/dev/null || true",
}


def _closed(mode: str) -> bool:
    return mode.isdigit() and int(mode, 8) & 0o077 == 0


def read_backup(answers: Answers) -> dict[str, Any]:
    """State of the configuration archives; `newest_age_hours` is None when there is none."""
    clock, *rows = answers["backup_archives"].splitlines()
    archives = [row.split(maxsplit=3) for row in rows]
    status, *contents = answers["backup_contents"].split() or ["none"]
    store = answers["backup_store"].strip()
    return {
        "scheduled": scheduled(answers["units_timers"], "truongluy-backup"),
        "archives": len(archives),
        "newest_age_hours": int((int(clock) - float(archives[0][0])) // 3600) if archives else None,
        "newest_readable": status == "readable",
        "contents": sorted(contents),
        "store_closed": _closed(store),
        "open_archives": sorted(row[3] for row in archives if not _closed(row[1])),
    }


READERS = {"backup": read_backup}
