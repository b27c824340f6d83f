"""A real simulated endpoint for tests of reading and changing, on ports of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from lab.switch_simulator.fault import ask
from truongluy import facts
from truongluy.facts import Facts
from truongluy.facts.answers import Answer
from truongluy.facts.cisco_roomos import COMMANDS, redact
from truongluy.platforms import roomos
from truongluy.platforms.connection import ConnectionSettings
from truongluy.platforms.read import read

ROOT = Path(__file__).resolve().parents[3]
NAME = "room-02"
PASSPHRASE = "Thu-nghiem-phong-hop-2026"
SIP_PASSWORD = "Mat-khau-thu-tong-dai-01"
_READY_SECONDS = 30


@dataclass
class Endpoint:
    """One running simulator: how it is reached, and how things are made to go wrong on it."""

    folder: Path
    settings: ConnectionSettings
    process: subprocess.Popen[str]

    @property
    def ports(self) -> dict[str, int]:
        """Port by service, where it listens or would."""
        return json.loads((self.folder / "state" / NAME / "process.json").read_text())["ports"]

    def fault(self, text: str) -> None:
        """Put a fault in force, or `clear` all."""
        ask(self.folder / "state", NAME, text)

    def values(self) -> dict[str, str]:
        """Every setting as the endpoint keeps it, passwords and all."""
        return json.loads((self.folder / "state" / NAME / "state.json").read_text())["values"]

    def ask(self, line: str) -> str:
        """What the endpoint says to a line."""
        with roomos.terminal(NAME, self.settings) as terminal:
            return terminal.ask(line)

    def facts(self) -> Facts:
        """The endpoint as it is judged."""
        answers = read(NAME, COMMANDS, self.settings, "cisco_roomos")
        return facts.read(
            "cisco_roomos", {name: Answer(redact(name, text)) for name, (text, _) in answers.items()}
        )


def launch(folder: Path) -> Endpoint:
    """Start an endpoint, and write down how it is reached."""
    command = [sys.executable, "-m", "lab.roomos_simulator", "--name", NAME, "--port", "0"]
    process = subprocess.Popen(
        [*command, "--state-dir", str(folder / "state")],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    port = _port(process)
    files = {name: folder / name for name in ("ssh_config", "known_hosts", "credentials.yml", "web.yml")}
    settings = ConnectionSettings(
        *list(files.values())[:3], login_seconds=6, answer_seconds=4, web=files["web.yml"]
    )
    endpoint = Endpoint(folder, settings, process)
    files["ssh_config"].write_text(f"Host {NAME}\n  HostName 127.0.0.1\n  Port {port}\n")
    key = (folder / "state" / NAME / "ssh_host_ed25519_key.pub").read_text()
    files["known_hosts"].write_text(f"{NAME},[127.0.0.1]:{port} {key}")
    login = {"username": "admin", "password": PASSPHRASE, "previous": ""}
    files["credentials.yml"].write_text(yaml.safe_dump({"devices": {NAME: login}}))
    files["credentials.yml"].chmod(0o600)
    certificate = (folder / "state" / NAME / "certificate.pem").read_text()
    place = {"host": "127.0.0.1", "port": endpoint.ports["https"], "certificate": certificate}
    files["web.yml"].write_text(yaml.safe_dump({NAME: place}))
    return endpoint


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stdout
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        if line.startswith("ready:"):
            return int(line.split("127.0.0.1:")[1].split()[0])
        if not line:
            break
    raise AssertionError("the simulated endpoint did not start")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Endpoint]]:
    """Start simulated endpoints over one folder, one after another; all end with the test."""
    started: list[Endpoint] = []

    def begin() -> Endpoint:
        started.append(launch(tmp_path))
        return started[-1]

    yield begin
    for endpoint in started:
        endpoint.process.terminate()
        assert endpoint.process.wait(timeout=60) == 0
        assert endpoint.process.stdout
        assert "Traceback" not in endpoint.process.stdout.read()


@pytest.fixture
def endpoint(start: Callable[[], Endpoint]) -> Endpoint:
    """An endpoint as delivered."""
    return start()
