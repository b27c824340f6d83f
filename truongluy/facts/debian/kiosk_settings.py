"""The screen of settings of a room's computer: whether it asks for a PIN, locks by itself, and leads to nothing else."""

from __future__ import annotations

import re
from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.system import enabled
from truongluy.facts.debian.units import unit_blocks

UNIT = "truongluy-room-settings.service"
PROGRAM = "/usr/local/lib/truongluy/room-settings"
PIN_FILE = "/etc/truongluy/room-settings.pin"

# The least work that one guess takes: N * r * p of scrypt (RFC 7914), of which our own hash takes exactly this.
_LEAST_WORK = 2**15 * 8

_PROPERTIES = (
    "Id LoadState UnitFileState Environment NoNewPrivileges ProtectSystem ProtectHome CapabilityBoundingSet "
    "RestrictAddressFamilies DropInPaths "
    # Whatever of these a service runs, it runs on the service's console.
    "ExecCondition ExecStartPre ExecStart ExecStartPost ExecReload ExecStop ExecStopPost"
)
_LETTERS = "/usr/bin/setfont -C "

COMMANDS = {
    "kiosk_settings_unit": f"systemctl show {UNIT} {' '.join(f'-p {name}' for name in _PROPERTIES.split())}",
    # Owner and mode of the program and of the PIN's file; of that what a guess costs, never the hash itself.
    "kiosk_settings_files": (
        f"for one in {PROGRAM} {PIN_FILE}; do test -e $one && stat -c '%n %U %a' $one; done; "
        f"grep -oE '\"(n|r|p)\": *[0-9]+' {PIN_FILE} 2>/dev/null | tr -d '\" '; "
        f'grep -qE \'"hash": *"[0-9a-f]{{128}}"\' {PIN_FILE} 2>/dev/null && echo hashed; true'
    ),
}

_Unit = dict[str, str]


def _lacks(unit: _Unit, runs: list[str], files: dict[str, tuple[str, int]]) -> list[str]:
    """What makes the screen more than a screen of settings; `runs` are the command lines of its service."""
    owner, mode = files.get(PROGRAM, ("", 0o777))
    wanted = {
        "our program and no other": [run for run in runs if not run.startswith(_LETTERS)] == [PROGRAM],
        "no changes of others": not unit.get("DropInPaths"),
        "a program only root can change": owner == "root" and not mode & 0o022,
        "no new privileges": unit.get("NoNewPrivileges") == "yes",
        "a system it can't change": unit.get("ProtectSystem") == "strict",
        "no homes of others": unit.get("ProtectHome") in ("yes", "tmpfs"),
        "no privilege but the network's": set(unit.get("CapabilityBoundingSet", "all").split())
        <= {"cap_net_admin"},
        "no way to the network": set(unit.get("RestrictAddressFamilies", "").split())
        in ({"AF_UNIX", "AF_NETLINK"}, {"AF_UNIX"}, {"none"}),
    }
    return sorted(name for name, there in wanted.items() if not there)


def _pin(files: dict[str, tuple[str, int]], lines: list[str]) -> str:
    """How the PIN is kept: set, missing, open_to_others, weakly_hashed."""
    if PIN_FILE not in files or "hashed" not in lines:
        return "missing"
    owner, mode = files[PIN_FILE]
    if owner != "root" or mode & 0o077:
        return "open_to_others"
    cost = dict(line.split(":", 1) for line in lines if ":" in line)
    work = int(cost.get("n", 0)) * int(cost.get("r", 0)) * int(cost.get("p", 0))
    return "set" if work >= _LEAST_WORK else "weakly_hashed"


def read_kiosk_settings(answers: Answers) -> dict[str, Any]:
    """The screen as the service manager would start it; numbers are None where nothing sets them."""
    text = answers["kiosk_settings_unit"]
    unit = unit_blocks(text).get(UNIT, {})
    runs = re.findall(r"^Exec.*?argv\[\]=(.*?) ;", text, re.MULTILINE)
    lines = answers["kiosk_settings_files"].splitlines()
    files = {
        row[0]: (row[1], int(row[2], 8))
        for row in (line.split() for line in lines if line.startswith("/"))
    }  # fmt: skip
    given = dict(re.findall(r"\b([A-Z_]+)=(\d+)\b", unit.get("Environment", "")))
    seconds = {name: int(value) for name, value in given.items()}
    pause = seconds.get("PAUSE_SECONDS")
    return {
        "starts_at_boot": unit.get("LoadState") == "loaded" and enabled(unit),
        "lacks": _lacks(unit, runs, files),
        "pin": _pin(files, lines),
        "locks_after_seconds": seconds.get("LOCK_SECONDS"),
        "tries": seconds.get("TRIES"),
        "pause_minutes": None if pause is None else pause // 60,
    }


READERS = {"kiosk_settings": read_kiosk_settings}
