"""What an inventory says of Wi-Fi becomes what goes on the air, and values for those who set it and judge it."""

from __future__ import annotations

import dataclasses
import datetime
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inventory.conftest import LAB
from tests.policy.samples import the_policy
from truongluy import inventory, values, waivers
from truongluy.inventory import wifi

BIN = Path(sys.executable).parent


def asked(described: inventory.Inventory, name: str, value: str):
    return values.inventory_value(described, the_policy(), described.devices[name], value)


def test_a_unit_has_its_networks(described):
    school = described.wlans["thcs-minh-hoa"]
    assert list(school) == ["accounts", "guests", "devices"]
    accounts = school["accounts"]
    assert accounts.zones == accounts.user_zones == ("staff", "pupils")
    assert (accounts.file, accounts.line) == ("wifi/thcs-minh-hoa.yml", 4)
    old = described.wlans["so-gddt"]["legacy"]
    assert (old.security, old.until, old.zones) == ("wpa2-psk", datetime.date(2027, 6, 30), ("devices",))


def test_every_radio_carries_the_networks_of_its_band_in_order(described):
    found = inventory.networks_of(described, described.devices["ap-school-01"])
    assert [(n.radio, n.id, n.bssid, n.vlan) for n in found] == [
        ("wlan0", "accounts", "02:00:00:00:00:00", 31),
        ("wlan0", "guests", "02:00:00:00:00:01", 41),
        ("wlan0", "devices", "02:00:00:00:00:02", 61),
        ("wlan1", "accounts", "02:00:00:00:01:00", 31),
        ("wlan1", "guests", "02:00:00:00:01:01", 41),
    ]
    assert [zone.vlan for zone in found[0].user_zones] == [31, 50]
    assert (found[3].band, found[3].channel, found[3].security) == ("5GHz", 36, "enterprise")


def test_a_device_without_radios_has_no_network(described):
    assert inventory.networks_of(described, described.devices["portal-01"]) == ()


def test_the_order_is_the_access_point_s_own(spoil):
    spoil.replace("hosts/thcs-minh-hoa.yml", "[accounts, guests, devices]", "[guests, devices]")
    described = inventory.load(spoil.path)
    found = inventory.networks_of(described, described.devices["ap-school-01"])
    assert [(n.id, n.bssid) for n in found] == [
        ("guests", "02:00:00:00:00:00"),
        ("devices", "02:00:00:00:00:01"),
        ("guests", "02:00:00:00:01:00"),
    ]


@pytest.mark.parametrize(
    ("device", "value", "wanted"),
    [
        ("ap-school-01", "device.wifi_plan", [
            "devices sae 2.4GHz devices", "guests owe 2.4GHz guests", "guests owe 5GHz guests",
            "staff enterprise 2.4GHz by-account", "staff enterprise 5GHz by-account"]),
        ("ap-01", "device.wifi_plan", [
            "devices wpa2-psk 2.4GHz devices", "guests owe 2.4GHz guests", "guests owe 5GHz guests",
            "staff enterprise 2.4GHz by-account", "staff enterprise 5GHz by-account"]),
        ("ap-01", "device.wifi_by_account", ["accounts"]),
        ("log-01", "device.radius_vlans", ["so-gddt 30", "thcs-minh-hoa 31", "thcs-minh-hoa 50"]),
        ("ap-01", "device.wifi_names", ["SoGDDT", "SoGDDT-Khach", "SoGDDT-ThietBi"]),
        ("ap-01", "device.wifi_zones", ["devices", "guests", "staff"]),
        ("ap-school-01", "device.wifi_zones", ["devices", "guests", "pupils", "staff"]),
        ("sw-school-01", "site.wifi_names", ["TruongMinhHoa", "TruongMinhHoa-Khach", "TruongMinhHoa-ThietBi"]),
        ("ap-01", "site.wifi_bssids", [
            "02:00:00:00:10:00", "02:00:00:00:10:01", "02:00:00:00:10:02", "02:00:00:00:11:00", "02:00:00:00:11:01"]),
        ("ap-01", "device.firmware_minimum", "24.10"),
        ("ap-01", "services.radius_servers", ["10.99.10.12"]),
        ("log-01", "device.radius_clients", ["10.99.98.21", "10.99.99.21"]),
        ("portal-01", "device.radius_clients", []),
        ("portal-01", "device.wifi_plan", []),
        ("ap-01", "site.management_subnets", ["10.99.99.0/24"]),
        ("ap-school-01", "site.management_subnets", ["10.99.98.0/24"]),
        ("ap-school-01", "site.user_subnets", [
            "10.99.20.0/24", "10.99.31.0/24", "10.99.50.0/24", "10.99.41.0/24", "10.99.61.0/24"]),
        ("log-01", "device.allowed_udp_ports", [123, 514, 1812, 1813]),
    ],
)  # fmt: skip
def test_values_for_controls(described, device, value, wanted):
    assert asked(described, device, value) == wanted


def test_an_access_point_that_is_only_planned_is_on_no_air(spoil):
    spoil.replace(
        "hosts/thcs-minh-hoa.yml", "LAB-AP-SCHOOL-01\n      state: in_service", "X\n      state: planned"
    )
    described = inventory.load(spoil.path)
    assert asked(described, "sw-school-01", "site.wifi_bssids") == []
    assert asked(described, "log-01", "device.radius_clients") == ["10.99.99.21"]


def test_an_access_point_without_accounts_asks_no_radius_server(spoil):
    spoil.replace("hosts/thcs-minh-hoa.yml", "[accounts, guests, devices]", "[guests, devices]")
    assert asked(inventory.load(spoil.path), "log-01", "device.radius_clients") == ["10.99.99.21"]


