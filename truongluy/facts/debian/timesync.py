"""Where the clock gets its time from, and whether that works."""

from __future__ import annotations

from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.system import active, enabled
from truongluy.facts.debian.units import unit_blocks

COMMANDS = {
    # chronyd's own view with includes in place; sources from DHCP and from source folders are added by hand,
    # because -p names those folders but does not read them.
    "time_config": (
        "command -v chronyd >/dev/null || exit 0; chronyd -p; "
        "chronyd -p | sed -n 's/^sourcedir //p' | while read -r d; do cat \"$d\"/*.sources 2>/dev/null; done; true"
    ),
    "time_units": (
        "systemctl show chrony.service systemd-timesyncd.service ntp.service ntpsec.service openntpd.service "
        "-p Id -p LoadState -p UnitFileState -p ActiveState"
    ),
    # CSV; the last field is the leap status. Ends with 1 when chronyd does not run.
    "time_tracking": "command -v chronyc >/dev/null && chronyc -n -c tracking 2>/dev/null || true",
}

_SOURCES = ("server", "pool", "peer")


def sources(config: str) -> list[str]:
    """Addresses or names that the clock follows, by chronyd's own view of its configuration; sorted, once each."""
    words = [line.split() for line in config.splitlines()]
    return sorted({line[1] for line in words if len(line) > 1 and line[0] in _SOURCES})


def read_time(answers: Answers) -> dict[str, Any]:
    """Time sources by address or name, the service's state, and other clients that would fight over the clock."""
    units = unit_blocks(answers["time_units"])
    chrony = units.get("chrony.service", {})
    tracking = answers["time_tracking"].strip().split(",")
    return {
        "sources": sources(answers["time_config"]),
        "starts_at_boot": enabled(chrony),
        "running": active(chrony),
        "other_clients": sorted(
            name for name, unit in units.items() if name != "chrony.service" and enabled(unit)
        ),
        "synchronised": tracking[-1] == "Normal",
    }


READERS = {"time": read_time}
