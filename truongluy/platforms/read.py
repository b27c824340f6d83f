"""Reading a network device: all declared commands in one session."""

from __future__ import annotations

import time
from collections.abc import Mapping

from netmiko import BaseConnection

from truongluy.platforms import roomos
from truongluy.platforms.connection import CannotReach, ConnectionSettings, session

__all__ = ["CannotReach", "ConnectionSettings", "read"]


def read(
    device: str, commands: Mapping[str, str], settings: ConnectionSettings, platform: str = "cisco_ios"
) -> dict[str, tuple[str, float]]:
    """The answer to each command by its id, with the seconds it took; raises CannotReach.

    Answers are as the device gave them: the caller redacts before keeping them.
    """
    if platform == roomos.PLATFORM:
        return roomos.read(device, commands, settings)
    with session(device, settings, platform) as connection:
        return {name: _ask(connection, command, settings) for name, command in commands.items()}


def _ask(connection: BaseConnection, command: str, settings: ConnectionSettings) -> tuple[str, float]:
    began = time.monotonic()
    answer = connection.send_command(command, read_timeout=settings.answer_seconds)
    return str(answer).replace("\r", ""), round(time.monotonic() - began, 3)
