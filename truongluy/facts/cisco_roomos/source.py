"""The answers of a RoomOS endpoint, read once for all readers."""

from __future__ import annotations

from typing import TypeVar

from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.cisco_roomos.lines import values

CONFIGURATION = "roomos_configuration"
EMPTY_LOGIN = "roomos_empty_login"

Meaning = TypeVar("Meaning")

COMMANDS: dict[str, str] = {
    CONFIGURATION: "xConfiguration",
    "roomos_audio": "xStatus Audio",
    "roomos_cameras": "xStatus Cameras",
    "roomos_clock": "xStatus NetworkServices NTP",
    "roomos_sip": "xStatus SIP",
    "roomos_system": "xStatus SystemUnit",
    "roomos_users": "xCommand UserManagement User List",
    "roomos_certificates": "xCommand Security Certificates Services Show",
    EMPTY_LOGIN: "(our account's login with an empty passphrase)",
}
"""What is asked, by id; the last is no command but an attempt to log in."""


def told(answers: Answers, command_id: str) -> dict[str, str]:
    """Value by path of an answer."""
    return values(answers[command_id], COMMANDS[command_id])


class Settings:
    """The configuration; a setting that this release does not have is Unreadable."""

    def __init__(self, answers: Answers) -> None:
        self._values = told(answers, CONFIGURATION)

    def __contains__(self, path: str) -> bool:
        return path in self._values

    def __getitem__(self, path: str) -> str:
        if path not in self._values:
            raise Unreadable(f"this endpoint has no setting '{path}'")
        return self._values[path]

    def on(self, path: str) -> bool:
        """Whether a setting of On and Off is on."""
        return self.one_of(path, {"On": True, "Off": False})

    def one_of(self, path: str, meanings: dict[str, Meaning]) -> Meaning:
        """What a setting's word means; a word that nobody knows is Unreadable."""
        word = self[path]
        if word not in meanings:
            raise Unreadable(f"setting '{path}' has a value that is not known: {word[:40]}")
        return meanings[word]
