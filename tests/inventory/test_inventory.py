"""A good inventory is read whole, and selecting from it is never silently empty."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from truongluy import inventory
from truongluy.verdict import InputError

ROOT = Path(__file__).parents[2]
LAB = ROOT / "inventories" / "lab"


@pytest.fixture(scope="module")
def lab():
    return inventory.load(LAB)


def test_the_lab_is_what_the_documentation_says(lab):
    assert (lab.name, lab.lab) == ("lab", True)
    levels = {name: device.level for name, device in lab.devices.items()}
    assert levels == {
        "portal-01": 3, "log-01": 3, "conf-01": 3, "files-01": 2, "sw-so-01": 3, "sw-school-01": 2,
        "pc-01": 2, "pc-02": 2, "tablet-01": 2, "ap-01": 2, "ap-school-01": 2,
        "room-01": 2, "room-02": 2, "room-03": 2,
    }  # fmt: skip
    assert {zone.vlan for zone in lab.sites["so-gddt"].zones.values()} == {10, 30, 40, 60, 99}


def test_a_device_takes_the_highest_level_of_its_systems(lab):
    switch = lab.devices["sw-so-01"]
    assert {lab.systems[name].level for name in switch.systems} == {2, 3}
    assert switch.level == 3


def test_service_names_become_addresses(lab):
    assert lab.services["log_servers"] == ["10.99.10.12"]
    assert lab.services["time_servers"] == ["10.99.10.12"]
    assert lab.services["admin_networks"] == ["10.99.0.0/16"]


def test_dates_are_dates(lab):
    assert lab.devices["portal-01"].attributes["support_until"] == datetime.date(2028, 6, 30)
    assert lab.systems["portal"].decided_on == datetime.date(2026, 8, 28)


def test_the_digest_follows_every_byte(spoil):
    before = inventory.load(spoil.path).digest
    assert inventory.load(spoil.path).digest == before == inventory.load(LAB).digest
    spoil.replace("systems/portal.yml", "# Dữ liệu", "# Dữ  liệu")
    assert inventory.load(spoil.path).digest != before


def test_the_digest_follows_file_names(spoil):
    before = inventory.load(spoil.path).digest
    (spoil.path / "systems/temis.yml").rename(spoil.path / "systems/temis-2.yml")  # no record names it
    assert inventory.load(spoil.path).digest != before


@pytest.mark.parametrize(
    ("limit", "names"),
    [
        (
            None,
            "portal-01 log-01 conf-01 sw-so-01 files-01 sw-school-01 pc-01 pc-02 tablet-01 ap-01 ap-school-01 "
            "room-01 room-02 room-03",
        ),
        (
            "all",
            "portal-01 log-01 conf-01 sw-so-01 files-01 sw-school-01 pc-01 pc-02 tablet-01 ap-01 ap-school-01 "
            "room-01 room-02 room-03",
        ),
        ("portal-01", "portal-01"),
        ("files-01, portal-01", "portal-01 files-01"),
        ("sw-*", "sw-so-01 sw-school-01"),
        ("switch", "sw-so-01 sw-school-01"),
        ("servers", "portal-01 log-01 conf-01 files-01"),
        ("thcs-minh-hoa", "files-01 sw-school-01 tablet-01 ap-school-01 room-03"),
        ("so-gddt,!switch", "portal-01 log-01 conf-01 pc-01 pc-02 ap-01 room-01 room-02"),
        ("workstations", "pc-01 pc-02"),
        ("tablet", "tablet-01"),
        ("wifi_aps", "ap-01 ap-school-01"),
        ("!servers", "sw-so-01 sw-school-01 pc-01 pc-02 tablet-01 ap-01 ap-school-01 room-01 room-02 room-03"),
        ("server,!conf-01,!thcs-minh-hoa", "portal-01 log-01"),
    ],
)
def test_a_limit_selects(lab, limit, names):
    assert sorted(device.name for device in lab.select(limit)) == sorted(names.split())


@pytest.mark.parametrize(
    "limit", ["nobody", "portal-1", "", " , ", "all,!all", "portal-01,!portal-*", "x*", "!nobody"]
)
def test_an_empty_or_unknown_limit_is_refused(lab, limit):
    with pytest.raises(InputError) as raised:
        lab.select(limit)
    assert raised.value.problems[0].remedy.vi


def test_a_near_name_is_suggested(lab):
    with pytest.raises(InputError) as raised:
        lab.select("portal-1")
    assert "`portal-01`" in raised.value.problems[0].remedy.en
