"""Wi-Fi as intended: the WLANs of each unit, the radios of each access point, and what goes on the air."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from truongluy.inventory.source import Source

if TYPE_CHECKING:
    from truongluy.inventory.model import Device, Inventory, Zone

COUNTRY = "VN"
"""The regulatory domain of every radio."""

CHANNELS: Mapping[str, frozenset[int]] = {
    "2.4GHz": frozenset(range(1, 14)),
    "5GHz": frozenset((*range(36, 65, 4), *range(100, 145, 4), *range(149, 166, 4))),
}
"""Band -> channels that may be used in Viet Nam."""

ENTERPRISE, OLD_DEVICES = "enterprise", "wpa2-psk"
WITH_PASSPHRASE = ("sae", OLD_DEVICES)
"""Kinds of security in which everybody shares one passphrase."""

BY_ACCOUNT = "by-account"
"""What a plan says in place of a zone where RADIUS chooses the zone of each account."""


@dataclass(frozen=True)
class Wlan:
    """One Wi-Fi network of a unit; `user_zones` are those RADIUS may choose, empty when all go to `zone`.

    `until` is the last day of a network for old devices; `line` is where `file` names it.
    """

    id: str
    purpose: str
    ssid: str
    zone: str
    security: str
    bands: tuple[str, ...]
    user_zones: tuple[str, ...] = ()
    until: datetime.date | None = None
    file: str = ""
    line: int = 0

    @property
    def zones(self) -> tuple[str, ...]:
        """Ids of every zone its clients may land in."""
        return self.user_zones or (self.zone,)


@dataclass(frozen=True)
class Radio:
    """One radio of an access point; `mac` is the BSSID of its first network."""

    name: str
    band: str
    channel: int
    mac: str


@dataclass(frozen=True)
class Network:
    """One WLAN on one radio: what a client sees on the air, and the zones behind it."""

    id: str
    purpose: str
    ssid: str
    zone: str
    vlan: int
    user_zones: tuple[Zone, ...]
    security: str
    band: str
    radio: str
    channel: int
    bssid: str


def build(source: Source) -> dict[str, dict[str, Wlan]]:
    """The WLANs of an inventory whose files are all sound, by unit and id."""
    return {
        stem: {
            raw["id"]: _wlan(raw, f"wifi/{document.file.name}", document.line(("wlans", index)))
            for index, raw in enumerate(document.data["wlans"])
        }
        for stem, document in source.files_in("wifi").items()
    }


def _wlan(raw: Mapping[str, Any], file: str, line: int) -> Wlan:
    lists = {key: tuple(raw.get(key, ())) for key in ("bands", "user_zones")}
    return Wlan(**{**raw, **lists}, file=file, line=line)


def radios_of(device: Device) -> tuple[Radio, ...]:
    """The radios of an access point, in the order they are written; none for other devices."""
    return tuple(Radio(**raw) for raw in device.attributes.get("radios", ()))


def wlans_of(inventory: Inventory, device: Device) -> tuple[Wlan, ...]:
    """The WLANs that an access point carries, in its own order; none for other devices."""
    known = inventory.wlans.get(device.site, {})
    return tuple(known[name] for name in device.attributes.get("wlans", ()))


def networks_of(inventory: Inventory, device: Device) -> tuple[Network, ...]:
    """What an access point puts on the air, radio by radio; empty for other devices."""
    return tuple(
        _network(inventory, device, wlan, radio, index)
        for radio in radios_of(device)
        for index, wlan in enumerate(w for w in wlans_of(inventory, device) if radio.band in w.bands)
    )


def _network(inventory: Inventory, device: Device, wlan: Wlan, radio: Radio, index: int) -> Network:
    zones = inventory.sites[device.site].zones
    return Network(
        id=wlan.id,
        purpose=wlan.purpose,
        ssid=wlan.ssid,
        zone=wlan.zone,
        vlan=zones[wlan.zone].vlan,
        user_zones=tuple(zones[zone] for zone in wlan.user_zones),
        security=wlan.security,
        band=radio.band,
        radio=radio.name,
        channel=radio.channel,
        bssid=bssid(radio.mac, index),
    )


def bssid(mac: str, index: int) -> str:
    """The BSSID of a radio's network by its place, counted from 0; raises ValueError when the last octet is full."""
    octets = bytes.fromhex(mac.replace(":", ""))
    return ":".join(f"{octet:02x}" for octet in bytes((*octets[:5], octets[5] + index)))


def bssids(mac: str, bands: Sequence[Sequence[str]], band: str) -> list[str]:
    """The BSSIDs a radio of a band uses for WLANs with these bands; raises ValueError as `bssid` does."""
    return [bssid(mac, index) for index in range(sum(band in one for one in bands))]


def plan_line(purpose: str, security: str, band: str, zone: str) -> str:
    """One line of a plan: what is asked of a network on the air, and what was found of it, in the same words."""
    return f"{purpose} {security} {band} {zone}"


def zones_of(inventory: Inventory, device: Device) -> tuple[Zone, ...]:
    """Every zone that clients of an access point may enter, each once."""
    zones = inventory.sites[device.site].zones
    named = {zone for wlan in wlans_of(inventory, device) for zone in (wlan.zone, *wlan.user_zones)}
    return tuple(zone for name, zone in zones.items() if name in named)


def plain(inventory: Inventory, device: Device) -> dict[str, Any]:
    """All that a role or deploy needs to set up an access point, as plain data; no secret is in it."""
    return {
        "country": COUNTRY,
        "uplink": device.attributes["uplink"],
        "radios": [asdict(radio) for radio in radios_of(device)],
        "networks": [
            asdict(network) | {"user_zones": [_short(zone) for zone in network.user_zones]}
            for network in networks_of(inventory, device)
        ],
        "zones": [_short(zone) for zone in zones_of(inventory, device)],
    }


def _short(zone: Zone) -> dict[str, Any]:
    return {"id": zone.id, "vlan": zone.vlan}


def radius_clients(inventory: Inventory, server: Device) -> tuple[Device, ...]:
    """The access points that ask a RADIUS server about accounts; none when the device is no such server."""
    if server.address not in inventory.services.get("radius_servers", ()):
        return ()
    return asking_radius(inventory)


def asking_radius(inventory: Inventory) -> tuple[Device, ...]:
    """The access points that carry a network with accounts."""
    return tuple(
        device
        for device in inventory.devices.values()
        if any(wlan.security == ENTERPRISE for wlan in wlans_of(inventory, device))
    )


def account_vlans(inventory: Inventory) -> tuple[str, ...]:
    """`site vlan` for every zone that an account of a site may be sent to."""
    return tuple(
        sorted({
            f"{site} {inventory.sites[site].zones[zone].vlan}"
            for site, wlans in inventory.wlans.items()
            for wlan in wlans.values()
            if wlan.security == ENTERPRISE
            for zone in wlan.zones
        })
    )  # fmt: skip
