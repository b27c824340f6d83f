"""What a container can't show is shown here: on a kernel of its own each such control passes, breaks and heals."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests import walking
from tests.policy.samples import the_policy
from tests.vm.test_machine import kernel_host_up  # noqa: F401  (the fixture)
from truongluy import inventory as inventory_of
from truongluy.verdict import Verdict

INVENTORY = inventory_of.load(Path(__file__).resolve().parent / "inventory" / "vm")
MACHINE = INVENTORY.devices["kernel-01"]


def _by_role():
    found = defaultdict(list)
    for control in the_policy().controls.values():
        if "container" in control.not_observable_in:
            found[control.fixed_by].append(control)
    return found


ROLES = _by_role()


@pytest.fixture(scope="module")
def hardened(kernel_host_up):  # noqa: F811
    """The machine with all of these roles applied in one run: each run costs minutes without KVM."""
    walking.heal(INVENTORY, MACHINE, ",".join(ROLES))
    return kernel_host_up


@pytest.mark.vm
@pytest.mark.slow
@pytest.mark.parametrize(("role", "controls"), ROLES.items(), ids=list(ROLES))
def test_kernel_controls_pass_break_and_heal(hardened, role, controls):
    after = walking.walk(INVENTORY, MACHINE, role, controls)
    assert {c.id: after[c.id].verdict for c in controls} == {c.id: Verdict.PASS for c in controls}, [
        after[c.id].message.en for c in controls
    ]
