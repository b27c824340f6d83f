"""The secrets of Wi-Fi: passphrases, RADIUS secrets and accounts, from one private file beside the inventory.

The file is `access.wifi_secrets_for`: `keys` (unit -> WLAN -> passphrase), `radius` (access point -> secret shared with
the RADIUS server), `accounts` (unit -> name -> zone and password). No refusal says a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from truongluy import private_file
from truongluy.access import wifi_secrets_for
from truongluy.inventory import Device, Inventory, wifi
from truongluy.wifi_secrets import rules
from truongluy.yamlfile import Document


@dataclass(frozen=True)
class Account:
    """A person's Wi-Fi account: RADIUS sends who signs in with it to its zone."""

    name: str
    site: str
    zone: str
    vlan: int
    password: str = field(repr=False)


@dataclass(frozen=True)
class WifiSecrets:
    """Every Wi-Fi secret of an inventory: `keys` by unit and WLAN, `radius` by access point, `accounts` by unit and name."""

    keys: Mapping[str, Mapping[str, str]] = field(repr=False)
    radius: Mapping[str, str] = field(repr=False)
    accounts: Mapping[str, Mapping[str, Account]] = field(repr=False)

    def for_device(self, inventory: Inventory, device: Device) -> dict[str, Any]:
        """What one device may know.

        An access point: {keys: {wlan: passphrase}, radius: secret or None}. A RADIUS server:
        {clients: [{name, address, secret}], accounts: [{name, site, zone, vlan, password}]}. Others: nothing.
        """
        if device.device_class == "wifi_ap":
            own = [w.id for w in wifi.wlans_of(inventory, device) if w.security in wifi.WITH_PASSPHRASE]
            asks = device in wifi.asking_radius(inventory)
            return {
                "keys": {name: self.keys[device.site][name] for name in own},
                "radius": self.radius[device.name] if asks else None,
            }
        clients = wifi.radius_clients(inventory, device)
        if not clients:
            return {}
        return {
            "clients": [
                {"name": ap.name, "address": ap.address, "secret": self.radius[ap.name]} for ap in clients
            ],
            "accounts": [
                {"name": one.name, "site": one.site, "zone": one.zone, "vlan": one.vlan, "password": one.password}
                for accounts in self.accounts.values()
                for one in accounts.values()
            ],
        }  # fmt: skip

    def values(self) -> frozenset[str]:
        """Every secret there is: what must appear in no log, diff, evidence or report."""
        keys = (key for of_site in self.keys.values() for key in of_site.values())
        passwords = (one.password for of_site in self.accounts.values() for one in of_site.values())
        return frozenset((*keys, *self.radius.values(), *passwords))


def load(inventory: Inventory) -> WifiSecrets:
    """The Wi-Fi secrets of an inventory; raises InputError when one is missing, unfit, or of nothing we know."""
    return read(inventory, wifi_secrets_for(inventory))


def read(inventory: Inventory, file: Path) -> WifiSecrets:
    """The Wi-Fi secrets in one file; see `load`."""
    document = private_file.load(file)
    private_file.refuse(rules.check(document, inventory))
    return _build(document, inventory)


def _build(document: Document, inventory: Inventory) -> WifiSecrets:
    accounts = {
        site: {
            name: Account(name, site, raw["zone"], inventory.sites[site].zones[raw["zone"]].vlan, raw["password"])
            for name, raw in given.items()
        }
        for site, given in document.get("accounts", default={}).items()
    }  # fmt: skip
    return WifiSecrets(document.get("keys", default={}), document.get("radius", default={}), accounts)
