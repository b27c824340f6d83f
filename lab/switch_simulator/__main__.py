"""Runs one simulated switch: python -m lab.switch_simulator --name NAME --port PORT --state-dir DIR --credentials FILE."""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
import logging
import os
import signal
import sys
from pathlib import Path

import yaml

from . import faults
from .device import Credentials, Device
from .transport import HOST, Server, write_process


def read_credentials(path: Path, name: str) -> Credentials:
    """The delivered account of device `name`: its own entry over the default one. Raises ValueError."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        merged = {**data["default"], **((data.get("devices") or {}).get(name) or {})}
        return Credentials(**{key: str(merged[key]) for key in ("username", "password", "enable")})
    except OSError as problem:
        raise ValueError(f"{path}: không đọc được / cannot be read: {problem.strerror}") from None
    except (yaml.YAMLError, KeyError, TypeError, AttributeError):
        raise ValueError(f"{path}: cần {{default: {{username, password, enable}}, devices: {{}}}} / "
                         "must hold that structure") from None


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m lab.switch_simulator", description=__doc__)
    parser.add_argument("--name", required=True)
    parser.add_argument("--port", type=int, required=True, help="on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--state-dir", type=Path, required=True)
    parser.add_argument("--credentials", type=Path, required=True)
    parser.add_argument("--minute-seconds", type=float, default=60.0, help="length of a minute of `reload in`")
    parser.add_argument("--seen-from", metavar="ADDRESS", type=ipaddress.IPv4Address,
                        help="the address that clients seem to have: access-class is then enforced for it")
    parser.add_argument("--fault", action="append", default=[], help=faults.HELP)
    return parser.parse_args(arguments)


async def serve(options: argparse.Namespace) -> None:
    """Run until SIGTERM or SIGINT."""
    directory = options.state_dir.absolute() / options.name
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    device = Device(options.name, directory, read_credentials(options.credentials, options.name),
                    options.minute_seconds, str(options.seen_from) if options.seen_from else None)
    for fault in options.fault:
        device.faults.set(fault)
    server = Server(device, options.port)
    await server.start()
    control = await faults.serve(directory, device.faults, server.refresh)
    write_process(directory / "process.json", server.port)
    loop = asyncio.get_running_loop()
    running = loop.create_task(server.run())
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.cancel)
    print(f"ready: simulated switch {options.name} on {HOST}:{server.port} pid {os.getpid()}", flush=True)
    try:
        await running
    except asyncio.CancelledError:
        pass
    finally:
        control.close()
        await server.stop()
        for name in ("process.json", faults.SOCKET):
            (directory / name).unlink(missing_ok=True)


def main(arguments: list[str] | None = None) -> int:
    """Exit 0 stopped, 2 could not start."""
    logging.getLogger("asyncssh").setLevel(logging.ERROR)
    try:
        asyncio.run(serve(parse(arguments)))
    except (ValueError, OSError) as problem:
        print(f"switch mô phỏng không khởi động được / simulated switch did not start: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
