"""A real simulated switch for tests of reading and pushing, on a port of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from lab.switch_simulator.fault import ask
from truongluy.facts.cisco_ios import COMMANDS
from truongluy.platforms.connection import ConnectionSettings
from truongluy.platforms.read import read

ROOT = Path(__file__).resolve().parents[2]
NAME = "sw-so-01"
LOGIN = {"username": "truongluy", "password": "Thu-nghiem-2026", "enable": "Dac-quyen-2026"}
_READY_SECONDS = 30


@dataclass
class Switch:
    """One running simulator: how it is reached, and how things are made to go wrong on it."""

    folder: Path
    settings: ConnectionSettings
    process: subprocess.Popen[str]

    def fault(self, text: str) -> None:
        """Put a fault in force, or `clear` all."""
        ask(self.folder / "state", NAME, text)

    def configuration(self, which: str = "configuration_running") -> str:
        """The configuration as the device tells it."""
        return read(NAME, {which: COMMANDS[which]}, self.settings)[which][0]


@pytest.fixture
def start_switch(tmp_path: Path) -> Iterator[Callable[..., Switch]]:
    """Start simulated switches; all end with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(minute_seconds: float = 60) -> Switch:
        credentials = tmp_path / "credentials.yml"
        credentials.write_text(yaml.safe_dump({"default": LOGIN, "devices": {}}))
        credentials.chmod(0o600)
        process = subprocess.Popen(
            [sys.executable, "-m", "lab.switch_simulator", "--name", NAME, "--port", "0",
             "--state-dir", str(tmp_path / "state"), "--credentials", str(credentials),
             "--minute-seconds", str(minute_seconds)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        started.append(process)
        port = _port(process)
        settings = ConnectionSettings(
            tmp_path / "ssh_config", tmp_path / "known_hosts", credentials, login_seconds=6, answer_seconds=4
        )
        settings.ssh_config.write_text(f"Host {NAME}\n  HostName 127.0.0.1\n  Port {port}\n")
        key = (tmp_path / "state" / NAME / "ssh_host_ed25519_key.pub").read_text()
        settings.known_hosts.write_text(f"{NAME},[127.0.0.1]:{port} {key}")
        return Switch(tmp_path, settings, process)

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=60)


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stdout
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        if line.startswith("ready:"):
            return int(line.split("127.0.0.1:")[1].split()[0])
        if not line:
            break
    raise AssertionError("the simulated switch did not start")


@pytest.fixture
def switch(start_switch: Callable[..., Switch]) -> Switch:
    """A switch as delivered, whose minutes are real minutes."""
    return start_switch()
