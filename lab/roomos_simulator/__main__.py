"""Runs one simulated endpoint: python -m lab.roomos_simulator --name NAME --port PORT --https-port PORT --state-dir DIR."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
from pathlib import Path

from . import faults
from .device import Device
from .telnet import TelnetServer
from .transport import HOST, SshServer
from .web import WebServer

BOOT_SECONDS = 0.5


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m lab.roomos_simulator", description=__doc__)
    parser.add_argument("--name", required=True)
    parser.add_argument("--port", type=int, required=True, help="SSH, on 127.0.0.1; 0 takes a free one")
    for service in ("https", "http", "telnet"):
        parser.add_argument(f"--{service}-port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--state-dir", type=Path, required=True)
    parser.add_argument("--fault", action="append", default=[], help=faults.HELP)
    return parser.parse_args(arguments)


class Endpoint:
    """Everything that listens, kept in step with the settings."""

    def __init__(self, device: Device, options: argparse.Namespace) -> None:
        self.device = device
        # Whoever waits for the SSH host key finds the certificate as well.
        self.servers = {
            "https": WebServer(device, options.https_port, encrypted=True),
            "ssh": SshServer(device, options.port),
            "http": WebServer(device, options.http_port, encrypted=False),
            "telnet": TelnetServer(device, options.telnet_port),
        }
        self.changed = asyncio.Event()
        self.power_off = asyncio.Event()
        device.on_change = self.changed.set
        device.restart_wanted = lambda: asyncio.get_running_loop().call_later(0.2, self.power_off.set)

    async def refresh(self) -> None:
        """Let every listener follow the settings, and tell where they are."""
        for server in self.servers.values():
            await server.refresh()
        ports = {service: server.port for service, server in self.servers.items()}
        place = self.device.directory / "process.json"
        place.write_text(json.dumps({"pid": os.getpid(), "ports": ports}) + "\n", encoding="utf-8")

    async def run(self) -> None:
        """Serve until cancelled."""
        while True:
            waiting = [asyncio.create_task(event.wait()) for event in (self.changed, self.power_off)]
            try:
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for one in waiting:
                    one.cancel()
            self.changed.clear()
            if self.power_off.is_set():
                await self.stop()
                self.device.restarted()
                await asyncio.sleep(BOOT_SECONDS)
                self.power_off.clear()
            await self.refresh()

    async def stop(self) -> None:
        """Stop listening."""
        for server in self.servers.values():
            await server.stop()


async def serve(options: argparse.Namespace) -> None:
    """Run until SIGTERM or SIGINT."""
    directory = options.state_dir.absolute() / options.name
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    device = Device(options.name, directory)
    for fault in options.fault:
        device.faults.set(fault)
    endpoint = Endpoint(device, options)
    await endpoint.refresh()
    control = await faults.serve(directory, device.faults, endpoint.changed.set)  # type: ignore[arg-type]
    loop = asyncio.get_running_loop()
    running = loop.create_task(endpoint.run())
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.cancel)
    port = endpoint.servers["ssh"].port
    print(f"ready: simulated endpoint {options.name} on {HOST}:{port} pid {os.getpid()}", flush=True)
    try:
        await running
    except asyncio.CancelledError:
        pass
    finally:
        control.close()
        await endpoint.stop()
        for name in ("process.json", "control.sock"):
            (directory / name).unlink(missing_ok=True)


def main(arguments: list[str] | None = None) -> int:
    """Exit 0 stopped, 2 could not start."""
    logging.getLogger("asyncssh").setLevel(logging.ERROR)
    try:
        asyncio.run(serve(parse(arguments)))
    except (ValueError, OSError) as problem:
        print(
            f"thiết bị mô phỏng không khởi động được / simulated endpoint did not start: {problem}",
            file=sys.stderr,
        )
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
