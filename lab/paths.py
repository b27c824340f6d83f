"""Where the lab keeps its things: generated files of this checkout, and a cache shared by all checkouts."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "lab"
STATE = BUILD / "state.json"
SWITCHES = BUILD / "switches"
ENDPOINTS = BUILD / "endpoints"

# Two checkouts on one machine must not touch each other's hosts: every name on the machine carries this.
LAB_ID = "tl-" + hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]


def cache() -> Path:
    """The cache folder for built images: $TRUONGLUY_CACHE, or truongluy/ under the user's cache folder."""
    chosen = os.environ.get("TRUONGLUY_CACHE")
    if chosen:
        return Path(chosen).expanduser().resolve()
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "truongluy"


def control_sockets(part: str = "lab") -> Path:
    """The folder of ssh's shared connections, short: a socket's path may have about 100 bytes."""
    return Path("/tmp") / f"{LAB_ID}-{part}-{os.getuid()}"
