"""Background processes the lab started: recognise them again, and end only those."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Process:
    """A process as the kernel identifies it: a pid alone is reused, a pid with its start time is not.

    `started` is in clock ticks since boot (field 22 of /proc/<pid>/stat).
    """

    pid: int
    started: int

    def record(self) -> dict[str, int]:
        """Plain data for the state file."""
        return asdict(self)

    def alive(self) -> bool:
        """Whether that very process still runs (a zombie does not)."""
        return identify(self.pid) == self


def identify(pid: int) -> Process | None:
    """The process that has this pid now; None when there is none, or only its zombie."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return None if fields[0] == "Z" else Process(pid, int(fields[19]))


def recorded(data: dict[str, int] | None) -> Process | None:
    """The process described by a state file's record."""
    return Process(data["pid"], data["started"]) if data else None


def matching(*words: str) -> list[Process]:
    """Our user's processes whose arguments include all `words`: finds ours even when the state file is lost."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            mine = folder.stat().st_uid == os.getuid()
            arguments = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if mine and set(words) <= set(arguments):
            process = identify(int(folder.name))
            found += [process] if process else []
    return found


def end(process: Process | None, patience: float = 3.0) -> None:
    """End a process if it is still the one we started: ask, wait `patience` seconds, then insist."""
    if process is None:
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        if not process.alive():
            break
        try:
            os.kill(process.pid, number)
        except ProcessLookupError:
            break
        deadline = time.monotonic() + patience
        while process.alive() and time.monotonic() < deadline:
            _reap(process.pid)
            time.sleep(0.05)
    _reap(process.pid)


def _reap(pid: int) -> None:
    """Collect the process if it is our own child; otherwise there is nothing to collect."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
