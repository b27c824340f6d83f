"""Physical ports: what each is for, and how it is guarded."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.cisco_ios.source import running
from truongluy.facts.cisco_ios.switching import vlan_names
from truongluy.facts.cisco_ios.tree import Line, numbers

PHYSICAL = re.compile(r"^interface ((?:\w*Ethernet|\w+GigE)\S+)$")


def is_port(line: Line) -> bool:
    """Whether a line opens a physical switch port (not the management port of its own)."""
    found = PHYSICAL.match(line.text)
    return bool(found) and not re.search(r"Ethernet0(/0)?$", line.text)


def ports(answers: Answers) -> list[dict[str, Any]]:
    """Every physical port with its settings as they take effect."""
    root = running(answers)
    names = vlan_names(root)
    return [_port(root, names, line) for line in root.under("interface") if is_port(line)]


def _port(root: Line, names: dict[int, str], line: Line) -> dict[str, Any]:
    mode = _mode(line)
    access = int(line.value("switchport access vlan") or 1)
    native = int(line.value("switchport trunk native vlan") or 1)
    return {
        "name": line.text.removeprefix("interface "),
        "mode": mode,
        "in_use": not line.has("shutdown"),
        "access_vlan": access if mode != "trunk" else None,
        "zone": names.get(access, f"VLAN{access:04d}") if mode != "trunk" else None,
        "native_vlan": native if mode == "trunk" else None,
        "carried_vlans": allowed_vlans(line) if mode == "trunk" else [],
        "negotiates": mode == "dynamic" or (mode == "trunk" and not line.has("switchport nonegotiate")),
        "neighbour_discovery": not (line.has("no cdp enable") or root.has("no cdp run")),
        "dhcp_trusted": line.has("ip dhcp snooping trust"),
        "arp_trusted": line.has("ip arp inspection trust"),
        **_edge(root, line),
        **_limits(line),
    }


def _mode(line: Line) -> str:
    if line.has("no switchport"):
        return "routed"
    words = (line.value("switchport mode") or "dynamic auto").split()
    return words[0]


def allowed_vlans(line: Line) -> list[int] | None:
    """VLANs a trunk carries; None when it carries every VLAN, as it does unless the configuration limits it."""
    found: set[int] | None = None
    for words in line.values("switchport trunk allowed vlan"):
        if words in ("all", "none"):
            found = None if words == "all" else set()
        elif words.startswith("add "):
            found = (found or set()) | set(numbers(words[4:]))
        else:
            found = set(numbers(words))
    return None if found is None else sorted(found)


def _edge(root: Line, line: Line) -> dict[str, Any]:
    """Whether end devices are served at once, and whether a switch in their place shuts the port."""
    by_default = root.has("spanning-tree portfast default") or root.has("spanning-tree portfast edge default")
    edge = by_default or line.has("spanning-tree portfast") or line.has("spanning-tree portfast edge")
    if line.has("spanning-tree portfast disable"):
        edge = False
    default_guard = root.has("spanning-tree portfast bpduguard default") or root.has(
        "spanning-tree portfast edge bpduguard default"
    )
    guarded = line.has("spanning-tree bpduguard enable") or (edge and default_guard)
    return {"edge": edge, "edge_guarded": guarded and not line.has("spanning-tree bpduguard disable")}


def _limits(line: Line) -> dict[str, Any]:
    """Address limit (number, what happens on the next one) and the storm limits in percent."""
    limited = line.has("switchport port-security")
    maximum = line.value("switchport port-security maximum")
    broadcast, multicast = (
        line.value("storm-control broadcast level"),
        line.value("storm-control multicast level"),
    )
    return {
        "address_limit": int(maximum.split()[0]) if limited and maximum else (1 if limited else None),
        "on_violation": (line.value("switchport port-security violation") or "shutdown") if limited else None,
        "broadcast_limit_percent": _percent(broadcast),
        "multicast_limit_percent": _percent(multicast),
    }


def _percent(words: str | None) -> float | None:
    """The rising limit; None when it is not set or given in another unit than percent."""
    found = re.match(r"(\d+(?:\.\d+)?)(?: |$)", words or "")
    return float(found[1]) if found else None


def port_plan(answers: Answers) -> list[str]:
    """Each port as one sentence, in the words an inventory uses: `NAME: access ZONE`, `NAME: trunk A,B`, `NAME: unused`."""
    names = vlan_names(running(answers))
    found = []
    for port in ports(answers):
        if not port["in_use"]:
            use = "unused"
        elif port["mode"] == "trunk":
            carried = port["carried_vlans"]
            zones = ["every VLAN"] if carried is None else sorted(_zone(names, number) for number in carried)
            use = "trunk " + ",".join(zones)
        else:
            use = f"{port['mode']} {port['zone']}"
        found.append(f"{port['name']}: {use}")
    return sorted(found)


def _zone(names: dict[int, str], number: int) -> str:
    return names.get(number, f"VLAN{number:04d}")


def ports_in_use(answers: Answers) -> list[str]:
    """Names of ports that are not shut down."""
    return sorted(port["name"] for port in ports(answers) if port["in_use"])


READERS: dict[str, Callable[[Answers], Any]] = {
    "ports": ports,
    "port_plan": port_plan,
    "ports_in_use": ports_in_use,
}
