"""The control sockets of wpa_supplicant and hostapd: ask, and wait for what they report (as wpa_cli does)."""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
import time
from pathlib import Path

_counter = itertools.count()


class Control:
    """One attached connection to a daemon's control socket; events that come meanwhile are kept."""

    def __init__(self, path: Path, own: Path, *, attach: bool = True, seconds: float = 15) -> None:
        self._own = own / f"ctrl-{os.getpid()}-{next(_counter)}"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self._own))
        self._events: list[str] = []
        self._connect(path, seconds)
        if attach and self.ask("ATTACH") != "OK":
            raise RuntimeError(f"{path}: ATTACH was refused")

    def _connect(self, path: Path, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                self._socket.connect(str(path))
                return
            except OSError as failed:
                if time.monotonic() > deadline:
                    self.close()
                    raise RuntimeError(f"{path}: nobody answers on this control socket") from failed
                time.sleep(0.05)

    def close(self) -> None:
        """Leave; the daemon goes on."""
        with contextlib.suppress(OSError):
            self._socket.send(b"DETACH")
        self._socket.close()
        self._own.unlink(missing_ok=True)

    def ask(self, command: str, seconds: float = 10) -> str:
        """The answer to one command, without its line end; raises TimeoutError when there is none."""
        self._socket.send(command.encode())
        deadline = time.monotonic() + seconds
        while True:
            text = self._receive(deadline)
            if text is None:
                raise TimeoutError(f"{command.split(maxsplit=1)[0]}: no answer")
            if not text.startswith("<"):
                return text.rstrip("\n")
            self._events.append(text)

    def must(self, command: str) -> str:
        """The answer to a command that may not fail; the message names the command, never its value."""
        answer = self.ask(command)
        if answer.startswith(("FAIL", "UNKNOWN")):
            raise RuntimeError(f"{' '.join(command.split()[:3])}: {answer}")
        return answer

    def event(self, deadline: float) -> str | None:
        """The next event, without its priority mark; None when the deadline (monotonic clock) passed."""
        text = self._events.pop(0) if self._events else self._receive(deadline)
        while text is not None and not text.startswith("<"):
            text = self._receive(deadline)
        return text.partition(">")[2].strip() if text else None

    def forget_events(self) -> None:
        """Drop what was reported so far."""
        self._events.clear()
        while self._receive(time.monotonic()) is not None:
            pass

    def _receive(self, deadline: float) -> str | None:
        self._socket.settimeout(max(deadline - time.monotonic(), 0.0) or 0.001)
        try:
            return self._socket.recv(65536).decode(errors="replace")
        except (TimeoutError, BlockingIOError):
            return None


def pairs(text: str) -> dict[str, str]:
    """The `key=value` lines of an answer."""
    return dict(line.partition("=")[::2] for line in text.splitlines() if "=" in line)
