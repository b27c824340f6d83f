"""The inventory as pyinfra wants it: one list per group, read by our own reader.

`pyinfra inventories/for_pyinfra.py ...`; the environment variable TRUONGLUY_INVENTORY names another folder
than `inventories/lab`. Hosts are reached by name, through `--data ssh_config_file=FILE`.
"""

import datetime
import os
from pathlib import Path

import truongluy
from truongluy import inventory
from truongluy.inventory.classes import GROUPS


def _hosts(group: str) -> list[tuple[str, dict]]:
    root = Path(truongluy.__file__).parents[1]
    network = inventory.load(Path(os.environ.get("TRUONGLUY_INVENTORY", root / "inventories" / "lab")))
    return [
        (
            device.name,
            {key: _plain(value) for key, value in device.attributes.items()} | {"level": device.level},
        )
        for device in network.devices.values()
        if device.device_class == GROUPS[group]
    ]


def _plain(value: object) -> object:
    """Dates as text: pyinfra prints host data as JSON."""
    return value.isoformat() if isinstance(value, datetime.date) else value


servers = _hosts("servers")
switches = _hosts("switches")
workstations = _hosts("workstations")
tablets = _hosts("tablets")
wifi_aps = _hosts("wifi_aps")
meeting_rooms = _hosts("meeting_rooms")
