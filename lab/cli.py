"""The lab's verbs: each prints what it did and returns 0, or prints the reason and leaves with status 1."""

from __future__ import annotations

import sys
from collections.abc import Callable

from lab import bootstrap as day0
from lab import engine, requirements
from lab.run import LabError


def _told(work: Callable[[], object]) -> int:
    """Run a verb; a LabError becomes two sentences on stderr and exit status 1."""
    try:
        work()
    except LabError as failed:
        print(f"lab: {failed}", file=sys.stderr)
        raise SystemExit(1) from None
    return 0


def prepare(*, vm: bool = False) -> int:
    """Install the system packages the lab (or the virtual machine) needs and this machine lacks."""
    return _told(lambda: requirements.install(vm=vm))


def up(*, fresh: bool = False, rebuild: bool = False) -> int:
    """Bring the lab up."""
    return _told(lambda: engine.up(fresh=fresh, rebuild=rebuild))


def down() -> int:
    """Remove the lab."""
    return _told(engine.down)


def stop(name: str) -> int:
    """Stop one device."""
    return _told(lambda: engine.stop(name))


def start(name: str) -> int:
    """Start one stopped device."""
    return _told(lambda: engine.start(name))


def bootstrap() -> int:
    """Make the lab's bare hosts ours, by the day-0 deploy."""
    return _told(day0.run_all)


def status() -> int:
    """Print each device and whether it runs."""
    return _told(_print_status)


def _print_status() -> None:
    found = engine.status()
    if not found:
        print("phòng lab chưa chạy / the lab is not up")
    for name, value in found.items():
        print(f"{name:16} {value}")
