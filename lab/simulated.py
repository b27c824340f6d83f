"""Start and stop the simulated switches and video endpoints as recorded background processes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from lab import processes
from lab.access import CREDENTIALS, Entry
from lab.hosts import Host
from lab.paths import ENDPOINTS, ROOT, SWITCHES
from lab.plain import free_port
from lab.run import LabError
from lab.state import State, save
from truongluy.verdict import Text

_PATIENCE = 20.0


@dataclass(frozen=True)
class _Program:
    """One simulator: where its devices keep their state, what it is told, and what it offers beside SSH."""

    module: str
    folder: Path
    told: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


_PROGRAMS = {
    "switch": _Program("lab.switch_simulator", SWITCHES, ("--credentials", str(CREDENTIALS))),
    "endpoint": _Program("lab.roomos_simulator", ENDPOINTS, services=("https", "http", "telnet")),
}
KINDS = frozenset(_PROGRAMS)
"""Kinds of hosts that are simulated."""
FOLDERS = tuple(program.folder for program in _PROGRAMS.values())


def available(kind: str) -> bool:
    """Whether the simulator of a kind is part of this checkout."""
    return find_spec(f"{_PROGRAMS[kind].module}.__main__") is not None


def launch(state: State, device: Host) -> None:
    """Start one device, on the ports it had before if it ran before."""
    program = _PROGRAMS[device.kind]
    port = state.setdefault("switch_ports", {}).setdefault(device.name, free_port())
    others = state.setdefault("service_ports", {}).setdefault(device.name, {})
    told = list(program.told)
    for service in program.services:
        told += [f"--{service}-port", str(others.setdefault(service, free_port()))]
    program.folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", program.module, "--name", device.name, "--port", str(port)]
    with (program.folder / f"{device.name}.log").open("a") as log:
        child = subprocess.Popen(
            [*command, "--state-dir", str(program.folder), *told],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    process = processes.identify(child.pid)
    state.setdefault("switches", {})[device.name] = process.record() if process else None
    save(state)


def entry(state: State, device: Host) -> Entry:
    """How to reach a device, once it listens."""
    folder = _PROGRAMS[device.kind].folder
    key = folder / device.name / "ssh_host_ed25519_key.pub"
    deadline = time.monotonic() + _PATIENCE
    while not _listens(state, device):
        if time.monotonic() > deadline or not running(state, device):
            log = folder / f"{device.name}.log"
            raise LabError(
                Text(
                    f"thiết bị mô phỏng {device.name} không khởi động được; xem {log}",
                    f"simulated device {device.name} did not start; see {log}",
                ),
                "\n".join(log.read_text().splitlines()[-5:]),
            )
        time.sleep(0.1)
    route = {"HostName": "127.0.0.1", "Port": str(state["switch_ports"][device.name])}
    return Entry(device.name, device.address, key.read_text(), route)


def _listens(state: State, device: Host) -> bool:
    """Whether the process we started has written down that it listens; one that was killed may have left its note."""
    note = _PROGRAMS[device.kind].folder / device.name / "process.json"
    process = processes.recorded(state.get("switches", {}).get(device.name))
    try:
        return process is not None and json.loads(note.read_text())["pid"] == process.pid
    except (OSError, ValueError, KeyError):
        return False


def web_interfaces(state: State, devices: Iterable[Host]) -> dict[str, dict[str, object]]:
    """Where the web interfaces of video endpoints are, and the certificates they made for themselves."""
    return {
        device.name: {
            "host": "127.0.0.1",
            "port": state["service_ports"][device.name]["https"],
            "certificate": (ENDPOINTS / device.name / "certificate.pem").read_text(),
        }
        for device in devices
        if device.kind == "endpoint"
    }


def running(state: State, device: Host) -> bool:
    """Whether the device's process is still the one we started."""
    process = processes.recorded(state.get("switches", {}).get(device.name))
    return process is not None and process.alive()


def stop(state: State, name: str) -> None:
    """End one device if it runs."""
    processes.end(processes.recorded(state.get("switches", {}).get(name)))


def stop_all(state: State) -> None:
    """End every simulated device of this checkout, recorded or not."""
    for name in state.get("switches", {}):
        stop(state, name)
    for program in _PROGRAMS.values():
        for process in processes.matching(program.module, str(program.folder)):
            processes.end(process)
