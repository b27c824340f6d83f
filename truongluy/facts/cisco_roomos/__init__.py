"""What a Cisco RoomOS endpoint is asked, and how its answers become facts without vendor words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.cisco_roomos import configuration, state
from truongluy.facts.cisco_roomos.lines import redact
from truongluy.facts.cisco_roomos.source import COMMANDS

READERS: dict[str, Callable[[Answers], Any]] = {**configuration.READERS, **state.READERS}

__all__ = ["COMMANDS", "READERS", "redact"]
