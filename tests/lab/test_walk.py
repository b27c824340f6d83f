"""Every control that applies in the lab is broken on a real device, noticed, healed by its role, and passes again."""

from __future__ import annotations

import zlib
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from checks import KINDS
from lab import breaking
from tests.policy.samples import the_policy
from truongluy import collect, commands
from truongluy import inventory as inventory_of
from truongluy.assess import judge_device
from truongluy.provision import provision
from truongluy.verdict import Verdict

ROOT = Path(__file__).resolve().parents[2]
INVENTORY = inventory_of.load(ROOT / "inventories" / "lab")
TODAY = datetime.now(commands.HERE).date()


def _devices_of(control):
    return sorted(
        device.name
        for device in INVENTORY.devices.values()
        if control.fits(device.device_class, device.functions)
        and the_policy().asked(control, device.level, TODAY)
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


def _judge(device):
    findings = judge_device(
        INVENTORY, the_policy(), device, collect.collect_one(INVENTORY, device), TODAY, KINDS
    )
    return {finding.control: finding for finding in findings}


def _heal(device, role):
    run = provision(INVENTORY, [device], tags=role)
    assert run.ok, run.log.read_text(encoding="utf-8")[-3000:]
    return run


@pytest.mark.lab
@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "name", "controls"), [(r, d, c) for (r, d), c in PLAN], ids=[f"{r}-{d}" for (r, d), _ in PLAN]
)
def test_break_notice_heal(lab, role, name, controls):
    device = INVENTORY.devices[name]
    found = _judge(device)
    for control in controls:
        if (
            found[control.id].verdict is not Verdict.PASS
        ):  # an earlier break took this one along: begin from health
            _heal(device, role)
            found = _judge(device)
            assert found[control.id].verdict is Verdict.PASS, found[control.id].message.en
        breaking.break_control(INVENTORY, control, device)
        found = _judge(device)
        broken = found[control.id]
        assert broken.verdict is Verdict.FAIL, (
            f"{control.id} was broken and says {broken.verdict}: {broken.message.en}"
        )
        assert broken.actual, f"{control.id} does not say what it saw"
    _heal(device, role)
    found = _judge(device)
    sick = {one.control: one.message.en for one in found.values() if one.verdict.blocks_level}
    assert not sick


def test_no_control_of_the_lab_is_left_out():
    walked = {control.id for _, controls in PLAN for control in controls}
    elsewhere = {c.id for c in the_policy().controls.values() if "container" in c.not_observable_in}
    assert set(the_policy().controls) - walked - elsewhere == set(), (
        "these controls apply to no device of the lab"
    )
