"""systemd units: their properties by name, and which timers really start what."""

from __future__ import annotations

from dataclasses import dataclass

from truongluy.facts.debian.system import key_values

COMMANDS = {
    # One line per active timer: name, enabled or not, the command it starts.
    "units_timers": (
        "systemctl list-units --type=timer --state=active --plain --no-legend | while read -r timer _; do "
        'unit=$(systemctl show -p Unit --value "$timer"); '
        "start=$(systemctl show -p ExecStart --value \"$unit\" | sed -n 's/.*argv\\[\\]=\\([^;]*\\) ;.*/\\1/p'); "
        'printf \'%s %s %s\\n\' "$timer" "$(systemctl is-enabled "$timer")" "$(printf %s "$start" | head -n 1)"; done'
    ),
}
READERS: dict[str, object] = {}


@dataclass(frozen=True)
class Timer:
    """An active timer, whether it starts at boot, and the command line of its service."""

    name: str
    enabled: bool
    command: str


def unit_blocks(text: str) -> dict[str, dict[str, str]]:
    """Answer of `systemctl show UNIT... -p Id ...`: properties by unit name."""
    blocks = [key_values(block) for block in text.split("\n\n")]
    return {block["Id"]: block for block in blocks if "Id" in block}


def timers(text: str) -> list[Timer]:
    """Active timers from the answer to `units_timers`."""
    rows = [line.split(maxsplit=2) for line in text.splitlines() if line.strip()]
    return [
        Timer(row[0], row[1] == "enabled", row[2] if len(row) > 2 else "") for row in rows if len(row) > 1
    ]


def scheduled(text: str, *programs: str) -> bool:
    """Whether an enabled, active timer starts one of these programs."""
    return any(
        timer.enabled and any(program in timer.command for program in programs) for timer in timers(text)
    )
