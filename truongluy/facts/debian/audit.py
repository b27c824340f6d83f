"""Kernel auditing: the rules on disk, and those the kernel works by."""

from __future__ import annotations

import re
from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.system import enabled, key_values

COMMANDS = {
    "audit_files": "cat /etc/audit/rules.d/*.rules 2>/dev/null; true",
    "audit_unit": "systemctl show auditd.service -p LoadState -p UnitFileState",
    # In a container the kernel refuses both: they print nothing.
    "audit_kernel_status": "command -v auditctl >/dev/null && auditctl -s 2>/dev/null || true",
    "audit_kernel_rules": "command -v auditctl >/dev/null && auditctl -l 2>/dev/null || true",
}

_WATCH = re.compile(r"(?:-w|-F path=|-F dir=)\s*(\S+)")
_CALL = re.compile(r"-S\s+(\S+)")


def _rules(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("-")]


def watched(text: str) -> list[str]:
    """Paths that audit rules watch; a path in an exclusion ("never") does not count."""
    lines = [line for line in _rules(text) if "never" not in line]
    return sorted({path.rstrip("/") or "/" for line in lines for path in _WATCH.findall(line)})


def calls(text: str) -> list[str]:
    """System calls that audit rules record."""
    lines = [line for line in _rules(text) if "never" not in line]
    return sorted({call for line in lines for group in _CALL.findall(line) for call in group.split(",")})


def read_audit(answers: Answers) -> dict[str, Any]:
    """Audit rules as they will be loaded at boot, and as the kernel has them now (None: it does not say)."""
    status = re.search(r"^enabled (\d+)", answers["audit_kernel_status"], re.MULTILINE)
    return {
        "service_starts_at_boot": enabled(key_values(answers["audit_unit"])),
        "watched_on_disk": watched(answers["audit_files"]),
        "calls_on_disk": calls(answers["audit_files"]),
        "kernel_enabled": int(status[1]) if status else None,
        "watched_by_kernel": watched(answers["audit_kernel_rules"]),
    }


READERS = {"audit": read_audit}
