"""Simulated switches for tests, each in its own process on a free port."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import paramiko
from netmiko import ConnectHandler
from netmiko.base_connection import BaseConnection

from lab.switch_simulator.fault import main

ROOT = Path(__file__).parents[2]
USER, PASSWORD, ENABLE = "truongluy", "Mat-khau-thu-01", "Enable-thu-01"
MINUTE = 1.5
ERRORS = r"% ?(Invalid|Incomplete|Ambiguous)|Command rejected|ERROR:|%Error"


@dataclass
class Switch:
    """A running simulated switch."""

    name: str
    state_dir: Path
    port: int
    process: subprocess.Popen[str]

    def connect(self, password: str = PASSWORD, **more: object) -> BaseConnection:
        """Log in with netmiko and enable."""
        connection = ConnectHandler(device_type="cisco_ios", host="127.0.0.1", port=self.port, username=USER,
                                    password=password, secret=ENABLE, conn_timeout=5, auth_timeout=5, **more)
        connection.enable()
        return connection

    def fault(self, text: str) -> None:
        """Ask for a fault as a person would."""
        assert main(["--name", self.name, "--state-dir", str(self.state_dir), "--set", text]) == 0

    def startup(self) -> str:
        """The startup configuration in the state directory."""
        return (self.state_dir / self.name / "startup-config").read_text(encoding="utf-8")

    def wait_open(self) -> BaseConnection:
        """A login as soon as the device is up again."""
        deadline = time.monotonic() + 20
        while True:
            try:
                return self.connect()
            except Exception:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)


def launch(state_dir: Path, name: str, *arguments: str) -> Switch:
    """Start a switch and wait for its ready line."""
    credentials = state_dir / "credentials.yml"
    credentials.write_text(json.dumps({"default": {"username": USER, "password": PASSWORD, "enable": ENABLE}}))
    command = [sys.executable, "-m", "lab.switch_simulator", "--name", name, "--port", "0", "--state-dir",
               str(state_dir), "--credentials", str(credentials), "--minute-seconds", str(MINUTE), *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    assert process.stdout
    line = process.stdout.readline()
    found = re.match(r"ready: simulated switch \S+ on 127\.0\.0\.1:(\d+)", line)
    assert found, line + process.stdout.read()
    return Switch(name, state_dir, int(found[1]), process)


def host_key(port: int) -> str:
    """The key that the switch presents now."""
    transport = paramiko.Transport(("127.0.0.1", port))
    transport.start_client(timeout=5)
    key = transport.get_remote_server_key().get_base64()
    transport.close()
    return key
