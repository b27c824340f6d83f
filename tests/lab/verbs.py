"""Runs a verb of tasks.py as an engineer does: its own process, from the root of the repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def invoke(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The finished process, with what it printed."""
    command = [str(Path(sys.executable).parent / "invoke"), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
