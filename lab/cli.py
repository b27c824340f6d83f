"""The lab's verbs; what they can't do they say by LabError, which whoever runs a verb turns into words and a status."""

from __future__ import annotations

from lab import bootstrap as day0
from lab import engine, requirements, single


def prepare(*, vm: bool = False, media: bool = False, office: bool = False) -> None:
    """Install the system packages the lab (or its VM, or tests of meetings or workbooks) needs and this machine lacks."""
    requirements.install(vm=vm, media=media, office=office)


def up(*, fresh: bool = False, rebuild: bool = False, no_wifi_vm: bool = False) -> None:
    """Bring the lab up."""
    engine.up(fresh=fresh, rebuild=rebuild, wifi_vm=not no_wifi_vm)


def down() -> None:
    """Remove the lab."""
    engine.down()


def stop(name: str) -> None:
    """Stop one device."""
    single.stop(name)


def start(name: str) -> None:
    """Start one stopped device."""
    single.start(name)


def bootstrap() -> None:
    """Make the lab's bare hosts ours, by the day-0 deploy."""
    day0.run_all()


def status() -> None:
    """Print each device and whether it runs."""
    found = single.status()
    if not found:
        print("phòng lab chưa chạy / the lab is not up")
    for name, value in found.items():
        print(f"{name:16} {value}")
