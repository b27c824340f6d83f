"""How security fixes reach this server, and whether packages must be signed."""

from __future__ import annotations

from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.system import active, enabled
from truongluy.facts.debian.units import unit_blocks

COMMANDS = {
    "updates_config": "apt-config dump",
    "updates_tool": "dpkg-query -W -f='${db:Status-Abbrev}' unattended-upgrades 2>/dev/null || true",
    "updates_timers": (
        "systemctl show apt-daily.timer apt-daily-upgrade.timer -p Id -p UnitFileState -p ActiveState"
    ),
    # Sources that switch signature checking off for themselves.
    "updates_trusted": (
        "grep -lriE '^[^#]*(\\btrusted=yes|^trusted: *yes|allow-insecure[=:] *yes)' "
        "/etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null || true"
    ),
}

_TRUE = ("1", "true", "yes", "on", "enable", "with")


def _settings(dump: str) -> dict[str, list[str]]:
    """`apt-config dump` by key in lower case (APT ignores case); lists keep every value."""
    found: dict[str, list[str]] = {}
    for line in dump.splitlines():
        key, _, value = line.partition(" ")
        found.setdefault(key.lower().rstrip(":"), []).append(value.strip().rstrip(";").strip('"'))
    return found


def _days(settings: dict[str, list[str]], name: str) -> int | None:
    """Interval of a periodic job in days; None when it is off."""
    value = settings.get(f"apt::periodic::{name}", ["0"])[-1].removesuffix("d")
    if value == "always":
        return 1
    return int(value) if value.isdigit() and int(value) > 0 else None


def _on(settings: dict[str, list[str]], name: str) -> bool:
    return settings.get(name, ["false"])[-1].lower() in _TRUE


def read_updates(answers: Answers) -> dict[str, Any]:
    """Automatic security updates in effect, and exceptions from signature checking."""
    settings = _settings(answers["updates_config"])
    timers = unit_blocks(answers["updates_timers"])
    origins = settings.get("unattended-upgrade::origins-pattern", []) + settings.get(
        "unattended-upgrade::allowed-origins", []
    )
    names = ("apt-daily.timer", "apt-daily-upgrade.timer")
    return {
        "tool_installed": answers["updates_tool"].startswith("ii"),
        "refresh_days": _days(settings, "update-package-lists"),
        "upgrade_days": _days(settings, "unattended-upgrade"),
        "covers_security": any("security" in origin.lower() for origin in origins),
        "timers_running": all(enabled(timers.get(n, {})) and active(timers.get(n, {})) for n in names),
        "unsigned_packages_allowed": _on(settings, "apt::get::allowunauthenticated"),
        "unsigned_repositories_allowed": _on(settings, "acquire::allowinsecurerepositories")
        or _on(settings, "acquire::allowdowngradetoinsecurerepositories")
        or _on(settings, "acquire::allowweakrepositories"),
        "sources_without_signature": sorted(answers["updates_trusted"].split()),
    }


READERS = {"updates": read_updates}
