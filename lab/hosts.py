"""The hosts and switches of the lab's inventory, as the lab needs them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from lab.paths import ROOT
from lab.state import State
from truongluy import inventory
from truongluy.inventory import Device, Inventory
from truongluy.inventory.classes import IMPORTED

INVENTORY = ROOT / "inventories" / "lab"
DELIVERED = ROOT / "lab" / "delivered"
"""The state each device is delivered in, as a script for its shell."""

_SIMULATED = {"cisco_ios": "switch", "cisco_roomos": "endpoint"}
# Radios are simulated by a kernel, which a container does not have.
_VIRTUAL = frozenset({"hostapd"})


@dataclass(frozen=True)
class Host:
    """One machine to bring up: `kind` is `host`, `bare` or `openwrt` (containers), `switch` or `endpoint`
    (simulated), `vm`, or `reported`.

    A reported device is a report and nothing else: its platform can't run here.
    """

    name: str
    address: str
    kind: str
    platform: str = "debian"


def devices() -> list[Host]:
    """Every device of the lab's inventory; raises InputError when the inventory is wrong."""
    found = inventory.load(INVENTORY).devices.values()
    return [Host(device.name, device.address, _kind(device), device.platform) for device in found]


def recorded(state: State) -> list[Host]:
    """The devices of a lab that is up, without those that were left out."""
    left_out = state.get("left_out", ())
    return [Host(**device) for device in state.get("devices", []) if device["name"] not in left_out]


def without(found: Inventory, names: Collection[str]) -> Inventory:
    """The inventory in which some devices are described and not there."""
    idle = {name: device for name, device in found.devices.items() if name in names}
    systems = {
        stem: replace(system, devices=tuple(name for name in system.devices if name not in idle))
        for stem, system in found.systems.items()
    }
    there = {name: device for name, device in found.devices.items() if name not in idle}
    return replace(found, devices=there, systems=systems, not_deployed={**found.not_deployed, **idle})


def _kind(device: Device) -> str:
    """A host that nobody set up (it has no script of its own in `delivered/`) starts bare: no Python, no account of
    ours; the day-0 bootstrap has to make it ours."""
    if device.platform in _SIMULATED:
        return _SIMULATED[device.platform]
    if device.platform in _VIRTUAL:
        return "vm"
    if device.platform in IMPORTED:
        return "reported"
    if device.platform == "openwrt":
        return "openwrt"
    return "host" if (DELIVERED / f"{device.name}.sh").is_file() else "bare"
