"""What the tests on the air share: the school's networks as intended, its secrets, and a session into its air."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lab.air import networks
from lab.air.session import Air
from truongluy.access import ca_for, ssh_config_for
from truongluy.certificates import SERVER, Authority, Store, client_name
from truongluy.inventory import Device, Inventory
from truongluy.inventory.wifi import Network, networks_of
from truongluy.wifi_secrets import WifiSecrets

AP = "ap-school-01"
BANDS = ("2.4GHz", "5GHz")
# The computer behind the access point's cable (lab/access_points.py).
STAFF_COMPUTER = "10.99.31.50"
PATIENCE_SECONDS = 15


@dataclass(frozen=True)
class Seen:
    """A client as the access point's kernel sees it: on which interface, in which bridge, with what."""

    interface: str
    bridge: str
    facts: dict[str, str]


class Scene:
    """One access point with its clients."""

    def __init__(self, inventory: Inventory, device: Device, air: Air, secrets: WifiSecrets) -> None:
        self.inventory, self.device, self.air, self.secrets = inventory, device, air, secrets
        self.site = inventory.sites[device.site]
        self.networks = networks_of(inventory, device)

    def network(self, wlan: str, band: str = "2.4GHz") -> Network:
        """A WLAN on one band."""
        return next(one for one in self.networks if (one.id, one.band) == (wlan, band))

    def vlan(self, zone: str) -> int:
        """The VLAN of a zone of the school."""
        return self.site.zones[zone].vlan

    def gateway(self, zone: str) -> str:
        """The gateway of a zone."""
        return str(self.site.zones[zone].gateway)

    def give_address(self, client: str, zone: str, last: int) -> str:
        """Give a client an address of a zone; returns it."""
        address = f"{self.gateway(zone).rpartition('.')[0]}.{last}"
        self.air.do("address", netns=client, address=f"{address}/24")
        return address

    def route(self, *words: str) -> None:
        """Send what sta1 has for other zones and the access point this way (in the words of `ip route`)."""
        for target in ("10.99.0.0/16", f"{self.device.address}/32"):
            self.air.run("ip", "route", "replace", target, *words, client="sta1")

    def mac(self, client: str) -> str:
        """The MAC address of a client."""
        return str(self.air.do("mac", netns=client))

    def frequencies(self, network: Network) -> list[int]:
        """Where a network is."""
        return [networks.frequency(network.band, network.channel)]

    # --- joining

    def join_devices(self, client: str = "sta1", key: str | None = None, **more: str) -> dict[str, Any]:
        """Join the network of the devices."""
        network = self.network("devices")
        own = self.secrets.keys[self.device.site]["devices"]
        return self.air.join(
            client, networks.sae(network.ssid, key or own, self.frequencies(network), **more)
        )

    def join_guests(self, client: str = "sta1", band: str = "2.4GHz") -> dict[str, Any]:
        """Join the guests' network."""
        network = self.network("guests", band)
        return self.air.join(client, networks.owe(network.ssid, self.frequencies(network)))

    def join_account(
        self, account: str, password: str | None = None, client: str = "sta1", band: str = "2.4GHz"
    ) -> dict[str, Any]:
        """Join the network of accounts with PEAP."""
        network = self.network("accounts", band)
        known = self.secrets.accounts[self.device.site].get(account)
        password = password or (known.password if known else "")
        settings = networks.peap(network.ssid, account, password, self.radius_name, self.frequencies(network))
        return self.air.join(client, settings, {"ca_cert": self.authority})

    def join_certificate(
        self, authority: Authority, account: str, server: str | None = None, client: str = "sta1"
    ) -> dict[str, Any]:
        """Join the network of accounts with a certificate that this authority issues now."""
        name, network = client_name(account, self.device.site), self.network("accounts")
        authority.issue_client(account, self.device.site)
        files = {
            "ca_cert": self.authority,
            "client_cert": authority.store.certificate_of("client", name).read_text(),
            "private_key": authority.store.key_of("client", name).read_text(),
        }
        settings = networks.tls(network.ssid, name, server or self.radius_name, self.frequencies(network))
        return self.air.join(client, settings, files)

    @cached_property
    def store(self) -> Store:
        """The lab's own certificate authority."""
        return Store(ca_for(self.inventory))

    @cached_property
    def authority(self) -> str:
        """The authority's certificate, which clients trust."""
        return self.store.certificate.read_text()

    @cached_property
    def radius_name(self) -> str:
        """The name in the RADIUS server's certificate."""
        return next(one.name for one in self.store.issued() if one.kind == SERVER and not one.revoked)

    # --- the access point's own view

    def interface_of(self, bssid: str) -> str:
        """The access point's interface that carries a BSSID."""
        return next(name for name, address in self._interfaces() if address == bssid)

    def seen(self, client: str, bssid: str) -> Seen | None:
        """A client as the access point sees it now on one of its networks; None when it knows none."""
        mac, interface = self.mac(client), self.interface_of(bssid)
        text = self.air.run("iw", "dev", interface, "station", "get", mac, ok=())
        if f"Station {mac}" not in text:
            return None
        facts = dict(re.findall(r"^\s*([^:\n]+):\s*(.*)$", text, re.M))
        bridge = self._master(interface)
        if not bridge:  # RADIUS chose: the kernel names the VLAN only to hostapd
            told = self.air.run("hostapd_cli", "-p", "/run/hostapd", "-i", interface, "sta", mac)
            vlan = re.search(r"^vlan_id=(\d+)$", told, re.M)
            bridge = self._master(f"{self.device.attributes['uplink']}.{vlan[1]}") if vlan else ""
        return Seen(interface, bridge, facts)

    def _interfaces(self) -> list[tuple[str, str]]:
        """Name and address of the interfaces that beacon; those of single VLANs bear the same address."""
        text = self.air.run("iw", "dev")
        return re.findall(r"Interface (\S+)\n(?:\t\t.*\n)*?\t\taddr (\S+)\n(?:\t\t.*\n)*?\t\ttype AP\n", text)

    def _master(self, interface: str) -> str:
        shown = json.loads(self.air.run("ip", "-j", "link", "show", "dev", interface))
        return str(shown[0].get("master", ""))

    # --- the RADIUS server's view

    def radius_says(self, since: float, wanted: Callable[[str], bool]) -> str:
        """The first line of the RADIUS server's log since a time (epoch) that is wanted; its last lines if none comes."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        lines: list[str] = []
        while True:
            lines = self._radius_log(since)
            found = next((line for line in lines if wanted(line)), None)
            if found or time.monotonic() > deadline:
                return found or "nothing of the kind; last: " + " / ".join(lines[-3:])
            time.sleep(0.5)

    def _radius_log(self, since: float) -> list[str]:
        words = f"sudo -n journalctl --no-pager -o cat -t radiusd -t freeradius --since @{int(since)}"
        done = subprocess.run(
            ["ssh", "-F", str(ssh_config_for(self.inventory)), "log-01", words],
            capture_output=True, text=True, timeout=30, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return done.stdout.splitlines()


def foreign_authority(folder: Path) -> Authority:
    """Another authority, as anybody can make one."""
    return Authority.create(folder / "foreign-ca", "Somebody else (example)")


def joined(outcome: dict[str, Any]) -> str:
    """The BSSID that a client joined; fails with what happened instead."""
    assert outcome["state"] == "connected", outcome
    return str(outcome["bssid"])
