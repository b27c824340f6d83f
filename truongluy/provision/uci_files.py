"""What an OpenWrt access point's files should be, and what differs from those it has.

Values come from `values_for`, as for every role; only what the hardware alone knows is kept from the device.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from truongluy import values, wifi_secrets
from truongluy.access import ROOT
from truongluy.facts.openwrt.files import FOLDER, SECRET
from truongluy.facts.openwrt.uci import Section, UciError, of_type, parse, quoted, render
from truongluy.inventory import Device, Inventory, wifi
from truongluy.policy import Policy
from truongluy.verdict import InputError, Problem, Text

TEMPLATES = ROOT / "playbooks" / "openwrt"
FILES = ("wireless", "network", "firewall", "system", "dropbear", "uhttpd")
# Only the hardware knows these; whatever else a radio has is set by us, or left out.
_OF_RADIO = ("type", "path", "phy", "macaddr", "htmode", "hwmode", "cell_density", "antenna_gain")
_OF_NETWORK = ("globals", "switch", "switch_vlan", "atm-bridge")
_OF_SYSTEM = ("led", "gpio_switch", "rngd", "imm")
_SECRET = re.compile(rf"^(?P<keep>\s*(?:option|list)\s+{SECRET}\s+)(?P<value>'.*')$")


@dataclass(frozen=True)
class Wanted:
    """The text of each file as it should be; a mark stands for each secret where text is shown."""

    files: Mapping[str, str] = field(repr=False)

    def changed(self, now: Mapping[str, str]) -> list[str]:
        """The files that differ from those there are now (absent: not in `now`)."""
        return [name for name, text in self.files.items() if now.get(name) != text]

    def diff(self, name: str, now: Mapping[str, str]) -> str:
        """How a file will change; equal secrets have equal marks, and no more is told of them."""
        marks: dict[str, str] = {}
        before, after = masked(now.get(name, ""), marks), masked(self.files[name], marks)
        place = f"{FOLDER}/{name}"
        lines = difflib.unified_diff(before, after, place, place, "now", "wanted", lineterm="")
        return "\n".join(lines)


def wanted(
    inventory: Inventory,
    policy: Policy,
    device: Device,
    on: date,
    now: Mapping[str, str],
    templates: Path = TEMPLATES,
) -> Wanted:
    """The files of an access point on a day; raises InputError when a secret is missing or a radio is not there."""
    given = _values(inventory, policy, device, on) | {"kept": _kept(device, now)}
    engine = Environment(
        loader=FileSystemLoader(templates), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        autoescape=False, keep_trailing_newline=True,
    )  # fmt: skip
    engine.filters |= {"uci": lambda value: quoted(str(value)), "name": lambda text: re.sub(r"\W", "_", text)}
    found = {name: engine.get_template(f"{name}.j2").render(given).rstrip("\n") + "\n" for name in FILES}
    for name, text in found.items():
        parse(text, f"{name}.j2")
    return Wanted(found)


def masked(text: str, marks: dict[str, str]) -> list[str]:
    """The lines of a file with a mark for each secret; `marks` remembers them, so that a change is seen as one.

    A file that nobody can read, by a broken quote, is told by its number of lines only.
    """
    try:
        parse(text)
    except UciError as broken:
        return [f"# {len(text.splitlines())} dòng không đọc được / lines that can't be read: {broken.text}"]
    return [_marked(line, marks) for line in render(parse(text)).splitlines()]


def _marked(line: str, marks: dict[str, str]) -> str:
    found = _SECRET.match(line)
    if found is None:
        return line
    mark = marks.setdefault(found["value"], f"'<secret {len(marks) + 1}>'")
    return found["keep"] + mark


def _values(inventory: Inventory, policy: Policy, device: Device, on: date) -> dict[str, Any]:
    policy_values = values.plain(values.values_for(inventory, policy, device, on))
    zone = inventory.sites[device.site].zones[device.zone]
    subnet = ipaddress.ip_network(zone.subnet)
    return {
        "device": device.name,
        "address": device.address,
        "management": {"vlan": zone.vlan, "gateway": str(zone.gateway), "netmask": str(subnet.netmask)},
        "wifi": wifi.plain(inventory, device),
        "wifi_secrets": wifi_secrets.load(inventory).for_device(inventory, device),
        "services": {name: values.addresses(inventory, name) for name in inventory.services},
        "idle_seconds": policy_values["access_point_idle_sessions_close"]["seconds"],
        "rekey_seconds": policy_values["wifi_group_keys_renewed"]["seconds"],
    }


def _kept(device: Device, now: Mapping[str, str]) -> dict[str, Any]:
    """What stays of the present files: the hardware's own settings."""
    wireless = _read(device, now, "wireless")
    there = {one.name or "": one for one in of_type(wireless, "wifi-device")}
    radios = {}
    for radio in wifi.radios_of(device):
        if radio.name not in there:
            raise InputError([_no_radio(device, radio.name, there)])
        own = there[radio.name]
        radios[radio.name] = {name: own.get(name) for name in _OF_RADIO if name in own.options}
    return {
        "radios": radios,
        "network": _sections(_read(device, now, "network"), _OF_NETWORK),
        "system": _sections(_read(device, now, "system"), _OF_SYSTEM),
    }


def _sections(sections: list[Section], kinds: tuple[str, ...]) -> str:
    return render(one for one in sections if one.type in kinds)


def _read(device: Device, now: Mapping[str, str], name: str) -> list[Section]:
    """A present file; one that is broken is refused, since what the hardware needs can't be told from it."""
    try:
        return parse(now.get(name, ""), f"{device.name}:{FOLDER}/{name}")
    except UciError as broken:
        raise InputError([broken.problem()]) from None


def _no_radio(device: Device, name: str, there: Mapping[str, Section]) -> Problem:
    names = ", ".join(there) or "-"
    return Problem(
        f"hosts/{device.site}.yml", 0,
        Text(f"{device.name}: thiết bị không có bộ phát sóng '{name}'", f"{device.name}: the device has no radio '{name}'"),
        Text(f"thiết bị có: {names}", f"the device has: {names}"),
        Text("sửa `radios`, hoặc chạy `wifi config` trên thiết bị", "mend `radios`, or run `wifi config` on the device"),
    )  # fmt: skip
