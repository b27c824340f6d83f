"""802.11 frames as they are injected and captured: radiotap header, MAC header, management body."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

from lab.air.elements import Element, Malformed, pack_elements, parse_elements

# Version 0, length 8, no field present: the kernel chooses rate and power.
RADIOTAP = b"\x00\x00\x08\x00\x00\x00\x00\x00"
_TSFT, _FLAGS, _MORE, _FCS = 1 << 0, 1 << 1, 1 << 31, 0x10
_HEADER = struct.Struct("<HH6s6s6sH")
_MANAGEMENT, _DATA = 0, 2
_PROTECTED = 0x4000
_PRIVACY_AND_ESS = 0x0011
BROADCAST = "ff:ff:ff:ff:ff:ff"


class Subtype(IntEnum):
    """The management frames this lab sends or reads."""

    ASSOCIATION_REQUEST = 0
    ASSOCIATION_RESPONSE = 1
    PROBE_REQUEST = 4
    PROBE_RESPONSE = 5
    BEACON = 8
    DISASSOCIATION = 10
    AUTHENTICATION = 11
    DEAUTHENTICATION = 12


@dataclass(frozen=True)
class Frame:
    """One frame: `kind` 0 management, 1 control, 2 data; addresses lower case with colons; body as on the air."""

    kind: int
    subtype: int
    receiver: str
    sender: str
    bssid: str
    body: bytes
    sequence: int = 0
    protected: bool = False

    @property
    def management(self) -> bool:
        """Whether it is a management frame."""
        return self.kind == _MANAGEMENT

    @property
    def data(self) -> bool:
        """Whether it carries a client's data."""
        return self.kind == _DATA

    def pack(self) -> bytes:
        """The frame from its frame control on, without radiotap and without checksum."""
        control = self.kind << 2 | self.subtype << 4 | (_PROTECTED if self.protected else 0)
        addresses = (_address(one) for one in (self.receiver, self.sender, self.bssid))
        return _HEADER.pack(control, 0, *addresses, self.sequence << 4) + self.body


def parse(data: bytes) -> Frame | None:
    """Read a management or data frame (of the latter the addresses are as they stand); None for anything else."""
    if len(data) < _HEADER.size:
        return None
    control, _, *addresses, sequence = _HEADER.unpack_from(data)
    kind = control >> 2 & 3
    if control & 3 or kind not in (_MANAGEMENT, _DATA):
        return None
    receiver, sender, bssid = (one.hex(":") for one in addresses)
    return Frame(
        kind, control >> 4 & 15, receiver, sender, bssid,
        data[_HEADER.size :], sequence >> 4, bool(control & _PROTECTED),
    )  # fmt: skip


def strip_radiotap(data: bytes) -> bytes:
    """The frame behind a radiotap header, without the checksum that some drivers leave at its end."""
    if len(data) < 8 or data[0] != 0:
        raise Malformed("no radiotap header of version 0")
    length, present = struct.unpack_from("<HI", data, 2)
    if length < 8 or length > len(data):
        raise Malformed(f"a radiotap header of {length} bytes in {len(data)}")
    at, word = 8, present
    while word & _MORE:
        if at + 4 > length:
            raise Malformed("the radiotap header is cut off")
        (word,) = struct.unpack_from("<I", data, at)
        at += 4
    flags = 0
    if present & _FLAGS:
        if present & _TSFT:
            at = (at + 7) // 8 * 8 + 8
        if at >= length:
            raise Malformed("the radiotap header is cut off")
        flags = data[at]
    return data[length:-4] if flags & _FCS else data[length:]


def authentication(ap: str, station: str, sequence: int = 1) -> Frame:
    """The first frame of an open-system authentication."""
    body = struct.pack("<HHH", 0, 1, 0)
    return Frame(_MANAGEMENT, Subtype.AUTHENTICATION, ap, station, ap, body, sequence)


def association_request(ap: str, station: str, elements: list[Element], sequence: int = 2) -> Frame:
    """A request to join; `elements` are SSID, rates and, for a protected network, RSN."""
    body = struct.pack("<HH", _PRIVACY_AND_ESS, 10) + pack_elements(elements)
    return Frame(_MANAGEMENT, Subtype.ASSOCIATION_REQUEST, ap, station, ap, body, sequence)


def probe_request(station: str, elements: list[Element], sequence: int = 0) -> Frame:
    """A question to everybody who serves a network."""
    return Frame(
        _MANAGEMENT, Subtype.PROBE_REQUEST, BROADCAST, station, BROADCAST, pack_elements(elements), sequence
    )


def deauthentication(ap: str, station: str, reason: int = 3, sequence: int = 3) -> Frame:
    """A station's goodbye, so that the access point forgets it."""
    body = struct.pack("<H", reason)
    return Frame(_MANAGEMENT, Subtype.DEAUTHENTICATION, ap, station, ap, body, sequence)


def status_of(frame: Frame) -> int:
    """The status code of an authentication or of an association response."""
    places = {Subtype.AUTHENTICATION: 4, Subtype.ASSOCIATION_RESPONSE: 2}
    at = places.get(Subtype(frame.subtype)) if frame.management and frame.subtype in places else None
    if at is None or len(frame.body) < at + 2:
        raise Malformed("a frame without a status code")
    return int(struct.unpack_from("<H", frame.body, at)[0])


def announced_elements(frame: Frame) -> list[Element]:
    """The elements of a beacon or probe response."""
    if not frame.management or frame.subtype not in (Subtype.BEACON, Subtype.PROBE_RESPONSE):
        raise Malformed("neither a beacon nor a probe response")
    if len(frame.body) < 12:
        raise Malformed("a beacon that is cut off")
    return parse_elements(frame.body[12:])


def _address(text: str) -> bytes:
    raw = bytes.fromhex(text.replace(":", ""))
    if len(raw) != 6:
        raise Malformed(f"{text} is no MAC address")
    return raw
