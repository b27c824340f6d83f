"""Running simulated switches as fixtures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .harness import Switch, launch


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Switch]]:
    """A function that starts switches; all are stopped at the end."""
    running: list[Switch] = []

    def begin(name: str = "sw-so-01", *arguments: str) -> Switch:
        running.append(launch(tmp_path, name, *arguments))
        return running[-1]

    yield begin
    for switch in running:
        switch.process.terminate()
        assert switch.process.wait(10) == 0
        assert switch.process.stdout
        assert "Traceback" not in switch.process.stdout.read()


@pytest.fixture
def switch(start: Callable[..., Switch]) -> Switch:
    """sw-so-01 as delivered."""
    return start()
