"""Everything that is on the simulated air, as somebody in the next room would record it.

The kernel's simulator copies every frame of every radio to the interface hwsim0. Runs inside the access point's machine.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from lab.air.frames import Frame
from lab.air.namespaces import run
from lab.air.raw_association import Radio

INTERFACE = "hwsim0"
_AFTERMATH_SECONDS = 0.5


@dataclass
class Overheard:
    """Data frames seen: how many were protected, how many not, and how many showed the marker in clear."""

    protected: int = 0
    clear: int = 0
    with_marker: int = 0
    output: str = field(default="", repr=False)


def overhear(work: Callable[[], str], marker: bytes) -> Overheard:
    """Do the work, and tell what somebody heard meanwhile."""
    found, done = Overheard(), threading.Event()
    run(["ip", "link", "set", INTERFACE, "up"])
    radio = Radio(None, INTERFACE)

    def listen() -> None:
        while not done.is_set():
            for frame in radio.frames(_AFTERMATH_SECONDS, _carries_data):
                found.protected += frame.protected
                found.clear += not frame.protected
                found.with_marker += marker in frame.body

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        found.output = work()
    finally:
        done.set()
        listener.join()
        radio.close()
    return found


def _carries_data(frame: Frame) -> bool:
    # Subtypes with bit 2 set carry none (null frames). EAPOL is clear by nature and has its own type number.
    return frame.data and not frame.subtype & 4 and b"\x88\x8e" not in frame.body[:16]
