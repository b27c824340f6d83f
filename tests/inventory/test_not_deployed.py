"""Planned and retired equipment has its place in the inventory, and nobody mistakes it for something judged."""

from __future__ import annotations

import pytest

from tests.policy.samples import the_policy
from truongluy import inventory
from truongluy.verdict import InputError
from truongluy.waivers import cross_check

SO = "hosts/so-gddt.yml"


def test_planned_equipment_is_described_and_not_a_device(spoil):
    found = inventory.load(spoil.path)
    assert {device.device_class for device in found.not_deployed.values()} == {"meeting_room"}
    assert not set(found.devices) & set(found.not_deployed)
    assert "room-04" not in found.systems["department-network"].devices
    assert found.select(None) == list(found.devices.values())


@pytest.mark.parametrize("state", ["planned", "retired"])
def test_a_server_leaves_and_enters_by_its_state(spoil, state):
    before = inventory.load(spoil.path)
    spoil.replace(SO, "state: in_service", f"state: {state}")
    after = inventory.load(spoil.path)
    assert set(before.devices) - set(after.devices) == {"portal-01"}
    assert after.not_deployed["portal-01"].attributes["state"] == state
    assert "portal-01" not in after.systems["portal"].devices


def test_selecting_it_says_why_there_is_nothing(spoil):
    with pytest.raises(InputError, match="`room-04` is not in use yet, or no longer"):
        inventory.load(spoil.path).select("room-04")


WAIVER = """---
control: root_login_over_ssh_disabled
devices: [room-04]
reason: {vi: Lý do thử, en: A reason to try}
compensating: {vi: Biện pháp thử, en: A measure to try}
approved_by: director
from: 2026-11-01
until: 2026-12-31
"""


def test_a_waiver_for_it_matches_nothing(spoil, only_problem):
    (spoil.path / "waivers").mkdir(exist_ok=True)
    spoil.write("waivers/early.yml", WAIVER)
    assert only_problem("waivers/early.yml").line == 3
    spoil.replace("waivers/early.yml", "room-04", "portal-01")
    assert cross_check(inventory.load(spoil.path), the_policy()) == []
