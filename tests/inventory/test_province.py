"""The province-sized example is what its generator writes, and stays quick to read."""

from __future__ import annotations

import runpy
import time
from pathlib import Path

from truongluy import inventory

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


def test_a_province_is_read_in_seconds():
    start = time.monotonic()
    province = inventory.load(PROVINCE)
    assert time.monotonic() - start < 8
    assert (len(province.sites), len(province.devices)) == (100, 246)
    assert province.lab is False


def test_some_units_have_wifi_of_both_kinds():
    province = inventory.load(PROVINCE)
    points = [device for device in province.devices.values() if device.device_class == "wifi_ap"]
    assert {point.platform for point in points} == {"openwrt", "hostapd"}
    assert {point.site for point in points} == set(province.wlans)
    assert all(inventory.networks_of(province, point) for point in points)


def test_every_file_says_that_it_is_invented():
    for name, text in _files(PROVINCE).items():
        marked = text if name.startswith("imported/") else text.split("\n")[1]
        assert "minh họa" in marked, name
