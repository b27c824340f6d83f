"""The lab's access points with radios: virtual machines in the lab's network, each with its air and its cable.

A virtual machine is needed because radios are simulated by the kernel (mac80211_hwsim), and a container has none of its
own. What is behind its cable (the school's VLANs, a router, a computer of the staff) is described by the inventory.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from ipaddress import IPv4Interface, IPv4Network
from pathlib import Path

from lab import access, modes, requirements
from lab.access import Entry
from lab.containers import GATEWAY, NETWORK
from lab.hosts import INVENTORY, Host
from lab.paths import BUILD, ROOT
from lab.run import LabError, say
from lab.state import State
from lab.vm import image, machine
from lab.vm.machine import Machine
from truongluy import inventory as inventory_of
from truongluy.inventory import Device, Inventory

_FOLDER = BUILD / "vm"
_DELIVERY_SECONDS = 180
_RADIOS = 4
_STAFF = "staff"
_STAFF_COMPUTER = 50


def possible(wanted: list[Host]) -> list[Host]:
    """The devices without those that are virtual machines, where this machine has no QEMU; says so."""
    packages = requirements.missing(requirements.VM)
    machines = [host for host in wanted if host.kind == "vm"]
    if not (packages and machines):
        return wanted
    names, lacking = ", ".join(host.name for host in machines), " ".join(packages)
    say(
        f"không dựng {names}: thiếu {lacking} (`python -m lab requirements`)",
        f"without {names}: no {lacking}",
    )
    return [host for host in wanted if host not in machines]


def plug(state: State, machines: list[Host]) -> list[Host]:
    """Make the machines' cards in the lab's network; returns those that have one, and says which can't have any."""
    plugged = []
    for host in machines:
        try:
            modes.named(state["mode"]).plug(state, _tap(host))
        except LabError as refused:
            say(
                f"không dựng {host.name}: không nối được vào mạng của phòng lab",
                f"without {host.name}: {refused}",
            )
        else:
            plugged.append(host)
    return plugged


def wiring(found: Inventory, device: Device) -> tuple[str, ...]:
    """What the machine is told of its radios and its cable (../vm/radios.sh reads it).

    Every zone of the device's unit comes by the cable, except the zone of its own address: that is its other card.
    The first computers of a unit's staff have low addresses; the one that answers here is number 50.
    """
    zones = [zone for zone in found.sites[device.site].zones.values() if zone.id != device.zone]
    wired = ",".join(f"{zone.vlan}:{zone.gateway}/{IPv4Network(zone.subnet).prefixlen}" for zone in zones)
    words = [f"truongluy.radios={_RADIOS}", f"truongluy.wired={wired}"]
    for zone in zones:
        if zone.id == _STAFF:
            network = IPv4Network(zone.subnet)
            words.append(f"truongluy.wired_host={zone.vlan}:{network[_STAFF_COMPUTER]}/{network.prefixlen}")
    return tuple(words)


def boot(state: State, host: Host, named: list[Host]) -> Entry:
    """Switch one on, put it in the state it is delivered in, and return how to reach it; it knows `named` by name."""
    own = _described(state, host)
    entry = machine.up(own, image.ensure())
    names = "".join(f"{one.address} {one.name}\n" for one in named)
    delivered = (ROOT / "lab" / "delivered" / f"{host.name}.sh").read_text()
    script = f"cat >>/etc/hosts <<'END'\n{names}END\n{delivered}"
    machine.ssh(own, "sudo -n sh -es", stdin=script, seconds=_DELIVERY_SECONDS)
    return entry


def start(state: State, host: Host) -> None:
    """Switch a stopped one on again, with the disk and the host key it had; returns when it answers."""
    own = _described(state, host)
    machine.switch_on(own, image.ensure())
    machine.wait_for_login(own)


def stop(state: State, host: Host) -> None:
    """Power one off; its disk stays."""
    machine.switch_off(_described(state, host))


def running(host: Host) -> bool:
    """Whether it is switched on."""
    return machine.running(folder(host))


def folder(host: Host) -> Path:
    """Where one's disk, console and ssh_config lie."""
    return _FOLDER / host.name


def remove_all(state: State) -> None:
    """End all of them at once and remove their disks; works as well when the state is lost."""
    names = {device["name"] for device in state.get("devices", []) if device["kind"] == "vm"}
    for name in names | {path.name for path in _FOLDER.glob("*")}:
        machine.end(_FOLDER / name)
    with suppress(FileNotFoundError):
        shutil.rmtree(_FOLDER)


def _described(state: State, host: Host) -> Machine:
    found, chosen = inventory_of.load(INVENTORY), modes.named(state["mode"])
    return Machine(
        host.name,
        IPv4Interface(f"{host.address}/{NETWORK.prefixlen}"),
        gateway=GATEWAY,
        folder=folder(host),
        key=access.KEY,
        network=f"tap,ifname={_tap(host)},script=no,downscript=no",
        route=chosen.tap_route(state, host),
        inside=tuple(chosen.network(state)),
        says=("audit=0", "apparmor=0", *wiring(found, found.devices[host.name])),
        keeps_disk=True,
    )


def _tap(host: Host) -> str:
    """The name of its card outside, at most 15 letters."""
    return f"t-{host.name}"[:15]
