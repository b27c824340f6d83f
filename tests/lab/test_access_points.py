"""The access point that is a virtual machine: what it is told, who can reach it, and what happens without it."""

from __future__ import annotations

import dataclasses
import json
from ipaddress import ip_interface
from pathlib import Path

import pytest

from lab import access, access_points, engine, hosts, nested, plain, requirements, single
from lab.run import LabError
from lab.vm import image, machine
from tests.lab.test_lab_hosts import ssh
from truongluy import inventory, wifi_secrets
from truongluy.inventory import wifi
from truongluy.verdict import Text

LAB = inventory.load(hosts.INVENTORY)
NAME = "ap-school-01"
HOST = next(host for host in hosts.devices() if host.name == NAME)
STATE = {"mode": "nested", "holder": {"pid": 4711, "started": 1}, "devices": [dataclasses.asdict(HOST)]}
FILES = image.Image(Path("/cache/disk.raw"), Path("/cache/vmlinuz"), Path("/cache/initrd"))


@pytest.fixture
def command(tmp_path, monkeypatch):
    """The words that start the machine in nested mode."""
    (tmp_path / "id_ed25519.pub").write_text("ssh-ed25519 AAAA us\n")
    monkeypatch.setattr(access, "KEY", tmp_path / "id_ed25519")
    return machine.command(access_points._described(STATE, HOST), FILES, accelerator="tcg")


def told(words):
    line = words[words.index("-append") + 1]
    return dict(word.split("=", 1) for word in line.split() if word.startswith("truongluy."))


def test_only_the_labs_own_network_leads_into_the_machine(command):
    assert command[: command.index("qemu-system-x86_64")] == ["nsenter", "--target=4711", "--net", "--"]
    assert command.count("-netdev") == command.count("-device") == 1
    network = command[command.index("-netdev") + 1]
    assert network.startswith("tap,") and "script=no" in network and "hostfwd" not in " ".join(command)
    assert not {"-vnc", "-spice", "-qmp", "-gdb", "-s"} & set(command)
    assert [command[command.index(word) + 1] for word in ("-display", "-monitor")] == ["none", "none"]
    drive = command[command.index("-drive") + 1]
    assert str(FILES.disk) not in drive, "the image in the cache would be written"
    assert "ProxyCommand" in nested.tap_route(STATE, HOST)


def test_it_is_told_its_place_by_the_inventory(command):
    words = told(command)
    site = LAB.sites[LAB.devices[NAME].site]
    assert words["truongluy.name"] == NAME
    assert words["truongluy.address"] == f"{LAB.devices[NAME].address}/16"
    wired = dict(zone.split(":") for zone in words["truongluy.wired"].split(","))
    expected = {str(zone.vlan): zone.gateway for zone in site.zones.values() if zone.id != "management"}
    assert {vlan: str(ip_interface(text).ip) for vlan, text in wired.items()} == expected
    vlan, address = words["truongluy.wired_host"].split(":")
    assert int(vlan) == site.zones["staff"].vlan
    assert ip_interface(address).network == ip_interface(wired[vlan]).network


def test_another_vlan_in_the_inventory_is_another_vlan_on_the_cable():
    device = LAB.devices[NAME]
    site = LAB.sites[device.site]
    moved = dataclasses.replace(site.zones["staff"], vlan=77)
    zones = {**site.zones, "staff": moved}
    sites = {**LAB.sites, site.id: dataclasses.replace(site, zones=zones)}
    words = " ".join(access_points.wiring(dataclasses.replace(LAB, sites=sites), device))
    assert "wired_host=77:" in words and ",77:" in words and "31:" not in words.replace("wired_host", "")


def test_the_kernels_command_line_is_not_too_long(command):
    # COMMAND_LINE_SIZE of the x86 kernel; what is over it is cut off silently.
    assert len(command[command.index("-append") + 1]) < 2048


def test_without_qemu_it_is_left_out_and_that_is_said(monkeypatch, capsys):
    wanted = hosts.devices()
    assert access_points.possible([host for host in wanted if host.kind != "vm"]) != wanted
    monkeypatch.setattr(requirements, "VM", {"no-such-program": "qemu-system-x86"})
    left = access_points.possible(wanted)
    assert [host for host in wanted if host not in left] == [HOST]
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and NAME in said and "qemu-system-x86" in said
    assert access_points.possible(left) == left
    assert capsys.readouterr().err == "", "a lab that has no such machine needs no word about it"


def test_without_a_tap_it_is_left_out_and_that_is_said(monkeypatch, capsys):
    def refuse(state, tap):
        raise LabError(Text("không được", "Operation not permitted"))

    monkeypatch.setattr(nested, "plug", refuse)
    assert access_points.plug(STATE, [HOST]) == []
    said = capsys.readouterr().err
    assert NAME in said and "Operation not permitted" in said and "Traceback" not in said


def test_a_lab_without_it_is_up_all_the_same(monkeypatch):
    wanted = [host for host in hosts.devices() if host.kind in ("vm", "reported")]
    state = {"devices": [dataclasses.asdict(host) for host in wanted], "left_out": [NAME], "complete": True}
    names = [host.name for host in hosts.recorded(state)]
    assert NAME not in names and names
    monkeypatch.setattr(engine, "status", lambda: dict.fromkeys(names, "running"))
    assert engine._is_up(state, wanted)
    assert not engine._is_up(state | {"left_out": []}, wanted[1:])
    assert not engine._is_up(state | {"complete": False}, wanted)


