"""The normal form of what access points are: the same words whatever their make.

Readers of a platform build `Network`, `Radio` and `Heard` and keep them as plain dicts (`fact`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from truongluy.inventory.wifi import BY_ACCOUNT, plan_line

SECURITY_WORDS = (
    "open", "wep", "wpa", "wpa2-psk", "mixed-psk", "sae", "owe", "owe-transition", "enterprise", "unknown",
)  # fmt: skip
UNKNOWN = "unknown"
# Key management by family, in hostapd's names. A network that offers two families is as weak as the weaker one.
EVERYBODY = "0.0.0.0/0"
"""What `management.sources` holds where administration is let in from anywhere."""

_WEB_PORTS = {80, 443, 8000, 8008, 8080, 8081, 8443, 8888}

_FAMILIES = {
    "psk": ("WPA-PSK", "WPA-PSK-SHA256", "FT-PSK"),
    "sae": ("SAE", "FT-SAE", "SAE-EXT-KEY", "FT-SAE-EXT-KEY"),
    "owe": ("OWE",),
    "enterprise": (
        "WPA-EAP", "WPA-EAP-SHA256", "FT-EAP", "FT-EAP-SHA384", "WPA-EAP-SUITE-B", "WPA-EAP-SUITE-B-192",
        "FILS-SHA256", "FILS-SHA384", "FT-FILS-SHA256", "FT-FILS-SHA384",
    ),
}  # fmt: skip
_OF_FAMILIES = {
    frozenset({"psk"}): "wpa2-psk",
    frozenset({"sae"}): "sae",
    frozenset({"psk", "sae"}): "mixed-psk",
    frozenset({"owe"}): "owe",
    frozenset({"enterprise"}): "enterprise",
}
_MANAGEMENT_FRAMES = {0: "off", 1: "optional", 2: "required"}


@dataclass(frozen=True)
class Radio:
    """One radio; `country` is None when the device names none."""

    name: str
    band: str
    channel: int
    country: str | None
    announces_country: bool


@dataclass(frozen=True)
class Network:
    """One WLAN on one radio. `wlan` and `purpose` come from the tag that the role writes, never from the SSID.

    `zone` is the zone its clients enter; None = the account says which (`by_account`), or no bridge at all.
    """

    name: str
    wlan: str | None
    purpose: str | None
    ssid: str
    bssid: str | None
    radio: str
    band: str
    zone: str | None
    by_account: bool
    security: str
    ciphers: tuple[str, ...]
    management_frames: str
    push_button: bool
    isolated: bool
    key_length: int | None
    rekey_seconds: int | None
    radius_servers: tuple[str, ...]
    accounting_servers: tuple[str, ...]


@dataclass(frozen=True)
class Heard:
    """One BSS on the air; `own` when it is one of the listening device's."""

    bssid: str
    ssid: str
    security: str
    channel: int
    own: bool


def fact(one: Radio | Network | Heard) -> dict[str, Any]:
    """The dict that stands in facts: lists for tuples, keys in the order of the fields."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(one).items()}


def security(
    key_management: Iterable[str], *, wpa: bool, rsn: bool, wep: bool = False, owe_partner: bool = False
) -> str:
    """The word for what a network accepts, by its weakest offer.

    `wpa`, `rsn`: it offers the first version of WPA, and WPA2 or WPA3. `key_management`: hostapd's names.
    `owe_partner`: one of a pair of an open network and an encrypted one that share their clients.
    """
    if wpa:
        return "wpa"
    if not rsn:
        return "wep" if wep else ("owe-transition" if owe_partner else "open")
    names = set(key_management)
    families = {family for family, members in _FAMILIES.items() if names & set(members)}
    known = {name for members in _FAMILIES.values() for name in members}
    if not names or names - known:
        return UNKNOWN
    word = _OF_FAMILIES.get(frozenset(families), UNKNOWN)
    return "owe-transition" if word == "owe" and owe_partner else word


def management_frames(ieee80211w: int) -> str:
    """The word for 802.11w's three settings; raises ValueError for a fourth."""
    if ieee80211w not in _MANAGEMENT_FRAMES:
        raise ValueError(f"ieee80211w={ieee80211w} is none of 0, 1, 2")
    return _MANAGEMENT_FRAMES[ieee80211w]


def plan(networks: Iterable[Mapping[str, Any]]) -> list[str]:
    """'PURPOSE SECURITY BAND ZONE' of each network, sorted: what the inventory's own plan is compared with."""
    return sorted(_planned(one) for one in networks)


def _planned(network: Mapping[str, Any]) -> str:
    zone = network["zone"] or (BY_ACCOUNT if network["by_account"] else UNKNOWN)
    return plan_line(network["purpose"] or UNKNOWN, network["security"], network["band"], zone)


def zone_of(bridge: str | None) -> str | None:
    """The zone of a bridge `br-<zone>`; another bridge's name is given back as it is, and is no zone's."""
    return bridge.removeprefix("br-") if bridge else None


def channel_of(frequency: float) -> int:
    """The channel at a centre frequency in MHz; raises ValueError outside the three bands."""
    mhz = round(frequency)
    if mhz == 2484:
        return 14
    for first, last, base in ((2412, 2472, 2407), (5160, 5885, 5000), (5955, 7115, 5950)):
        if first <= mhz <= last:
            return (mhz - base) // 5
    raise ValueError(f"{frequency} MHz is no Wi-Fi channel")


def band_of(frequency: float) -> str:
    """The band of a frequency in MHz."""
    channel_of(frequency)
    return "2.4GHz" if frequency < 2500 else "5GHz" if frequency < 5900 else "6GHz"


def outward_ports(sockets: Iterable[str]) -> list[int]:
    """Ports open to other machines, of local sockets as `ADDRESS:PORT`; the loopback addresses are left out."""
    ports = set()
    for socket in sockets:
        address, _, port = socket.rpartition(":")
        if not address.split("%")[0].strip("[]").startswith(("127.", "::1")):
            ports.add(int(port))
    return sorted(ports)


def web(ports: Iterable[int]) -> bool:
    """Whether one of these ports is where a device's web pages usually are."""
    return not _WEB_PORTS.isdisjoint(ports)
