"""What a Cisco IOS / IOS-XE switch is asked, and how its answers become facts without vendor words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.cisco_ios import access, ports, services, switching
from truongluy.facts.cisco_ios.redaction import redact
from truongluy.facts.cisco_ios.source import RUNNING, STARTUP

COMMANDS: dict[str, str] = {
    RUNNING: "show running-config",
    STARTUP: "show startup-config",
    access.SSH: "show ip ssh",
    services.VERSION: "show version",
}
READERS: dict[str, Callable[[Answers], Any]] = {
    **access.READERS,
    **services.READERS,
    **switching.READERS,
    **ports.READERS,
}

__all__ = ["COMMANDS", "READERS", "redact"]
