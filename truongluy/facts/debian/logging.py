"""System logs: where they are sent, how long they are kept, who may read them; and the central log host."""

from __future__ import annotations

import re
from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.rsyslog_config import RsyslogConfig, parse
from truongluy.facts.debian.system import active, enabled, key_values

STORE = "/var/log/remote"

# Logs that every user may read by design: package history, and the login records that `last` shows.
_PUBLIC = " ".join(
    [
        "! -name wtmp ! -name 'wtmp.*' ! -name lastlog ! -name faillog",
        "! -name 'dpkg.log*' ! -name 'alternatives.log*' ! -name bootstrap.log ! -name 'fontconfig.log'",
        "! -path '/var/log/apt/*' ! -path '/var/log/journal/*'",
    ]
)

COMMANDS = {
    "log_service": "systemctl show rsyslog.service -p LoadState -p ActiveState -p UnitFileState",
    # When the service started, then when its settings were last written (seconds since 1970).
    "log_in_use": (
        "systemctl show rsyslog.service -p ActiveEnterTimestamp --timestamp=unix --value | tr -d '@'; "
        "stat -c %Y /etc/rsyslog.conf /etc/rsyslog.d/*.conf 2>/dev/null | sort -n | tail -n 1"
    ),
    "log_syntax": (
        "command -v rsyslogd >/dev/null || { echo missing; exit 0; }; rsyslogd -N1 >/dev/null 2>&1; echo $?"
    ),
    # rsyslog's own view with every include in place; lines that may hold a password stay on the device.
    # Through a pipe: written straight to a file, rsyslogd and the shell would overwrite each other.
    "log_config": (
        "command -v rsyslogd >/dev/null || exit 0; "
        "rsyslogd -N1 -o /dev/stdout 2>/dev/null | sed -E '/pwd|passw|secret/Id'"
    ),
    "log_journal": (
        "systemd-analyze cat-config systemd/journald.conf; "
        "if [ -d /var/log/journal ]; then echo Directory=yes; else echo Directory=no; fi"
    ),
    "log_rotation": "command -v logrotate >/dev/null && logrotate -d /etc/logrotate.conf 2>&1 || true",
    "log_rotation_timer": "systemctl show logrotate.timer -p ActiveState -p UnitFileState",
    # What lies in a folder that others may not enter is closed to them, whatever its own mode says.
    "log_readable": (
        "find /var/log -xdev -type d ! -perm -o=x -prune -o "
        f"-type f -perm /o=rwx {_PUBLIC} ! -path '{STORE}/*' -print | sort | head -n 50"
    ),
    "log_store": (
        f"[ -d {STORE} ] || exit 0; stat -c 'mode=%a' {STORE}; "
        f"find {STORE} -xdev \\( -type f -o -type d \\) -perm /o=rwx | sort | head -n 50"
    ),
    "log_sockets": "ss -H -tlpn",
}

_ROTATION = re.compile(
    r"rotating pattern: (?P<files>.*?)\s+"
    r"(?:(?P<word>hourly|weekly|monthly|yearly)|after (?P<days>\d+) days|\d+ bytes)\s+"
    r"\((?P<kept>\d+|no old logs)",
    re.DOTALL,
)
_PERIOD_DAYS = {"hourly": 1 / 24, "weekly": 7, "monthly": 30, "yearly": 365}


def kept_days(rotation: str, path: str) -> int | None:
    """Days that logrotate (`logrotate -d`) keeps a log; None when it is not rotated by time."""
    for found in _ROTATION.finditer(rotation):
        if path not in found["files"].split():
            continue
        period = float(found["days"]) if found["days"] else _PERIOD_DAYS.get(found["word"] or "")
        if period is None or not found["kept"].isdigit():
            return None
        return int(period * int(found["kept"]))
    return None


def _shortest(rotation: str, paths: list[str]) -> int | None:
    days = [kept_days(rotation, path) for path in paths]
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


def _in_use(answer: str) -> bool:
    """Whether the service started after its settings were last written: older ones are still in its memory."""
    moments = answer.split()
    return len(moments) == 2 and 0 < int(moments[1]) <= int(moments[0])


def read_logging(answers: Answers) -> dict[str, Any]:
    """How this device records, keeps and forwards its own logs."""
    service = key_values(answers["log_service"])
    syntax = answers["log_syntax"].strip()
    config = parse(answers["log_config"])
    journal = key_values(answers["log_journal"])
    storage = journal.get("Storage", "auto")
    timer = key_values(answers["log_rotation_timer"])
    return {
        "service_installed": syntax != "missing",
        "service_active": active(service),
        "service_enabled": enabled(service),
        "configuration_valid": syntax == "0",
        "configuration_in_use": _in_use(answers["log_in_use"]),
        "forwarded_to": config.forwarded_to("tcp"),
        "local_files": config.local_files,
        "kept_days": _shortest(answers["log_rotation"], config.local_files),
        "rotation_enabled": enabled(timer),
        "journal_persistent": storage == "persistent"
        or (storage == "auto" and journal.get("Directory") == "yes"),
        "readable_by_everyone": answers["log_readable"].split(),
    }


def _receiving_ports(sockets: str, config: RsyslogConfig) -> list[int]:
    """TCP ports that are both declared in rsyslog's configuration and really held open by rsyslogd."""
    held = {
        int(line.split()[3].rsplit(":", 1)[1])
        for line in sockets.splitlines()
        if '"rsyslogd"' in line and not line.split()[3].startswith(("127.", "[::1]"))
    }
    return sorted(held & set(config.tcp_inputs))


def read_log_server(answers: Answers) -> dict[str, Any]:
    """How this device receives and keeps the logs of others."""
    config = parse(answers["log_config"])
    store, *exposed = answers["log_store"].splitlines() or [""]
    return {
        "receives_on": _receiving_ports(answers["log_sockets"], config),
        "stores_by_sender": config.per_sender_stores,
        "store_exists": bool(store),
        "store_readable_by_everyone": exposed,
        "kept_days": _shortest(answers["log_rotation"], [f"{STORE}/*/*.log"]),
    }


READERS = {"logging": read_logging, "log_server": read_log_server}
