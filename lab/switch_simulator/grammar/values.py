"""The value types that a grammar file may name, each turning a typed word into its canonical spelling."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

PORTS = 28
KINDS = ("GigabitEthernet", "FastEthernet", "Vlan", "Port-channel", "Loopback")
_INTERFACE = re.compile(r"([A-Za-z-]+)(\d+(?:/\d+)*)$")


def address(word: str) -> str | None:
    """A dotted IPv4 address."""
    try:
        return str(ipaddress.IPv4Address(word))
    except ValueError:
        return None


def mask(word: str) -> str | None:
    """A contiguous network mask."""
    try:
        value = int(ipaddress.IPv4Address(word))
    except ValueError:
        return None
    inverted = value ^ 0xFFFFFFFF
    return word if inverted & (inverted + 1) == 0 else None


def interface(word: str) -> str | None:
    """An interface name, abbreviated or whole: gi1/0/3 -> GigabitEthernet1/0/3."""
    found = _INTERFACE.match(word)
    if not found:
        return None
    kinds = [kind for kind in KINDS if kind.lower().startswith(found[1].lower())]
    if len(kinds) != 1 or not _exists(kinds[0], found[2]):
        return None
    return kinds[0] + found[2]


def _exists(kind: str, number: str) -> bool:
    if kind == "GigabitEthernet":
        parts = number.split("/")
        return len(parts) == 3 and parts[:2] == ["1", "0"] and 1 <= int(parts[2]) <= PORTS
    if "/" in number:
        return False
    last = {"FastEthernet": 0, "Vlan": 4094, "Port-channel": 24, "Loopback": 65535}[kind]
    first = 1 if kind in ("Vlan", "Port-channel") else 0
    return first <= int(number) <= last


def vlan_numbers(word: str) -> list[int] | None:
    """The VLAN numbers of a list such as 10,20-22; None if it is not one."""
    numbers: set[int] = set()
    for part in word.split(","):
        found = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part)
        if not found:
            return None
        low, high = int(found[1]), int(found[2] or found[1])
        if not 1 <= low <= high <= 4094 or (found[2] and low == high):
            return None
        numbers.update(range(low, high + 1))
    return sorted(numbers)


def vlan_text(numbers: list[int] | set[int]) -> str:
    """The shortest list for these numbers, as the device prints it (two neighbours are a comma pair)."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    texts = []
    for low, high in runs:
        texts.append(str(low) if low == high else f"{low},{high}" if high == low + 1 else f"{low}-{high}")
    return ",".join(texts)


def vlan_list(word: str) -> str | None:
    """A list of VLAN numbers in its shortest form."""
    numbers = vlan_numbers(word)
    return vlan_text(numbers) if numbers else None


def _pattern(expression: str, change: Callable[[str], str] = str) -> Callable[[str], str | None]:
    compiled = re.compile(expression)
    return lambda word: change(word) if compiled.fullmatch(word) else None


# Order is preference: when a word fits several types the first named here wins, as on the device.
TYPES: dict[str, Callable[[str], str | None]] = {
    "MASK": mask,
    "IP": address,
    "MAC": _pattern(r"[0-9a-fA-F]{4}(\.[0-9a-fA-F]{4}){2}", str.lower),
    "INTERFACE": interface,
    "VLANS": vlan_list,
    "PERCENT": _pattern(r"(100|\d{1,2})(\.\d{1,2})?", lambda word: f"{float(word):.2f}"),
    "MD5HASH": _pattern(r"\$1\$[./0-9A-Za-z]{1,8}\$[./0-9A-Za-z]{22}"),
    "PBKDF2HASH": _pattern(r"\$8\$[./0-9A-Za-z]{14}\$[./0-9A-Za-z]{43}"),
    "SCRYPTHASH": _pattern(r"\$9\$[./0-9A-Za-z]{14}\$[./0-9A-Za-z]{43}"),
    "HIDDEN": _pattern(r"(0\d|1[0-5])([0-9A-Fa-f]{2}){1,64}", str.upper),
    "CLOCK": _pattern(r"([01]?\d|2[0-3]):[0-5]\d"),
    "HEX": _pattern(r"[0-9A-Fa-f]+"),
    "HOSTNAME": _pattern(r"[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]|[A-Za-z]"),
    "OID": _pattern(r"[A-Za-z][A-Za-z0-9]*(\.\d+)*|\d+(\.\d+)+"),
    "WORD": str,
    "LINE": str,
}
PREFERENCE = {name: place for place, name in enumerate(["RANGE", *TYPES])}


def canonical(kind: str, word: str) -> str | None:
    """The canonical spelling of `word` as type `kind` (a name of TYPES, or a range '<low-high>')."""
    if kind.startswith("<"):
        bounds = re.fullmatch(r"<(-?\d+)-(-?\d+)>", kind)
        assert bounds, kind
        if not re.fullmatch(r"-?\d{1,10}", word) or not int(bounds[1]) <= int(word) <= int(bounds[2]):
            return None
        return str(int(word))
    return TYPES[kind](word)


def preference(kind: str) -> int:
    """The rank of a type among types: a smaller one is tried first."""
    return PREFERENCE["RANGE" if kind.startswith("<") else kind]
