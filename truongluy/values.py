"""values_for: the only place where what we own and what the law asks meet.

Roles, pyinfra deploys and checks all take their numbers from here, so that a value that is set
and the value it is judged by can't differ.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from truongluy.inventory import Device, Inventory, rooms, wifi
from truongluy.policy import Control, Policy

SSH_PORT = 22


@dataclass(frozen=True)
class Value:
    """One value and why it is what it is; `asked` tells whether a clause in force asks its control."""

    control: str
    parameter: str
    value: Any
    because: str
    asked: bool
    verified: bool


def values_for(
    inventory: Inventory, policy: Policy, device: Device, on: date, level: int | None = None
) -> dict[str, dict[str, Value]]:
    """Every value of every control that speaks of this device, by control and parameter.

    Controls nobody asks at the device's level are there too: we harden to the whole baseline
    and judge what is asked. `level` overrides the device's own.
    """
    level = level or device.level
    found: dict[str, dict[str, Value]] = {}
    for control in policy.controls.values():
        if control.fits(device.device_class, device.functions, device.platform):
            asked = bool(policy.asked(control, level, on, device.device_class))
            found[control.id] = {
                name: Value(control.id, name, *_resolve(inventory, policy, device, control, name, level),
                            asked=asked, verified=parameter.verified)
                for name, parameter in control.parameters.items()
            }  # fmt: skip
    return found


def plain(values: Mapping[str, Mapping[str, Value]]) -> dict[str, dict[str, Any]]:
    """Only the values: what roles and checks read."""
    return {
        control: {name: value.value for name, value in given.items()} for control, given in values.items()
    }


def inventory_value(inventory: Inventory, policy: Policy, device: Device, name: str) -> Any:
    """A value a control takes from the inventory (`from_inventory: NAME`); raises LookupError when unknown."""
    root, _, rest = name.partition(".")
    if name in RESOLVERS:
        return RESOLVERS[name](inventory, policy, device)
    if root == "services":
        return addresses(inventory, rest)
    if root == "administrators":
        return inventory.administrators[rest]
    if root == "device":
        return device.attributes.get(rest)
    raise LookupError(
        f"no value '{name}' in the inventory; known: services.*, administrators.*, device.*, {', '.join(RESOLVERS)}"
    )


def addresses(inventory: Inventory, service: str) -> list[Any]:
    """What a service names; names of devices become their addresses."""
    given = inventory.services.get(service, [])
    return [inventory.devices[name].address if name in inventory.devices else name for name in given]


def _resolve(
    inventory: Inventory, policy: Policy, device: Device, control: Control, name: str, level: int
) -> tuple[Any, str]:
    parameter = control.parameters[name]
    if parameter.from_inventory:
        value = inventory_value(inventory, policy, device, parameter.from_inventory)
        return value, f"inventory: {parameter.from_inventory}"
    return parameter.at(level), f"level {level}: {parameter.source}"


def _ports(protocol: str) -> Callable[[Inventory, Policy, Device], list[int | str]]:
    def resolve(_inventory: Inventory, policy: Policy, device: Device) -> list[int | str]:
        ports = {port for function in device.functions for port in policy.functions[function][protocol]}
        # Ranges ("20000-20499") stay words, and stand last.
        every = ports | ({SSH_PORT} if protocol == "tcp" else set())
        return sorted(every, key=lambda port: (isinstance(port, str), port))

    return resolve


def _zones(inventory: Inventory, device: Device) -> list[Any]:
    return list(inventory.sites[device.site].zones.values())


def _subnets(management: bool) -> Callable[[Inventory, Policy, Device], list[str]]:
    def resolve(inventory: Inventory, _policy: Policy, device: Device) -> list[str]:
        zones = [zone for zone in _zones(inventory, device) if (zone.id == "management") == management]
        return [str(ipaddress.ip_network(zone.subnet)) for zone in zones]

    return resolve


def _port_use(port: Mapping[str, Any]) -> str:
    """What a port is for, in the words of the fact `ports`."""
    if port["mode"] == "access":
        return f"access {port['zone']}"
    return "trunk " + ",".join(sorted(port["zones"])) if port["mode"] == "trunk" else "unused"


def _port_plan(_inventory: Inventory, _policy: Policy, device: Device) -> list[str] | None:
    ports = device.attributes.get("ports")
    return sorted(f"{port['name']}: {_port_use(port)}" for port in ports) if ports else None


def _ports_in_use(_inventory: Inventory, _policy: Policy, device: Device) -> list[str] | None:
    ports = device.attributes.get("ports")
    return sorted(port["name"] for port in ports if port["mode"] != "unused") if ports else None


def _login_accounts(inventory: Inventory, _policy: Policy, device: Device) -> list[str]:
    return [*inventory.administrators["accounts"], *device.attributes.get("users", [])]


def _wifi_plan(inventory: Inventory, _policy: Policy, device: Device) -> list[str]:
    return sorted(
        wifi.plan_line(
            network.purpose,
            network.security,
            network.band,
            wifi.BY_ACCOUNT if network.user_zones else network.zone,
        )
        for network in wifi.networks_of(inventory, device)
    )


def _wifi_bssids(inventory: Inventory, _policy: Policy, device: Device) -> list[str]:
    return sorted(
        network.bssid
        for other in inventory.devices.values()
        if other.site == device.site
        for network in wifi.networks_of(inventory, other)
    )


def _guest_zones(inventory: Inventory, _policy: Policy, device: Device) -> list[str]:
    wlans = inventory.wlans.get(device.site, {}).values()
    return sorted({wlan.zone for wlan in wlans if wlan.purpose == "guests"})


RESOLVERS: dict[str, Callable[[Inventory, Policy, Device], Any]] = {
    "device.allowed_tcp_ports": _ports("tcp"),
    "device.allowed_udp_ports": _ports("udp"),
    "device.conference_hosts": lambda inventory, _policy, device: list(
        rooms.plain(inventory, device).get("hosts", [])
    ),
    "device.login_accounts": _login_accounts,
    "device.port_plan": _port_plan,
    "device.ports_in_use": _ports_in_use,
    "device.radius_clients": lambda inventory, _policy, device: sorted(
        client.address for client in wifi.radius_clients(inventory, device)
    ),
    "device.radius_vlans": lambda inventory, _policy, _device: list(wifi.account_vlans(inventory)),
    "device.wifi_by_account": lambda inventory, _policy, device: sorted(
        wlan.id for wlan in wifi.wlans_of(inventory, device) if wlan.user_zones
    ),
    "device.wifi_names": lambda inventory, _policy, device: sorted(
        wlan.ssid for wlan in wifi.wlans_of(inventory, device)
    ),
    "device.wifi_plan": _wifi_plan,
    "device.wifi_zones": lambda inventory, _policy, device: sorted(
        zone.id for zone in wifi.zones_of(inventory, device)
    ),
    "site.guest_zones": _guest_zones,
    "site.wifi_bssids": _wifi_bssids,
    "site.wifi_names": lambda inventory, _policy, device: sorted(
        wlan.ssid for wlan in inventory.wlans.get(device.site, {}).values()
    ),
    "site.vlans": lambda inventory, _policy, device: sorted(zone.vlan for zone in _zones(inventory, device)),
    "site.zones": lambda inventory, _policy, device: sorted(zone.id for zone in _zones(inventory, device)),
    "site.management_subnets": _subnets(management=True),
    "site.user_subnets": _subnets(management=False),
}
