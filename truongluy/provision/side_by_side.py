"""Run several tools at the same time: much of a run is waiting for devices, and kinds of devices do not wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from truongluy.provision import running
from truongluy.provision.running import Progress, Run

Part = Callable[[Progress], Run]
"""One tool's run; it tells its lines to the progress it is given."""


class InOrder:
    """Passes lines of several parts on so that each part's stand together: a later part's wait for the earlier to end."""

    def __init__(self, parts: int, progress: Progress | None) -> None:
        self._progress = progress
        self._waiting: list[list[str]] = [[] for _ in range(parts)]
        self._ended = [False] * parts
        self._current = 0
        self._lock = threading.Lock()

    def say(self, part: int, line: str) -> None:
        """A line of a part: passed on now if it is this part's turn."""
        with self._lock:
            self._waiting[part].append(line)
            self._pass_on()

    def end(self, part: int) -> None:
        """A part has no more to say."""
        with self._lock:
            self._ended[part] = True
            self._pass_on()

    def _pass_on(self) -> None:
        while self._current < len(self._ended):
            lines = self._waiting[self._current]
            self._waiting[self._current] = []
            for line in lines:
                if self._progress:
                    self._progress(line)
            if not self._ended[self._current]:
                return
            self._current += 1


def together(parts: Sequence[Part], progress: Progress | None) -> list[Run]:
    """Every part's run, in their order; when we are interrupted, or one breaks, all are ended."""
    lines = InOrder(len(parts), progress)

    def run(number: int, part: Part) -> Run:
        try:
            return part(partial(lines.say, number))
        finally:
            lines.end(number)

    with ThreadPoolExecutor(max(1, len(parts))) as pool:
        started = [pool.submit(run, number, part) for number, part in enumerate(parts)]
        try:
            return [one.result() for one in started]
        except BaseException:
            running.stop_all()
            raise
