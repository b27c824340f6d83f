"""The hosts and switches of the lab's inventory, as the lab needs them."""

from __future__ import annotations

from dataclasses import dataclass

from lab.paths import ROOT
from truongluy import inventory
from truongluy.inventory import Device
from truongluy.inventory.classes import IMPORTED

INVENTORY = ROOT / "inventories" / "lab"

_SIMULATED = frozenset({"cisco_ios"})


@dataclass(frozen=True)
class Host:
    """One machine to bring up: `kind` is `host` or `bare` (containers), `switch` (a simulated one), or `reported`.

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


def _kind(device: Device) -> str:
    """A spare server starts bare: no Python, no account of ours; the day-0 bootstrap has to make it ours."""
    if device.platform in _SIMULATED:
        return "switch"
    if device.platform in IMPORTED:
        return "reported"
    return "bare" if device.attributes.get("state") == "spare" else "host"
