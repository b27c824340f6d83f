"""Gives every host what values_for says of it, so that roles set what checks will judge."""

from __future__ import annotations

import json
import os
from datetime import date
from functools import lru_cache
from pathlib import Path

from ansible.errors import AnsibleParserError
from ansible.inventory.host import Host
from ansible.plugins.vars import BaseVarsPlugin
from ansible.template import trust_as_template

from truongluy import inventory as inventory_of
from truongluy import policy as policy_of
from truongluy import values
from truongluy.dates import today
from truongluy.inventory import rooms, wifi
from truongluy.inventory.rules_organisation import RADIUS_SERVER
from truongluy.verdict import InputError

DOCUMENTATION = """
name: truongluy_policy
short_description: Values of the policy for each host
description:
  - C(policy) holds the value of every parameter of every control that speaks of the host.
  - C(wifi) is what an access point puts on the air; C(radius_clients) are those a RADIUS server answers.
  - >-
    C(wifi_secrets) is looked up when a task uses it, which then says C(no_log); write C(wifi_secrets['keys']), since
    C(.keys) is a method of every mapping. A first task without C(no_log) that only asserts C(wifi_secrets | length > 0)
    lets people read what is wrong with the file.
  - C(conference) is what the equipment of a meeting room, or a server of meetings, needs to know; empty for others.
  - C(room_secrets) is the same for the equipment and the servers of meeting rooms.
  - C(site_zones), C(services), C(administrators) and C(allowed_ports) come from the inventory.
options: {}
"""


class VarsModule(BaseVarsPlugin):
    """Host variables from inventory and policy as of TRUONGLUY_AS_OF (today unless set)."""

    REQUIRES_ENABLED = True

    def get_vars(self, loader, path, entities):
        """Variables of one host; groups get none."""
        super().get_vars(loader, path, entities)
        # Ansible asks with no entity at all when a task is delegated to a host outside the inventory.
        given = entities if isinstance(entities, list) else [entities]
        root = _root_of(Path(path))
        if root is None or not given or not isinstance(given[0], Host):
            return {}
        try:
            return _vars_of(str(root), given[0].name)
        except InputError as problem:
            raise AnsibleParserError(str(problem)) from None


def _root_of(path: Path) -> Path | None:
    for folder in (path, *path.parents):
        if (folder / "organisation.yml").is_file():
            return folder
    return None


@lru_cache(maxsize=4)
def _read(root: str):
    return inventory_of.load_once(Path(root)), policy_of.load()


@lru_cache(maxsize=4096)
def _vars_of(root: str, name: str):
    inventory, policy = _read(root)
    device = inventory.devices.get(name)
    if device is None:
        return {}
    on = date.fromisoformat(os.environ["TRUONGLUY_AS_OF"]) if os.environ.get("TRUONGLUY_AS_OF") else today()
    resolve = values.inventory_value
    return {
        "policy": values.plain(values.values_for(inventory, policy, device, on)),
        "site_zones": [
            {
                "id": z.id,
                "vlan": z.vlan,
                "subnet": str(z.subnet),
                "gateway": str(z.gateway),
                "purpose": z.purpose,
            }
            for z in inventory.sites[device.site].zones.values()
        ],
        "services": {name: values.addresses(inventory, name) for name in inventory.services},
        "administrators": inventory.administrators,
        "allowed_ports": {
            "tcp": resolve(inventory, policy, device, "device.allowed_tcp_ports"),
            "udp": resolve(inventory, policy, device, "device.allowed_udp_ports"),
        },
        "security_level": device.level,
        "conference": rooms.plain(inventory, device),
        **_wifi_vars(root, inventory, device),
        **_room_vars(root, device),
    }


def _wifi_vars(root, inventory, device):
    """`wifi` for an access point, `radius_clients` for a server that authenticates them, `wifi_secrets` for both."""
    if device.device_class == "wifi_ap":
        found = {"wifi": wifi.plain(inventory, device)}
    elif RADIUS_SERVER in device.functions:
        clients = wifi.radius_clients(inventory, device)
        found = {"radius_clients": [{"name": client.name, "address": client.address} for client in clients]}
    else:
        return {}
    return found | {"wifi_secrets": _looked_up("truongluy_wifi_secrets", root, device)}


def _room_vars(root, device):
    """`room_secrets` for the equipment of a meeting room, and for the servers that such equipment uses."""
    serves = set(rooms.SERVICE_FUNCTIONS.values()) & set(device.functions)
    if device.device_class != rooms.MEETING_ROOM and not serves:
        return {}
    return {"room_secrets": _looked_up("truongluy_room_secrets", root, device)}


def _looked_up(plugin, root, device):
    """Looked up where a task uses it: no dump of variables and no other task ever holds a secret."""
    return trust_as_template(
        f"{{{{ lookup('{plugin}', {json.dumps(device.name)}, inventory={json.dumps(root)}) }}}}"
    )
