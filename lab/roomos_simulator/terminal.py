"""The terminal: one line in, the answer out, in the form of a RoomOS console."""

from __future__ import annotations

import re
import shlex

from . import xapi
from .device import Device
from .settings import Refused

END = "** end"
_WORDS = {"xconfiguration": "xConfiguration", "xstatus": "xStatus", "xcommand": "xCommand"}
_PARAMETER = re.compile(r'([A-Za-z][A-Za-z0-9]*):\s*("(?:[^"\\]|\\.)*"|\S+)')


def welcome(device: Device, user: str) -> str:
    """What is shown once a login succeeded."""
    rows = ["*r Login successful", "", "OK", ""]
    if device.value("NetworkServices WelcomeText") == "On":
        rows = [
            f"Welcome to {device.value('SystemUnit Name') or device.name}",
            f"Cisco RoomOS, SIMULATED: {device.software}",
            *rows,
        ]
    return "\r\n".join(["", *rows, ""])


class Terminal:
    """One session; `changes` counts the settings it made."""

    def __init__(self, device: Device, user: str) -> None:
        self.device, self.user = device, user
        self.changes = 0

    def answer(self, line: str) -> str | None:
        """What the endpoint prints; None ends the session."""
        first, _, rest = line.strip().partition(" ")
        if not first:
            return ""
        if first.lower() in ("bye", "exit", "quit"):
            return None
        work = {
            "xconfiguration": self._configuration,
            "xstatus": self._status,
            "xcommand": self._command,
            "echo": lambda _: _said([]),
            "xpreferences": lambda _: _said([]),
        }.get(first.lower())
        if work is None:
            return "\r\nCommand not recognized.\r\n"
        try:
            return work(rest.strip())
        except Refused as problem:
            rows = [
                f"*r Result (status={problem.status}): ",
                f'*r Result Reason: "{problem.reason}"',
                f'*r Result XPath: "{problem.where}"',
                END,
            ]
            return "\r\n" + "\r\n".join(["ERROR", *rows]) + "\r\n\r\n"

    def _configuration(self, rest: str) -> str:
        path, colon, value = _split(rest)
        if not colon:
            return _said(
                [f"*c xConfiguration {name}: {text}" for name, text in xapi.configuration(self.device, path)]
            )
        if self.device.faults.strikes(self.changes):
            raise ConnectionAbortedError
        self.device.set(path, _unquoted(value))
        self.changes += 1
        return _said([])

    def _status(self, rest: str) -> str:
        return _said([f"*s {name}: {text}" for name, text in xapi.status(self.device, rest.lstrip("/"))])

    def _command(self, rest: str) -> str:
        path = re.split(r"\s+(?=[A-Za-z][A-Za-z0-9]*:)", rest, maxsplit=1)[0]
        given: xapi.Parameters = {}
        for name, value in _PARAMETER.findall(rest[len(path) :]):
            given.setdefault(name.lower(), []).append(_unquoted(value))
        name, rows = xapi.command(self.device, path, given, self.user)
        lines = [f"*r {name} (status=OK): ", *(f"*r {name} {path}: {text}" for path, text in rows), END]
        # A command says OK first and its result after, a question the other way round.
        return "\r\nOK\r\n" + "\r\n".join(lines) + "\r\n\r\n"


def _said(lines: list[str]) -> str:
    return "\r\n" + "\r\n".join([*lines, END, "", "OK", "", ""])


def _split(rest: str) -> tuple[str, str, str]:
    """Path, colon and value; the first colon ends the path."""
    path, colon, value = rest.partition(":")
    return path.strip().strip("/").replace("/", " "), colon, value.strip()


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    try:
        return " ".join(shlex.split(value))
    except ValueError:
        raise Refused("Bad usage: unbalanced quotes.", "", "ParameterError") from None
