"""Ask an access point to let us in with frames of our own making, and read its answer off the air.

An honest client that declines proves nothing about the access point; here nobody declines on its behalf. Runs inside
the access point's machine, on a monitor interface of a client's radio.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lab.air import frames
from lab.air.elements import RATES, RSN, SSID, Announced, Element, Malformed, Rsn
from lab.air.frames import Frame, Subtype
from lab.air.namespaces import inside, run

_ALL_PACKETS = 0x0003
_RATES = (RATES, bytes((0x82, 0x84, 0x8B, 0x96, 0x0C, 0x12, 0x18, 0x24)))
_RATES_5GHZ = (RATES, bytes((0x8C, 0x12, 0x98, 0x24, 0xB0, 0x48, 0x60, 0x6C)))
_TRIES = 4
_SECONDS_PER_TRY = 2.0


@dataclass(frozen=True)
class Answer:
    """What the access point said: 802.11 status codes, None where it said nothing."""

    authentication: int | None
    association: int | None


class Radio:
    """A monitor interface: sends frames and hears all that is on its channel."""

    def __init__(self, netns: str | None, interface: str) -> None:
        with inside(netns):
            self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ALL_PACKETS))
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            self._socket.bind((interface, 0))

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()

    def send(self, frame: Frame) -> None:
        """Put a frame on the air."""
        self._socket.send(frames.RADIOTAP + frame.pack())

    def hear(self, seconds: float, wanted: Callable[[Frame], bool]) -> Frame | None:
        """The first frame that is wanted, None when none came in time."""
        return next(self.frames(seconds, wanted), None)

    def frames(self, seconds: float, wanted: Callable[[Frame], bool]) -> Iterator[Frame]:
        """All wanted frames heard within the time."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                data = self._socket.recv(65535)
            except TimeoutError:
                return
            try:
                frame = frames.parse(frames.strip_radiotap(data))
            except Malformed:
                continue
            if frame and wanted(frame):
                yield frame


@contextmanager
def monitor(netns: str, interface: str, frequency: int, address: str) -> Iterator[Radio]:
    """A client's radio as a monitor on a frequency (MHz); `active`: it acknowledges what is sent to the address."""
    name = f"mon-{netns}"
    run(["ip", "link", "set", interface, "down"], netns=netns)
    run(["iw", "dev", interface, "interface", "add", name, "type", "monitor", "flags", "active"], netns=netns)
    try:
        run(["ip", "link", "set", name, "address", address, "up"], netns=netns)
        run(["iw", "dev", name, "set", "freq", str(frequency)], netns=netns)
        radio = Radio(netns, name)
        try:
            yield radio
        finally:
            radio.close()
    finally:
        run(["iw", "dev", name, "del"], netns=netns, ok=())
        run(["ip", "link", "set", interface, "up"], netns=netns, ok=())


def associate(radio: Radio, bssid: str, station: str, elements: list[Element]) -> Answer:
    """Authenticate (open system), then ask to join with these elements; afterwards say goodbye."""
    said = _ask(radio, frames.authentication(bssid, station), Subtype.AUTHENTICATION, bssid, station)
    if said != 0:
        return Answer(said, None)
    request = frames.association_request(bssid, station, elements)
    status = _ask(radio, request, Subtype.ASSOCIATION_RESPONSE, bssid, station)
    radio.send(frames.deauthentication(bssid, station))
    return Answer(said, status)


def _ask(radio: Radio, request: Frame, answer: Subtype, bssid: str, station: str) -> int | None:
    def is_answer(frame: Frame) -> bool:
        return (
            frame.management
            and frame.subtype == answer
            and (frame.sender, frame.receiver) == (bssid, station)
        )

    for _ in range(_TRIES):
        radio.send(request)
        heard = radio.hear(_SECONDS_PER_TRY, is_answer)
        if heard:
            return frames.status_of(heard)
    return None


def announced(radio: Radio, bssid: str, subtype: Subtype, seconds: float = 5) -> Announced | None:
    """What a network says of itself in the next frame of this subtype; None when it says nothing."""

    def from_it(frame: Frame) -> bool:
        return frame.management and frame.subtype == subtype and frame.sender == bssid

    heard = radio.hear(seconds, from_it)
    return Announced.of(frames.announced_elements(heard)) if heard else None


def probe(radio: Radio, station: str, ssid: str, frequency: int, bssid: str) -> Announced | None:
    """Ask who serves a name, and give what this network answers."""
    for _ in range(_TRIES):
        radio.send(frames.probe_request(station, elements_for(ssid, None, frequency)))
        if said := announced(radio, bssid, Subtype.PROBE_RESPONSE, _SECONDS_PER_TRY):
            return said
    return None


def elements_for(ssid: str, rsn: Rsn | None, frequency: int) -> list[Element]:
    """The elements of an association request."""
    rates = _RATES if frequency < 5000 else _RATES_5GHZ
    return [(SSID, ssid.encode()), rates, *([(RSN, rsn.pack())] if rsn else [])]


def request_from(plain: dict[str, Any]) -> Rsn | None:
    """The RSN element that plain data asks for; None when it asks for none."""
    wanted = plain.get("rsn")
    if wanted is None:
        return None
    return Rsn(
        wanted["group"], tuple(wanted["pairwise"]), tuple(wanted["akms"]), wanted.get("capabilities", 0)
    )
