"""Information elements of 802.11 management frames, packed and read (IEEE 802.11-2020, clause 9.4.2)."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass

SSID, RATES, COUNTRY, RSN, VENDOR = 0, 1, 7, 48, 221
_RSN_OUI = b"\x00\x0f\xac"
_MICROSOFT_OUI = b"\x00\x50\xf2"
_WPA1, _WPS = b"\x01", b"\x04"

CIPHERS = {0: "group", 1: "WEP-40", 2: "TKIP", 4: "CCMP", 5: "WEP-104", 6: "BIP", 8: "GCMP", 9: "GCMP-256"}
AKMS = {1: "WPA-EAP", 2: "WPA-PSK", 5: "WPA-EAP-SHA256", 6: "WPA-PSK-SHA256", 8: "SAE", 18: "OWE"}
MFP_REQUIRED, MFP_CAPABLE = 0x0040, 0x0080

Element = tuple[int, bytes]


class Malformed(ValueError):
    """Bytes that are no such element or frame."""


def pack_elements(elements: Iterable[Element]) -> bytes:
    """The elements one behind the other: number, length, content."""
    parts = []
    for number, content in elements:
        if len(content) > 255:
            raise Malformed(f"element {number} has {len(content)} bytes; 255 fit")
        parts.append(bytes((number, len(content))) + content)
    return b"".join(parts)


def parse_elements(data: bytes) -> list[Element]:
    """The elements of a frame's tail; raises Malformed when one is cut off."""
    found, at = [], 0
    while at < len(data):
        if at + 2 > len(data) or at + 2 + data[at + 1] > len(data):
            raise Malformed(f"an element is cut off at byte {at}")
        found.append((data[at], data[at + 2 : at + 2 + data[at + 1]]))
        at += 2 + data[at + 1]
    return found


@dataclass(frozen=True)
class Rsn:
    """The RSN element: how a network is protected, or how a client wants to be.

    Ciphers and AKMs are the words of CIPHERS and AKMS; `capabilities` has MFP_REQUIRED and MFP_CAPABLE among its bits.
    """

    group: str
    pairwise: tuple[str, ...]
    akms: tuple[str, ...]
    capabilities: int = 0

    @property
    def frames_protected(self) -> str:
        """Protection of management frames: off, optional or required."""
        if self.capabilities & MFP_REQUIRED:
            return "required"
        return "optional" if self.capabilities & MFP_CAPABLE else "off"

    def pack(self) -> bytes:
        """The element's content, without number and length."""
        parts = [struct.pack("<H", 1), _suite(CIPHERS, self.group)]
        for names, table in ((self.pairwise, CIPHERS), (self.akms, AKMS)):
            parts.append(struct.pack("<H", len(names)))
            parts += [_suite(table, name) for name in names]
        return b"".join([*parts, struct.pack("<H", self.capabilities)])

    @classmethod
    def parse(cls, content: bytes) -> Rsn:
        """Read an element's content; what follows the capabilities is not looked at."""
        if len(content) < 8 or struct.unpack_from("<H", content)[0] != 1:
            raise Malformed("no RSN element of version 1")
        at, lists = 6, []
        for table in (CIPHERS, AKMS):
            (count,) = _number(content, at)
            lists.append(tuple(_name(table, content, at + 2 + 4 * one) for one in range(count)))
            at += 2 + 4 * count
        return cls(_name(CIPHERS, content, 2), lists[0], lists[1], _number(content, at)[0])


def _suite(table: dict[int, str], name: str) -> bytes:
    for number, known in table.items():
        if known == name:
            return _RSN_OUI + bytes((number,))
    raise Malformed(f"{name} is none of {', '.join(table.values())}")


def _name(table: dict[int, str], content: bytes, at: int) -> str:
    suite = content[at : at + 4]
    if len(suite) < 4:
        raise Malformed("the RSN element is cut off")
    known = table.get(suite[3]) if suite[:3] == _RSN_OUI else None
    return known or suite.hex("-")


def _number(content: bytes, at: int) -> tuple[int]:
    if at + 2 > len(content):
        raise Malformed("the RSN element is cut off")
    return struct.unpack_from("<H", content, at)


@dataclass(frozen=True)
class Announced:
    """What a beacon or probe response says of a network; `rsn` is None when it is open."""

    ssid: str
    country: str | None
    rsn: Rsn | None
    wpa1: bool
    push_button: bool

    @classmethod
    def of(cls, elements: Iterable[Element]) -> Announced:
        """Read the elements of one beacon or probe response."""
        ssid, country, rsn, makers = "", None, None, set()
        for number, content in elements:
            if number == SSID:
                ssid = content.decode(errors="replace")
            elif number == COUNTRY:
                country = content[:2].decode("ascii", errors="replace")
            elif number == RSN:
                rsn = Rsn.parse(content)
            elif number == VENDOR:
                makers.add(content[:4])
        return cls(ssid, country, rsn, _MICROSOFT_OUI + _WPA1 in makers, _MICROSOFT_OUI + _WPS in makers)
