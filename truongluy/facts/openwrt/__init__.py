"""OpenWrt: its UCI files, and what runs of them. All commands need only a busybox shell."""

from __future__ import annotations

from truongluy.facts import Reader
from truongluy.facts.openwrt import management, wireless

COMMANDS: dict[str, str] = wireless.COMMANDS | management.COMMANDS
READERS: dict[str, Reader] = {**wireless.READERS, **management.READERS}
