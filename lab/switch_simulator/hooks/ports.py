"""Switch ports and lines."""

from __future__ import annotations

from ..grammar.values import vlan_numbers, vlan_text
from ..store import Change, Refusal
from .lists import ensure_vlan

PORTFAST = """%Warning: portfast should only be enabled on ports connected to a single
 host. Connecting hubs, concentrators, switches, bridges, etc... to this
 interface  when portfast is enabled, can cause temporary bridging loops.
 Use with CAUTION
"""
ALL = set(range(1, 4095))


def short(name: str) -> str:
    """GigabitEthernet1/0/1 -> Gi1/0/1."""
    return name.replace("GigabitEthernet", "Gi").replace("FastEthernet", "Fa").replace("Port-channel", "Po")


def _dynamic(change: Change) -> bool:
    return change.section.value("switchport mode", "dynamic auto").startswith("dynamic")


def access_vlan(change: Change) -> None:
    if not change.negative and ensure_vlan(change.store, change.value[0]):
        change.messages.append(f"% Access VLAN does not exist. Creating vlan {change.value[0]}")


def allowed_vlans(change: Change) -> None:
    """`add`, `remove` and `except` work on the present list."""
    if change.negative:
        return
    value = change.value
    text = change.section.value("switchport trunk allowed vlan", "all")
    present = ALL if text == "all" else set() if text == "none" else set(vlan_numbers(text) or [])
    given = set(vlan_numbers(value[-1]) or [])
    if value[0] == "add":
        present = present | given
    elif value[0] == "remove":
        present = present - given
    elif value[0] == "except":
        present = ALL - given
    elif value[0] not in ("all", "none"):
        present = given
    else:
        return
    change.value = ["all" if present == ALL else vlan_text(present) or "none"]


def switchport_mode(change: Change) -> None:
    leaving = change.negative or change.value[0] == "dynamic"
    if leaving and change.section.has("switchport nonegotiate"):
        raise Refusal("Command rejected: Conflict between 'nonegotiate' and 'dynamic' status on this interface: "
                      + short(change.section.name))


def nonegotiate(change: Change) -> None:
    if not change.negative and _dynamic(change):
        raise Refusal("Command rejected: Conflict between 'nonegotiate' and 'dynamic' status on this interface: "
                      + short(change.section.name))


def port_security(change: Change) -> None:
    if not change.negative and _dynamic(change):
        raise Refusal(f"Command rejected: {change.section.name} is a dynamic port.")


def portfast(change: Change) -> None:
    if change.negative or "disable" in change.value:
        return
    change.messages.append(PORTFAST)
    if change.section.value("switchport mode") != "access" and not change.value:
        change.messages.append(f"%Portfast has been configured on {change.section.name} but will only\n"
                               " have effect when the interface is in a non-trunking mode.")


def exec_timeout(change: Change) -> None:
    """`no exec-timeout` means never: it is stored as 0 0."""
    if change.negative:
        change.negative = False
        change.value = ["0", "0"]
    elif len(change.value) == 1:
        change.value = [*change.value, "0"]


def transport_input(change: Change) -> None:
    """`no transport input` closes the line to all protocols."""
    if change.negative:
        change.negative = False
        change.value = ["none"]
    elif len(change.value) == 2:
        change.value = ["telnet", "ssh"]


HOOKS = {"access_vlan": access_vlan, "allowed_vlans": allowed_vlans, "switchport_mode": switchport_mode,
         "nonegotiate": nonegotiate, "port_security": port_security, "portfast": portfast,
         "exec_timeout": exec_timeout, "transport_input": transport_input}
