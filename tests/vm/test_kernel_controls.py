"""What a container can't show is shown here: on a kernel of its own each such control passes, breaks and heals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import walking
from tests.policy.samples import the_policy
from tests.vm.test_machine import kernel_host_up  # noqa: F401  (the fixture)
from truongluy import inventory as inventory_of
from truongluy.verdict import Verdict

INVENTORY = inventory_of.load(Path(__file__).resolve().parent / "inventory" / "vm")
MACHINE = INVENTORY.devices["kernel-01"]


CONTROLS = [control for control in the_policy().controls.values() if "container" in control.not_observable_in]
ROLES = ",".join(sorted({control.fixed_by for control in CONTROLS}))


@pytest.mark.vm
@pytest.mark.slow
def test_kernel_controls_pass_break_and_heal(kernel_host_up):  # noqa: F811
    """All of them in one walk: without KVM, each run of a role and each reading of all controls takes a minute."""
    walking.heal(INVENTORY, MACHINE, ROLES)
    after = walking.walk(INVENTORY, MACHINE, ROLES, CONTROLS)
    assert {c.id: after[c.id].verdict for c in CONTROLS} == {c.id: Verdict.PASS for c in CONTROLS}, [
        after[c.id].message.en for c in CONTROLS
    ]