def test_accounts_may_all_go_to_one_zone(spoil):
    spoil.replace("wifi/so-gddt.yml", " user_zones: [staff],", "")
    described = inventory.load(spoil.path)
    assert asked(described, "ap-01", "device.wifi_plan")[3:] == [
        "staff enterprise 2.4GHz staff",
        "staff enterprise 5GHz staff",
    ]
    assert asked(described, "ap-01", "device.wifi_by_account") == []


def test_a_zone_of_two_networks_is_one_zone_for_accounts(spoil):
    spoil.replace(
        "wifi/so-gddt.yml",
        "wlans:",
        "wlans:\n  - {id: rooms, purpose: staff, ssid: SoGDDT-Hop, zone: staff, security: enterprise, bands: [5GHz]}",
    )
    assert asked(inventory.load(spoil.path), "log-01", "device.radius_vlans")[0:2] == [
        "so-gddt 30",
        "thcs-minh-hoa 31",
    ]


def test_the_digest_follows_the_wifi_files(spoil):
    before = inventory.load(spoil.path).digest
    spoil.replace("wifi/so-gddt.yml", "SoGDDT-Khach", "SoGDDT-khach")
    assert inventory.load(spoil.path).digest != before


def test_an_inventory_needs_no_wifi(spoil):
    """Planned equipment is described before anybody has thought of names on the air."""
    for file, keys in (
        ("so-gddt", "[accounts, guests, legacy]"),
        ("thcs-minh-hoa", "[accounts, guests, devices]"),
    ):
        (spoil.path / f"wifi/{file}.yml").unlink()
        spoil.replace(f"hosts/{file}.yml", f"      wlans: {keys}\n", "")
    (spoil.path / "wifi").rmdir()
    shutil.rmtree(spoil.path / "waivers")  # what is planned needs no waiver
    for file in ("so-gddt", "thcs-minh-hoa"):
        text = (spoil.path / f"hosts/{file}.yml").read_text()
        head, group, rest = text.partition("wifi_aps:")
        rest = rest.replace("state: in_service", "state: planned", 1)
        spoil.write(f"hosts/{file}.yml", head + group + rest)
    described = inventory.load(spoil.path)
    assert described.wlans == {}
    assert set(described.not_deployed) == {"ap-01", "ap-school-01", "room-04"}


def _plain(given: dict):
    """Text as text: Ansible marks whatever is no template of its own."""
    return given.get("__ansible_unsafe", given)


def test_roles_are_told_the_same(described):
    done = subprocess.run(
        [str(BIN / "ansible-inventory"), "-i", str(LAB / "hosts"), "--list"],
        cwd=LAB.parents[1], capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    hosts = json.loads(done.stdout, object_hook=_plain)["_meta"]["hostvars"]
    told = hosts["ap-school-01"]["wifi"]
    assert (told["country"], told["uplink"]) == ("VN", "eth1")
    assert [radio["mac"] for radio in told["radios"]] == ["02:00:00:00:00:00", "02:00:00:00:01:00"]
    assert told["zones"] == [
        {"id": "staff", "vlan": 31}, {"id": "pupils", "vlan": 50},
        {"id": "guests", "vlan": 41}, {"id": "devices", "vlan": 61},
    ]  # fmt: skip
    ours = inventory.networks_of(described, described.devices["ap-school-01"])
    assert [network["bssid"] for network in told["networks"]] == [network.bssid for network in ours]
    assert set(told["networks"][0]) == {field.name for field in dataclasses.fields(inventory.Network)}
    assert told["networks"][0]["user_zones"] == [{"id": "staff", "vlan": 31}, {"id": "pupils", "vlan": 50}]
    assert hosts["log-01"]["radius_clients"] == [
        {"name": "ap-01", "address": "10.99.99.21"},
        {"name": "ap-school-01", "address": "10.99.98.21"},
    ]
    assert [name for name, given in hosts.items() if "wifi" in given] == ["ap-01", "ap-school-01"]


@given(st.binary(min_size=6, max_size=6), st.integers(0, 15))
def test_a_bssid_changes_only_its_last_octet(octets, index):
    mac = ":".join(f"{octet:02x}" for octet in octets)
    if octets[5] + index > 255:
        with pytest.raises(ValueError, match="byte"):
            wifi.bssid(mac, index)
    else:
        found = wifi.bssid(mac, index)
        assert found[:-2] == mac[:-2]
        assert int(found[-2:], 16) - octets[5] == index


def test_channels_are_those_of_viet_nam():
    assert sorted(wifi.CHANNELS["2.4GHz"]) == list(range(1, 14))
    assert 144 in wifi.CHANNELS["5GHz"]
    assert not {14, 34, 68, 96, 148, 169} & (wifi.CHANNELS["5GHz"] | wifi.CHANNELS["2.4GHz"])


def test_a_waiver_never_outlasts_the_network_for_old_devices():
    lab = inventory.load(LAB)
    waiver = lab.waivers["legacy-wlan-keys"]
    assert waivers.cross_check(lab, the_policy()) == []
    longer = dataclasses.replace(waiver, until=waiver.until + datetime.timedelta(days=1))
    (problem,) = waivers.cross_check(
        dataclasses.replace(lab, waivers={"legacy-wlan-keys": longer}), the_policy()
    )
    assert problem.file.name == "legacy-wlan-keys.yml"
    assert problem.line == waiver.line
    assert "30/06/2027" in problem.why.vi and "legacy" in problem.why.en
