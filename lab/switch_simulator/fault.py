"""Asks a running simulated switch for a fault: python -m lab.switch_simulator.fault --name NAME --set FAULT."""

from __future__ import annotations

import argparse
import socket
import sys
from pathlib import Path

from .faults import HELP, short_path


def ask(state_dir: Path, name: str, fault: str) -> str:
    """Send one request; the faults then in force. Raises ConnectionError (not running) or ValueError (refused)."""
    directory = state_dir / name
    if not directory.is_dir():
        raise ConnectionError(f"không có thư mục trạng thái / no state directory: {directory}")
    with short_path(directory) as path, socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        try:
            connection.connect(path)
            connection.sendall(fault.encode() + b"\n")
            answer = connection.makefile().readline().strip()
        except OSError as problem:
            raise ConnectionError(f"{name}: switch mô phỏng không chạy / is not running ({problem})") from None
    status, _, text = answer.partition(" ")
    if status != "ok":
        raise ValueError(text)
    return text


def main(arguments: list[str] | None = None) -> int:
    """Exit 0 done, 2 not possible."""
    parser = argparse.ArgumentParser(prog="python -m lab.switch_simulator.fault", description=__doc__)
    parser.add_argument("--name", required=True)
    parser.add_argument("--state-dir", type=Path, required=True)
    parser.add_argument("--set", action="append", default=[], metavar="FAULT", help=HELP)
    options = parser.parse_args(arguments)
    try:
        for fault in options.set or [""]:
            print(f"{options.name}: {ask(options.state_dir, options.name, fault) or '-'}")
    except (ConnectionError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
