"""Start and stop the simulated switches as recorded background processes."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.util import find_spec

from lab import processes
from lab.access import CREDENTIALS, Entry
from lab.hosts import Host
from lab.paths import ROOT, SWITCHES
from lab.plain import free_port
from lab.run import LabError
from lab.state import State, save
from truongluy.verdict import Text

_PATIENCE = 20.0


def available() -> bool:
    """Whether the simulator is part of this checkout."""
    return find_spec("lab.switch_simulator.__main__") is not None


def launch(state: State, switch: Host) -> None:
    """Start one switch, on the port it had before if it ran before."""
    ports = state.setdefault("switch_ports", {})
    port = ports.setdefault(switch.name, free_port())
    SWITCHES.mkdir(parents=True, exist_ok=True)
    with (SWITCHES / f"{switch.name}.log").open("a") as log:
        child = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "lab.switch_simulator",
                "--name",
                switch.name,
                "--port",
                str(port),
                "--state-dir",
                str(SWITCHES),
                "--credentials",
                str(CREDENTIALS),
            ],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    process = processes.identify(child.pid)
    state.setdefault("switches", {})[switch.name] = process.record() if process else None
    save(state)


def entry(state: State, switch: Host) -> Entry:
    """How to reach a switch, once it has written its host key."""
    key = SWITCHES / switch.name / "ssh_host_ed25519_key.pub"
    deadline = time.monotonic() + _PATIENCE
    while not (key.is_file() and key.read_text().strip()):
        if time.monotonic() > deadline or not running(state, switch):
            log = SWITCHES / f"{switch.name}.log"
            raise LabError(
                Text(
                    f"thiết bị mô phỏng {switch.name} không khởi động được; xem {log}",
                    f"simulated switch {switch.name} did not start; see {log}",
                ),
                "\n".join(log.read_text().splitlines()[-5:]),
            )
        time.sleep(0.1)
    route = {"HostName": "127.0.0.1", "Port": str(state["switch_ports"][switch.name])}
    return Entry(switch.name, switch.address, key.read_text(), route)


def running(state: State, switch: Host) -> bool:
    """Whether the switch's process is still the one we started."""
    process = processes.recorded(state.get("switches", {}).get(switch.name))
    return process is not None and process.alive()


def stop(state: State, name: str) -> None:
    """End one switch if it runs."""
    processes.end(processes.recorded(state.get("switches", {}).get(name)))


def stop_all(state: State) -> None:
    """End every switch of this checkout, recorded or not."""
    for name in state.get("switches", {}):
        stop(state, name)
    for process in processes.matching("lab.switch_simulator", str(SWITCHES)):
        processes.end(process)
