"""VLANs and what guards them: spanning tree, DHCP snooping, ARP inspection."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.cisco_ios.source import running
from truongluy.facts.cisco_ios.tree import Line, numbers

_MODES = {"rapid-pvst": "rapid_per_vlan", "pvst": "per_vlan", "mst": "multiple"}
_OWN_MODES = ("transparent", "off")


def vlan_names(root: Line) -> dict[int, str]:
    """VLAN number to its name; the default VLAN is always there though the configuration does not show it."""
    found = {1: "default"}
    for line in root.under("vlan"):
        words = line.text.split()
        if len(words) == 2 and re.fullmatch(r"[\d,-]+", words[1]):
            for number in numbers(words[1]):
                found[number] = line.value("name") or f"VLAN{number:04d}"
    return found


def switched(root: Line, command: str) -> list[int]:
    """VLANs named by a command that may stand on several lines, such as `ip dhcp snooping vlan`."""
    found: set[int] = set()
    for words in root.values(command):
        found.update(numbers(words) if re.fullmatch(r"[\d,-]+", words) else [])
    return sorted(found)


def vlans(answers: Answers) -> list[dict[str, Any]]:
    """Each VLAN with what guards it; the default VLAN is left out."""
    root = running(answers)
    snooped = switched(root, "ip dhcp snooping vlan") if root.has("ip dhcp snooping") else []
    inspected = switched(root, "ip arp inspection vlan")
    names = vlan_names(root)
    return [
        {
            "id": number,
            "name": names[number],
            "dhcp_guarded": number in snooped,
            "arp_guarded": number in inspected,
        }
        for number in sorted(names)
        if number != 1
    ]


def vlan_ids(answers: Answers) -> list[int]:
    """VLAN numbers, the default VLAN left out."""
    return [vlan["id"] for vlan in vlans(answers)]


def vlan_names_present(answers: Answers) -> list[str]:
    """VLAN names, the default VLAN left out."""
    return sorted(vlan["name"] for vlan in vlans(answers))


def vlan_database(answers: Answers) -> dict[str, Any]:
    """Whether other switches may rewrite our VLANs; None when the configuration does not say (then they may)."""
    mode = running(answers).value("vtp mode")
    return {"written_by_others": mode.split()[0] not in _OWN_MODES if mode else None}


def spanning_tree(answers: Answers) -> dict[str, Any]:
    """Mode, and whether every edge port is guarded by default."""
    root = running(answers)
    mode = root.value("spanning-tree mode")
    guarded = root.has("spanning-tree portfast bpduguard default") or root.has(
        "spanning-tree portfast edge bpduguard default"
    )
    return {"mode": _MODES.get(mode, mode) if mode else None, "edge_guard_default": guarded}


def dhcp_snooping(answers: Answers) -> dict[str, Any]:
    """DHCP snooping: on, on which VLANs."""
    root = running(answers)
    return {"enabled": root.has("ip dhcp snooping"), "vlans": switched(root, "ip dhcp snooping vlan")}


def arp_inspection(answers: Answers) -> dict[str, Any]:
    """ARP inspection: on which VLANs, what is validated besides."""
    root = running(answers)
    return {
        "vlans": switched(root, "ip arp inspection vlan"),
        "validates": sorted((root.value("ip arp inspection validate") or "").split()),
    }


READERS: dict[str, Callable[[Answers], Any]] = {
    "vlans": vlans,
    "vlan_ids": vlan_ids,
    "vlan_names": vlan_names_present,
    "vlan_database": vlan_database,
    "spanning_tree": spanning_tree,
    "dhcp_snooping": dhcp_snooping,
    "arp_inspection": arp_inspection,
}
