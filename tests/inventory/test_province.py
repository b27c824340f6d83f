"""The province-sized example is what its generator writes."""

from __future__ import annotations

import runpy
from datetime import datetime
from pathlib import Path

from truongluy import inventory
from truongluy.dates import VIETNAM
from truongluy.inventory.rooms import all_rooms
from truongluy.rooms.points import State
from truongluy.rooms.readiness import readiness

INVENTORIES = Path(__file__).parents[2] / "inventories"
PROVINCE = INVENTORIES / "quang-ngai"
KINDS = (".yml", ".json", ".csv")


def _files(folder: Path) -> dict[str, str]:
    return {
        f.relative_to(folder).as_posix(): f.read_text(encoding="utf-8")
        for f in folder.rglob("*")
        if f.suffix in KINDS
    }


def test_the_committed_files_are_those_the_generator_writes(tmp_path):
    runpy.run_path(str(INVENTORIES / "make_province.py"))["write"](tmp_path)
    assert _files(tmp_path) == _files(PROVINCE)


def test_a_province_has_its_size_and_its_areas():
    province = inventory.load(PROVINCE)
    assert (len(province.sites), len(province.devices)) == (100, 247)
    assert province.lab is False
    assert {site.area for site in province.sites.values()} == set(province.areas) != set()


def test_some_units_have_wifi_of_both_kinds():
    province = inventory.load(PROVINCE)
    points = [device for device in province.devices.values() if device.device_class == "wifi_ap"]
    assert {point.platform for point in points} == {"openwrt", "hostapd"}
    assert {point.site for point in points} == set(province.wlans)
    assert all(inventory.networks_of(province, point) for point in points)


def test_some_units_have_meeting_rooms_of_which_nobody_knows_whether_they_can_meet():
    province = inventory.load(PROVINCE)
    assert {len(rooms) for rooms in province.rooms.values()} == {1, 2}
    bought = [one for room in all_rooms(province) for one in room.planned_equipment]
    assert {one.year for one in bought} == {2027, 2028}
    told = readiness(province, None, datetime(2026, 12, 1, 8, tzinfo=VIETNAM))
    assert len(told) == 5 and {one.state for one in told} == {State.UNKNOWN}


def test_every_file_says_that_it_is_invented():
    for name, text in _files(PROVINCE).items():
        marked = text if name.startswith("imported/") else text.split("\n")[1]
        assert "minh họa" in marked, name
