"""File integrity: what is watched, whether a reference exists, whether it is compared regularly."""

from __future__ import annotations

from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.units import scheduled

# One question to AIDE costs up to 0.5 s with the distribution's rules, so only a few files stand for their folders.
WATCHED = ("/etc/passwd", "/etc/ssh/sshd_config", "/usr/bin/sudo", "/usr/sbin/sshd")

COMMANDS = {
    # AIDE itself says whether its rules select a file (exit status 0), so that exclusions count.
    "integrity_watched": (
        "command -v aide >/dev/null || exit 0; "
        f"for file in {' '.join(WATCHED)}; do "
        'aide --config=/etc/aide/aide.conf --path-check="f:$file" >/dev/null 2>&1 && echo "$file"; done; true'
    ),
    "integrity_config": (
        "command -v aide >/dev/null || { echo missing; exit 0; }; "
        "aide --config=/etc/aide/aide.conf --config-check >/dev/null 2>&1 && echo valid || echo invalid"
    ),
    # Number of files in the reference; 0 when there is none.
    "integrity_reference": (
        "[ -f /var/lib/aide/aide.db ] && { gzip -cdf /var/lib/aide/aide.db 2>/dev/null | grep -c '^/'; } || echo 0"
    ),
}


def read_integrity(answers: Answers) -> dict[str, Any]:
    """State of AIDE; `reference_files` counts the files whose reference state is stored."""
    config = answers["integrity_config"].strip()
    return {
        "installed": config != "missing",
        "configuration_valid": config == "valid",
        "watched": sorted(answers["integrity_watched"].split()),
        "reference_files": int(answers["integrity_reference"].split()[0]),
        "check_scheduled": scheduled(answers["units_timers"], "/aide ", "dailyaidecheck"),
    }


READERS = {"integrity": read_integrity}
