"""Work in a client's network namespace; runs inside the access point's machine (Python's standard library only)."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

_NEW_NETWORK = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


@contextmanager
def inside(name: str | None) -> Iterator[None]:
    """This thread is in the namespace for the block; sockets opened there stay there. None: stay where we are."""
    if name is None:
        yield
        return
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        there = os.open(f"/run/netns/{name}", os.O_RDONLY)
        try:
            _enter(there)
        finally:
            os.close(there)
        try:
            yield
        finally:
            _enter(home)
    finally:
        os.close(home)


def _enter(handle: int) -> None:
    if _libc.setns(handle, _NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "setns")


def run(
    words: Sequence[str], *, netns: str | None = None, ok: Sequence[int] = (0,), seconds: float = 20
) -> str:
    """Run a command there and give its output; raises RuntimeError with its last words when it fails."""
    with inside(netns):
        done = subprocess.run(
            list(words),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    if ok and done.returncode not in ok:
        raise RuntimeError(f"{' '.join(words)}: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.stdout


def hardware_address(netns: str | None, interface: str) -> str:
    """The MAC address of an interface."""
    shown = run(["ip", "-j", "link", "show", "dev", interface], netns=netns)
    return str(json.loads(shown)[0]["address"])


def opens(
    netns: str | None, address: str, port: int, interface: str | None = None, seconds: float = 3
) -> str:
    """What a TCP connection meets there: `open`, `refused`, or `silent` when nobody answers."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with inside(netns), socket.socket(family, socket.SOCK_STREAM) as door:
        door.settimeout(seconds)
        scope = socket.if_nametoindex(interface) if interface and family == socket.AF_INET6 else 0
        target = (address, port, 0, scope) if family == socket.AF_INET6 else (address, port)
        try:
            door.connect(target)
        except ConnectionRefusedError:
            return "refused"
        except OSError:
            return "silent"
        with suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        return "open"