def test_a_device_that_is_left_out_is_described_and_not_judged():
    left = hosts.without(LAB, {NAME})
    assert NAME not in left.devices and left.not_deployed[NAME] == LAB.devices[NAME]
    assert not [system.id for system in left.systems.values() if NAME in system.devices]
    assert [s for s in LAB.systems.values() if NAME in s.devices], "no system had it, so nothing was shown"
    assert set(left.devices) == set(LAB.devices) - {NAME}


@pytest.mark.parametrize(
    ("described", "bridge"),
    [
        ({"network_interface": "podman1"}, "podman1"),
        ({"plugins": [{"type": "bridge", "bridge": "cni-podman1"}, {"type": "portmap"}]}, "cni-podman1"),
    ],
)
@pytest.mark.parametrize(("uid", "prefix"), [(0, []), (1000, ["podman", "unshare", "--rootless-netns"])])
def test_in_plain_mode_it_joins_podmans_bridge(monkeypatch, described, bridge, uid, prefix):
    seen = []

    def fake(command, **_):
        seen.append(command)
        return type("Done", (), {"stdout": json.dumps([described])})

    monkeypatch.setattr(plain, "run", fake)
    monkeypatch.setattr(plain.os, "getuid", lambda: uid)
    plain.plug({}, "t-ap")
    assert seen[-1][: len(prefix) + 2] == [*prefix, "sh", "-ec"]
    assert f"master {bridge} up" in seen[-1][-1]
    assert ("ProxyCommand" in plain.tap_route({}, HOST)) is bool(prefix)


def test_the_labs_wifi_secrets_are_all_that_its_inventory_needs(tmp_path, monkeypatch):
    file = tmp_path / "wifi_secrets.yml"
    monkeypatch.setattr(access, "WIFI_SECRETS", file)
    monkeypatch.setenv("TRUONGLUY_WIFI_SECRETS", str(file))
    access.make_wifi_secrets(LAB)
    assert file.stat().st_mode & 0o777 == 0o600
    found = wifi_secrets.load(LAB)
    for site, known in LAB.wlans.items():
        shared = {wlan.id for wlan in known.values() if wlan.security in wifi.WITH_PASSPHRASE}
        assert set(found.keys.get(site, {})) == shared
        signed_in = {
            zone for wlan in known.values() if wlan.security == wifi.ENTERPRISE for zone in wlan.zones
        }
        assert {account.zone for account in found.accounts[site].values()} == signed_in
    assert set(found.radius) == {d.name for d in LAB.devices.values() if d.device_class == "wifi_ap"}
    first = file.read_text()
    access.make_wifi_secrets(LAB)
    assert not set(first.split()) & {word for word in file.read_text().split() if len(word) > 20}


@pytest.mark.lab
@pytest.mark.slow
class TestRunning:
    """On the running lab."""

    def test_it_has_radios_of_its_own_and_clients_beside_it(self, lab):
        assert {"wlan0", "wlan1", "eth1"} <= set(ssh(NAME, "ls /sys/class/net").stdout.split())
        for client, radio in (("sta1", "wlan2"), ("sta2", "wlan3")):
            assert radio in ssh(NAME, f"sudo ip netns exec {client} iw dev").stdout
        ping = f"sudo ip netns exec wired ping -c 1 -W 3 {lab.sites['thcs-minh-hoa'].zones['staff'].gateway}"
        assert ssh(NAME, ping).returncode == 0
        assert "wlan2" not in ssh(NAME, "ls /sys/class/net").stdout

    def test_it_reaches_the_log_host_for_real(self, lab):
        assert ssh(NAME, f"sudo ping -c 1 -W 3 {lab.devices['log-01'].address}").returncode == 0
        assert ssh("portal-01", f"sudo ping -c 1 -W 3 {HOST.address}").returncode == 0

    def test_nothing_outside_of_the_labs_network_leads_into_it(self, lab):
        (process,) = machine.processes_in(access_points.folder(HOST))
        ours, its = (Path(f"/proc/{pid}/ns/net").readlink() for pid in ("self", process.pid))
        assert its != ours
        assert not Path(f"/sys/class/net/{access_points._tap(HOST)}").exists()

    def test_a_stopped_one_comes_back_with_its_disk_and_its_identity(self, lab):
        before = ssh(NAME, "cat /etc/ssh/ssh_host_ed25519_key.pub; echo kept >~/mark").stdout
        single.stop(NAME)
        try:
            assert single.status()[NAME] == "stopped"
            assert ssh(NAME, "true", "-o", "ConnectTimeout=3").returncode == 255
        finally:
            single.start(NAME)
        after = ssh(NAME, "cat /etc/ssh/ssh_host_ed25519_key.pub ~/mark; rm ~/mark").stdout
        assert after == f"{before}kept\n"
        assert ssh(NAME, "systemctl is-failed truongluy-radios.service").stdout == "active\n"
