"""Which system answers: operating system, release, and whether its kernel is its own."""

from __future__ import annotations

from typing import Any

from truongluy.facts.answers import Answers

COMMANDS = {
    "system_release": "cat /etc/os-release",
    "system_hostname": "uname -n",
    # Prints "none" and ends with 1 outside a container.
    "system_container": "systemd-detect-virt --container || true",
    # Ends with 1 for "degraded": an answer, not a failure.
    "system_state": "systemctl is-system-running || true",
}


def key_values(text: str) -> dict[str, str]:
    """The KEY=value lines of a text, quotes removed; the last of equal keys wins, as in systemd files."""
    pairs = (
        line.partition("=") for line in text.splitlines() if "=" in line and not line.lstrip().startswith("#")
    )
    return {key.strip(): value.strip().strip('"') for key, _, value in pairs}


def enabled(unit: dict[str, str]) -> bool:
    """Whether `systemctl show -p UnitFileState` says that the unit starts at boot."""
    return unit.get("UnitFileState") in ("enabled", "enabled-runtime", "alias")


def active(unit: dict[str, str]) -> bool:
    """Whether `systemctl show -p ActiveState` says that the unit is up."""
    return unit.get("ActiveState") == "active"


def read_system(answers: Answers) -> dict[str, Any]:
    """Identity of the system; `container` decides which controls can be observed."""
    release = key_values(answers["system_release"])
    kind = answers["system_container"].strip()
    return {
        "os_id": release.get("ID"),
        "os_version": release.get("VERSION_ID"),
        "release": f"{release.get('ID')}-{release.get('VERSION_ID')}",
        "hostname": answers["system_hostname"].strip(),
        "container": kind not in ("", "none"),
        "container_kind": None if kind in ("", "none") else kind,
        "systemd_state": answers["system_state"].strip() or None,
    }


READERS = {"system": read_system}
