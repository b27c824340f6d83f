"""What `invoke test` runs: all tests, in one pytest run of two processes, with what they need installed first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from lab import cli
from truongluy.access import ROOT

# Much of a lab's time is waiting for its hosts: what needs no lab runs meanwhile (tests/side_by_side.py groups them).
_SIDE_BY_SIDE = ("-n", "2", "--dist", "loadscope", "--no-loadscope-reorder")


def run(match: str | None = None, fast: bool = False) -> int:
    """Run the tests; `match` is pytest's -k, `fast` leaves out lab and VM. Returns pytest's exit status."""
    command = [sys.executable, "-m", "pytest", "--durations=15", *_SIDE_BY_SIDE]
    if match:
        command += ["-k", match]
    if fast:
        command += ["-m", "not lab and not vm and not slow"]
    else:
        cli.prepare()
        cli.prepare(vm=True)
        cli.prepare(media=True)
        cli.prepare(office=True)
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
