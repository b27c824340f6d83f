"""A verified SSH session with a RoomOS endpoint, and reading it: its console ends answers in its own ways.

A question is answered by lines, `** end` and `OK`; a command by `OK`, lines and `** end`. netmiko's own way of waiting
would take the `OK` of a command for its end.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

import yaml
from netmiko import BaseConnection

from truongluy.facts.answers import Unreadable
from truongluy.facts.cisco_roomos.lines import END, refusal, values
from truongluy.facts.cisco_roomos.source import EMPTY_LOGIN
from truongluy.facts.cisco_roomos.state import ACCEPTED, REFUSED
from truongluy.platforms.connection import (
    ConnectionSettings,
    LoginRefused,
    login_of,
    session,
    told,
)
from truongluy.platforms.roomos_plan import line, quoted

PLATFORM = "cisco_roomos"
EMPTY = ""
_ENDED = re.compile(r"^(?:OK|ERROR|Command not recognized\.)\s*$", re.MULTILINE)
_PAUSE = 0.02
# How long an answer may still grow once it says OK; releases differ in what follows.
_GRACE_SECONDS = 1.5


class Refusal(Exception):
    """The endpoint refused a line; the text is its own reason."""


class Terminal:
    """One session: ask a line, hear its answer. `password` is the one that opened it."""

    def __init__(self, device: str, connection: BaseConnection, settings: ConnectionSettings, password: str):
        self.device, self.password = device, password
        self._connection, self._seconds = connection, settings.answer_seconds
        with told(device):
            self._hear("", greeting=True)

    def ask(self, typed: str) -> str:
        """Everything the endpoint says to a line; raises CannotReach when it does not end in time."""
        with told(self.device):
            self._connection.clear_buffer()
            self._connection.write_channel(typed + "\n")
            return self._hear(typed)

    def text(self) -> str:
        """The whole configuration, as a backup keeps it."""
        return self.ask("xConfiguration")

    def settings(self) -> dict[str, str]:
        """Value by path."""
        return self._values("xConfiguration")

    def accounts(self) -> list[str]:
        """Names of the local accounts."""
        rows = self._values("xCommand UserManagement User List")
        return [name for path, name in rows.items() if path.endswith(" Username")]

    def busy(self) -> bool:
        """Whether people are meeting through it."""
        rows = self._values("xStatus SystemUnit")
        return rows.get("SystemUnit State NumberOfActiveCalls", "0") != "0"

    def put(self, path: str, value: str) -> None:
        """Change a setting; raises Refusal."""
        self._do(line(path, value))

    def command(self, path: str, **given: str) -> None:
        """Do a command; raises Refusal."""
        self._do(
            " ".join([f"xCommand {path}", *(f"{name}: {quoted(value)}" for name, value in given.items())])
        )

    def _values(self, command: str) -> dict[str, str]:
        try:
            return values(self.ask(command), command)
        except Unreadable as problem:
            raise Refusal(problem.text.en) from None

    def _do(self, typed: str) -> None:
        if why := refusal(self.ask(typed)):
            raise Refusal(why)

    def _hear(self, typed: str, *, greeting: bool = False) -> str:
        """An answer to its end; a greeting has no other end than its OK."""
        heard, last = "", time.monotonic()
        deadline = last + self._seconds
        while time.monotonic() < deadline:
            said = self._connection.read_channel()
            if said:
                heard, last = heard + said.replace("\r", ""), time.monotonic()
            ended = _ENDED.search(heard)
            whole = greeting or END in heard or time.monotonic() - last > _GRACE_SECONDS
            if ended and (whole or "recognized" in ended[0]):
                return heard.strip().removeprefix(typed).strip("\n")
            if not said and getattr(self._connection.remote_conn, "closed", False):
                raise EOFError("the session was closed")
            time.sleep(_PAUSE)
        raise TimeoutError(f"no end of the answer within {self._seconds:.0f} seconds")


def passwords_of(device: str, settings: ConnectionSettings) -> tuple[str, ...]:
    """The passphrases an endpoint may have: ours, then the one it had before ours (`previous`, empty as delivered)."""
    ours = login_of(device, settings)["password"]
    data = yaml.safe_load(settings.credentials.read_text(encoding="utf-8")) or {}
    previous = {**data.get("default", {}), **data.get("devices", {}).get(device, {})}.get("previous", EMPTY)
    return (ours,) if previous is None or str(previous) == ours else (ours, str(previous))


@contextmanager
def terminal(
    device: str, settings: ConnectionSettings, passwords: tuple[str, ...] | None = None
) -> Iterator[Terminal]:
    """A session opened by the first passphrase that fits; raises CannotReach."""
    given = passwords_of(device, settings) if passwords is None else passwords
    with ExitStack() as stack:
        for number, password in enumerate(given, 1):
            try:
                connection = stack.enter_context(session(device, settings, PLATFORM, password))
            except LoginRefused:
                if number == len(given):
                    raise
            else:
                yield Terminal(device, connection, settings, password)
                return


def read(
    device: str, commands: Mapping[str, str], settings: ConnectionSettings
) -> dict[str, tuple[str, float]]:
    """The answer to each command, and whether our account opens with an empty passphrase.

    The empty login is tried first and once, so that ours, right after it, ends the endpoint's count of failures; where
    nobody asks about it, not at all.
    """
    given = passwords_of(device, settings)
    if EMPTY_LOGIN in commands:
        given = (EMPTY, *(one for one in given if one != EMPTY))
    with terminal(device, settings, given) as opened:
        word = ACCEPTED if opened.password == EMPTY else REFUSED
        name = login_of(device, settings)["username"]
        found = {}
        for command_id, command in commands.items():
            if command_id == EMPTY_LOGIN:
                found[command_id] = (f"{word} {name}", 0.0)
                continue
            began = time.monotonic()
            found[command_id] = (opened.ask(command), round(time.monotonic() - began, 3))
        return found
