"""Break, notice, heal: the circle that every control must go through on a real device."""

from __future__ import annotations

from datetime import datetime

from checks import KINDS
from lab import breaking, imported
from tests.policy.samples import the_policy
from truongluy import collect, commands
from truongluy.assess import judge_device
from truongluy.finding import Finding
from truongluy.inventory import Device, Inventory
from truongluy.inventory.classes import IMPORTED
from truongluy.policy import Control
from truongluy.provision import provision
from truongluy.verdict import Verdict

WAYS_IN = ("ssh_server",)
TODAY = datetime.now(commands.HERE).date()


def judge(inventory: Inventory, device: Device) -> dict[str, Finding]:
    """Collect and judge one device; findings by control."""
    evidence = collect.collect_one(inventory, device)
    found = judge_device(inventory, the_policy(), device, evidence, TODAY, KINDS)
    return {finding.control: finding for finding in found}


def heal(inventory: Inventory, device: Device, role: str) -> None:
    """Run a role (or several, comma separated) on one device, as an engineer would by its tag."""
    if device.platform in IMPORTED:  # nothing of ours mends it: its manager reports anew
        imported.deliver(device.name, device.platform)
        return
    run = provision(inventory, [device], tags=role)
    assert run.ok, run.log.read_text(encoding="utf-8")[-3000:]


def walk(inventory: Inventory, device: Device, role: str, controls: list[Control]) -> dict[str, Finding]:
    """Break each control and see it fail, then heal all of them by their role; the findings after that.

    Controls are broken one after the other on the same device; where an earlier break took a later control along,
    the device is healed in between, so that each failure is that of its own break. The way in is healed after every
    break: two broken locks together can shut us out (empty passwords allowed beside password logins make every login
    by key count as a failed one, and the account is locked).
    """
    found = judge(inventory, device)
    for control in controls:
        if found[control.id].verdict is not Verdict.PASS:
            heal(inventory, device, role)
            found = judge(inventory, device)
            assert found[control.id].verdict is Verdict.PASS, f"{control.id}: {found[control.id].message.en}"
        breaking.break_control(inventory, control, device)
        found = judge(inventory, device)
        broken = found[control.id]
        assert broken.verdict is Verdict.FAIL, (
            f"{control.id} was broken, says {broken.verdict}: {broken.message.en}"
        )
        assert broken.actual is not None, f"{control.id} does not say what it saw"
        if role in WAYS_IN:
            heal(inventory, device, role)
            found = judge(inventory, device)
    heal(inventory, device, role)
    return judge(inventory, device)
