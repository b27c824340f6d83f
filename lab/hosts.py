"""The hosts and switches of the lab's inventory, as the lab needs them."""

from __future__ import annotations

from dataclasses import dataclass

from lab.paths import ROOT
from truongluy import inventory
from truongluy.inventory import Device

INVENTORY = ROOT / "inventories" / "lab"

_SIMULATED = frozenset({"cisco_ios"})


@dataclass(frozen=True)
class Host:
    """One machine to bring up: `kind` is `host` or `bare` (containers), or `switch` (a simulated one)."""

    name: str
    address: str
    kind: str


def devices() -> list[Host]:
    """Every device of the lab's inventory; raises InputError when the inventory is wrong."""
    found = inventory.load(INVENTORY).devices.values()
    return [Host(device.name, device.address, _kind(device)) for device in found]


def _kind(device: Device) -> str:
    """A spare server starts bare: no Python, no account of ours; the day-0 bootstrap has to make it ours."""
    if device.platform in _SIMULATED:
        return "switch"
    return "bare" if device.attributes.get("state") == "spare" else "host"
