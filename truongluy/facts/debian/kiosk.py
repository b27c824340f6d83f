"""The computer of a meeting room that shows one browser: whom it runs as, what it leaves behind, which doors are open."""

from __future__ import annotations

import re
from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.accounts import groups_of, passwd_entries, shadow_entries
from truongluy.facts.debian.administrator_rights import read_administrator_rights
from truongluy.facts.debian.kernel import blocked
from truongluy.facts.debian.system import active, enabled
from truongluy.facts.debian.units import unit_blocks

UNIT, CLEANER = "truongluy-kiosk.service", "truongluy-kiosk-clean.service"
CONSOLES = ("getty@tty1.service", "autovt@tty2.service")
USB_STORAGE = ("usb_storage", "uas")

_PROPERTIES = (
    "Id LoadState ActiveState UnitFileState User ExecStart Environment RuntimeDirectory RuntimeDirectoryPreserve "
    "NoNewPrivileges ProtectSystem ProtectHome PrivateTmp CapabilityBoundingSet"
)

COMMANDS = {
    "kiosk_units": (
        f"systemctl show {UNIT} {CLEANER} {' '.join(CONSOLES)} "
        f"{' '.join(f'-p {name}' for name in _PROPERTIES.split())}"
    ),
    # What the distribution's start script adds to every start of the browser.
    "kiosk_flags": "cat /etc/chromium.d/* 2>/dev/null | grep -v '^[[:space:]]*#' | grep -oE -e '--[a-z-]+'; true",
    "kiosk_run": "stat -f -c %T /run",
}

# A browser started with one of these no longer keeps pages from the machine, or somebody else from the browser.
_WEAKENS = re.compile(
    r"--(no-sandbox|disable-(setuid-|namespace-|gpu-|seccomp-filter-)?sandbox|disable-web-security|remote-debugging"
    r"|ignore-certificate-errors|use-fake-ui|allow-running-insecure|disable-site-isolation)"
)
# Groups that lead to the screen, camera, microphone and keyboard, and to nothing else.
_DEVICE_GROUPS = frozenset({"audio", "video", "render", "input"})

_Unit = dict[str, str]


def _words(unit: _Unit) -> list[str]:
    """The command line of a unit, by words."""
    found = re.search(r"argv\[\]=(.*?) ;", unit.get("ExecStart", ""))
    return found[1].split() if found else []


def _lacks(unit: _Unit, words: list[str], flags: list[str]) -> list[str]:
    """Protections that the browser's service should have and has not."""
    wanted = {
        "an account of its own": unit.get("User", "") not in ("", "root"),
        "no new privileges": unit.get("NoNewPrivileges") == "yes",
        "a system it can't change": unit.get("ProtectSystem") == "strict",
        "no homes of others": unit.get("ProtectHome") in ("yes", "tmpfs"),
        "temporary files of its own": unit.get("PrivateTmp") == "yes",
        "no privileges of root": unit.get("CapabilityBoundingSet", "all") == "",
        "kiosk mode": "--kiosk" in words,
    }
    weak = sorted({f"weakened by {word}" for word in (*words, *flags) if _WEAKENS.match(word)})
    return sorted(name for name, there in wanted.items() if not there) + weak


def _profile(unit: _Unit, cleaner: _Unit, words: list[str], run: str) -> dict[str, Any]:
    """Where the browser keeps what a meeting leaves, and when that is removed."""
    folder = f"/run/{unit.get('RuntimeDirectory') or '?'}/"
    places = [word.partition("=")[2] for word in words if word.startswith("--user-data-dir=")]
    minutes = re.search(r"\bMINUTES=(\d+)", cleaner.get("Environment", ""))
    return {
        "in_memory": run == "tmpfs" and bool(places) and all(place.startswith(folder) for place in places),
        "kept_between_sessions": unit.get("RuntimeDirectoryPreserve") != "no",
        "cleaned_after_minutes": int(minutes[1])
        if minutes and active(cleaner) and enabled(cleaner)
        else None,
    }


def _account(answers: Answers, name: str | None) -> dict[str, Any]:
    """The account of the browser, and what makes it more than that; name None where there is none."""
    entry = next((one for one in passwd_entries(answers) if one.name == name), None)
    if entry is None:
        return {"name": None, "more_than_a_browser": []}
    shadow = shadow_entries(answers)[0].get(entry.name)
    rights = [one for one in read_administrator_rights(answers)["accounts"] if one["name"] == entry.name]
    groups = set(groups_of(answers, entry)[1:]) - _DEVICE_GROUPS
    found = [f"administrator: {one['through']}" for one in rights]
    found += [f"group: {group}" for group in sorted(groups)]
    found += ["login shell"] if entry.has_login_shell else []
    found += [] if shadow and shadow.state == "locked" else ["password"]
    found += ["root"] if entry.uid == 0 else []
    return {"name": entry.name, "more_than_a_browser": found}


def read_kiosk(answers: Answers) -> dict[str, Any]:
    """The kiosk as the service manager would start it; whether it runs depends on a screen being there."""
    units = unit_blocks(answers["kiosk_units"])
    unit, cleaner = units.get(UNIT, {}), units.get(CLEANER, {})
    words, flags = _words(unit), answers["kiosk_flags"].split()
    there = unit.get("LoadState") == "loaded"
    return {
        "installed": there,
        "starts_at_boot": enabled(unit),
        "running": active(unit),
        "lacks": _lacks(unit, words, flags),
        "account": _account(answers, (unit.get("User") or "root") if there else None),
        "profile": _profile(unit, cleaner, words, answers["kiosk_run"].strip()),
        "usb_storage_blocked": sorted(set(USB_STORAGE) & set(blocked(answers["kernel_modules"]))),
        "consoles": sorted(name for name in CONSOLES if units.get(name, {}).get("LoadState") != "masked"),
    }


READERS = {"kiosk": read_kiosk}
