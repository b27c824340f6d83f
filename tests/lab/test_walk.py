"""Every control that applies in the lab is broken on a real device, noticed, healed by its role, and passes again."""

from __future__ import annotations

import zlib
from collections import defaultdict
from pathlib import Path

import pytest

from tests import walking
from tests.policy.samples import the_policy
from truongluy import inventory as inventory_of

ROOT = Path(__file__).resolve().parents[2]
INVENTORY = inventory_of.load(ROOT / "inventories" / "lab")


def _devices_of(control):
    return sorted(
        device.name
        for device in INVENTORY.devices.values()
        if control.fits(device.device_class, device.functions)
        and the_policy().asked(control, device.level, walking.TODAY)
        and not (device.device_class == "server" and "container" in control.not_observable_in)
    )


def _plan():
    """(role, device) -> controls; each control on one device, devices taken in turn so that all have theirs."""
    plan = defaultdict(list)
    for control in the_policy().controls.values():
        if names := _devices_of(control):
            plan[control.fixed_by, names[zlib.crc32(control.fixed_by.encode()) % len(names)]].append(control)
    return sorted(plan.items())


PLAN = _plan()


@pytest.mark.lab
@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "name", "controls"), [(r, d, c) for (r, d), c in PLAN], ids=[f"{r}-{d}" for (r, d), _ in PLAN]
)
def test_break_notice_heal(lab, role, name, controls):
    found = walking.walk(INVENTORY, INVENTORY.devices[name], role, controls)
    sick = {one.control: one.message.en for one in found.values() if one.verdict.blocks_level}
    assert not sick


def test_no_control_of_the_lab_is_left_out():
    walked = {control.id for _, controls in PLAN for control in controls}
    elsewhere = {c.id for c in the_policy().controls.values() if "container" in c.not_observable_in}
    assert set(the_policy().controls) - walked - elsewhere == set(), (
        "these controls apply to no device of the lab"
    )
