"""What a Cisco RoomOS endpoint is asked, and how its answers become facts without vendor words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.cisco_roomos import configuration, state
from truongluy.facts.cisco_roomos.lines import redact
from truongluy.facts.cisco_roomos.source import COMMANDS

READERS: dict[str, Callable[[Answers], Any]] = {**configuration.READERS, **state.READERS}

# A meeting is no time to try an empty passphrase, nor to read the whole configuration.
NEEDED = {
    "room_state": tuple(
        f"roomos_{one}" for one in ("audio", "cameras", "certificates", "clock", "sip", "system")
    )
}

__all__ = ["COMMANDS", "NEEDED", "READERS", "redact"]
