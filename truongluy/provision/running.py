"""Run one tool to its end, into the log and line by line to whoever watches."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from truongluy.access import ROOT

Progress = Callable[[str], None]

_STARTED: set[subprocess.Popen[str]] = set()


@dataclass(frozen=True)
class Run:
    """What a run did: changed tasks per host, hosts that failed, its exit status and its log."""

    changed: dict[str, int]
    failed: tuple[str, ...]
    status: int
    log: Path

    @property
    def ok(self) -> bool:
        """Whether every host was provisioned."""
        return self.status == 0 and not self.failed and bool(self.changed)

    @property
    def total_changed(self) -> int:
        """How many tasks changed something, over all hosts."""
        return sum(self.changed.values())


def logged(
    command: list[str], environment: dict[str, str], log: Path, progress: Progress | None
) -> tuple[list[str], int]:
    """The lines a command printed and its exit status; it is added to the log, and never outlives us."""
    log.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    with log.open("a", encoding="utf-8") as stream, subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
    ) as process:  # fmt: skip
        assert process.stdout
        _STARTED.add(process)
        try:
            for line in process.stdout:
                stream.write(line)
                lines.append(line)
                if progress:
                    progress(line.rstrip("\n"))
        except BaseException:
            process.terminate()
            raise
        finally:
            _STARTED.discard(process)
    return lines, process.returncode


def stop_all() -> None:
    """End every tool that runs: a signal reaches the main thread alone, and others wait for tools too."""
    for process in tuple(_STARTED):
        process.terminate()
