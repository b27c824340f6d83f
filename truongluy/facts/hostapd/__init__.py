"""Access points that run Linux and hostapd: a short list of commands, since such devices are slow."""

from __future__ import annotations

from truongluy.facts import Reader
from truongluy.facts.hostapd import air, management, networks

_TOPICS = (networks, air, management)
COMMANDS: dict[str, str] = {name: command for topic in _TOPICS for name, command in topic.COMMANDS.items()}
READERS: dict[str, Reader] = {name: reader for topic in _TOPICS for name, reader in topic.READERS.items()}
