"""Somebody at the room's second console: its real service, on a terminal of the test's own instead of /dev/tty2."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from lab import access
from tests.rooms.kiosk import room

UNIT = "truongluy-room-settings"
_DROP_IN = f"/run/systemd/system/{UNIT}.service.d"
# Joins a new terminal to its own input and output; the first line names it.
_TERMINAL = """
import os, pty, select, sys
ours, theirs = pty.openpty()
print(os.ttyname(theirs), flush=True)
while True:
    for one in select.select([0, ours], [], [])[0]:
        data = os.read(one, 4096)
        if not data: sys.exit()
        os.write(ours if one == 0 else 1, data)
"""


class Keyboard:
    """Keys and screen of the console."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Take over the terminal that `console` opened."""
        self._process, self._shown = process, ""

    def types(self, keys: str) -> None:
        """Press keys; a line ends with a newline."""
        assert self._process.stdin
        self._process.stdin.write(keys.encode())
        self._process.stdin.flush()

    def sees(self, words: str, seconds: float = 120) -> str:
        """Wait for words; what was shown up to them and since the last time."""
        assert self._process.stdout
        ends = time.monotonic() + seconds
        while words not in self._shown:
            ready = select.select([self._process.stdout], [], [], max(0.0, ends - time.monotonic()))[0]
            data = os.read(self._process.stdout.fileno(), 4096) if ready else b""
            assert data, f"no '{words}' on the screen: {self._shown[-2000:]!r}"
            self._shown += data.decode(errors="replace")
        before, _, self._shown = self._shown.partition(words)
        return before + words


@contextmanager
def console(*, lock: int = 120, tries: int = 5, pause: int = 300, more: str = "") -> Iterator[Keyboard]:
    """The service with these numbers of seconds and tries; `more` are further lines for its [Service]."""
    room.put(f"{room.FOLDER}/terminal.py", _TERMINAL)
    words = ["ssh", "-F", str(access.SSH_CONFIG), room.HOST, f"sudo -n python3 -u {room.FOLDER}/terminal.py"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            name = b""
            while not name.endswith(b"\n"):
                read = os.read(process.stdout.fileno(), 1)
                assert read, "the terminal did not open"
                name += read
            room.put(
                f"{_DROP_IN}/test.conf",
                "[Unit]\nConditionPathExists=\n[Service]\nTTYReset=no\nTTYVHangup=no\nTTYVTDisallocate=no\n"
                f"TTYPath={name.decode().strip()}\n"
                f"Environment=LOCK_SECONDS={lock} TRIES={tries} PAUSE_SECONDS={pause}\n{more}",
            )
            room.shell(f"systemctl daemon-reload; systemctl restart {UNIT}")
            yield Keyboard(process)
        finally:
            room.shell(
                f"systemctl stop {UNIT}; rm -rf {_DROP_IN} {room.FOLDER} /var/lib/truongluy-room-settings/tries; "
                "systemctl daemon-reload",
                ok=False,
            )
            process.terminate()
