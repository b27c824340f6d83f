"""What `iw` prints: interfaces (`iw dev`), the country in force (`iw reg get`), the air (`iw dev X scan`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from truongluy.facts.wifi import security

_CHANNEL = re.compile(r"channel (\d+) \((\d+) MHz\)")
_BSS = re.compile(r"^BSS ([0-9a-f:]{17})\b")
_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")
# A country that the kernel takes for "nobody said where we are".
_NOWHERE = ("00", "98", "99")
# Key management as iw words it -> hostapd's names; a later entry is tried first where one begins like another.
_KEY_MANAGEMENT = {
    "PSK": "WPA-PSK",
    "PSK/SHA-256": "WPA-PSK-SHA256",
    "FT/PSK": "FT-PSK",
    "SAE": "SAE",
    "FT/SAE": "FT-SAE",
    "IEEE 802.1X": "WPA-EAP",
    "IEEE 802.1X/SHA-256": "WPA-EAP-SHA256",
    "FT/IEEE 802.1X": "FT-EAP",
    "IEEE 802.1X/SUITE-B": "WPA-EAP-SUITE-B",
    "IEEE 802.1X/SUITE-B-192": "WPA-EAP-SUITE-B-192",
    "FILS/SHA-256": "FILS-SHA256",
    "FILS/SHA-384": "FILS-SHA384",
    "OWE": "OWE",
}
_WORDS = sorted(_KEY_MANAGEMENT, key=len, reverse=True)


@dataclass
class Interface:
    """One wireless interface; `frequency` in MHz, None while it isn't on a channel."""

    name: str
    address: str = ""
    kind: str = ""
    ssid: str | None = None
    channel: int | None = None
    frequency: int | None = None


@dataclass
class Bss:
    """One BSS that was heard, with the lines of its description by block (`RSN`, `WPA`, ...)."""

    bssid: str
    frequency: float = 0
    ssid: str = ""
    privacy: bool = False
    owe_partner: bool = False
    blocks: dict[str, list[str]] = field(default_factory=dict)

    def security(self) -> str:
        """The word of the normal form for what this BSS says it accepts."""
        named = [line for block in ("RSN", "WPA") for line in self.blocks.get(block, [])]
        found = {name for line in named for name in _key_management(line)}
        wpa, rsn = "WPA" in self.blocks, "RSN" in self.blocks
        return security(found, wpa=wpa, rsn=rsn, wep=self.privacy, owe_partner=self.owe_partner)


def interfaces(text: str) -> dict[str, Interface]:
    """Wireless interfaces by name."""
    found: dict[str, Interface] = {}
    current: Interface | None = None
    for line in text.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "Interface":
            current = found.setdefault(rest, Interface(rest))
        elif current is None:
            continue
        elif word == "addr":
            current.address = rest.lower()
        elif word == "type":
            current.kind = rest
        elif word == "ssid":
            current.ssid = unescaped(rest)
        elif word == "channel" and (match := _CHANNEL.search(line)):
            current.channel, current.frequency = int(match[1]), int(match[2])
    return found


def country(text: str) -> str | None:
    """The country whose rules the kernel follows; None while it follows the rules of no country."""
    match = re.search(r"^global\s*\n\s*country (\w\w):", text, flags=re.MULTILINE)
    return None if match is None or match[1] in _NOWHERE else match[1]


def heard(text: str) -> list[Bss]:
    """The BSSs of a scan, in its order."""
    found: list[Bss] = []
    block = ""
    for line in text.splitlines():
        if match := _BSS.match(line):
            found.append(Bss(match[1]))
        elif found:
            block = _describe(found[-1], line, block)
    return found


def unescaped(text: str) -> str:
    r"""A name as people write it: iw prints bytes outside ASCII, and the backslash, as \xNN."""
    raw = text.encode("utf-8", "surrogateescape")
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), raw).decode("utf-8", "replace")


def _describe(bss: Bss, line: str, block: str) -> str:
    """Take in one line of a BSS's description; the block that the next line may continue."""
    name, _, rest = line.partition(":")
    depth = len(name) - len(name.lstrip("\t"))
    name, rest = name.strip(), rest.strip()
    if depth != 1:
        bss.blocks.setdefault(block, []).append(line.strip())
        return block
    if name == "freq":
        bss.frequency = float(rest)
    elif name == "SSID":
        bss.ssid = unescaped(rest)
    elif name == "capability":
        bss.privacy = "Privacy" in rest.split()
    elif name.startswith("OWE Transition Mode"):
        bss.owe_partner = True
    else:
        bss.blocks.setdefault(name, []).append(rest)
    return name


def _key_management(line: str) -> list[str]:
    """hostapd's names of the suites in iw's line; one that iw doesn't know stays as it is, hence unknown."""
    _, mark, rest = line.partition("Authentication suites:")
    found = []
    rest = rest.strip() if mark else ""
    while rest:
        word = next((word for word in _WORDS if rest == word or rest.startswith(word + " ")), rest.split()[0])
        found.append(_KEY_MANAGEMENT.get(word, word))
        rest = rest[len(word) :].strip()
    return found
