"""Budget lines by the hundred thousand; and one batch per host against one connection per command, on the lab."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

from benchmarks import budget
from truongluy import collect, facts
from truongluy import commands as verbs
from truongluy.access import ssh_config_for
from truongluy.inventory import Device, Inventory

HOST = "files-01"
ROUNDS = 3


def main() -> int:
    """Print what 100,000 budget lines take; then, on the lab, the least of three rounds of each way, and the ratios."""
    budget.main()
    inventory = verbs.find_inventory("lab")
    device = inventory.devices[HOST]
    login = _least(lambda: _ssh(inventory, device, "true"))
    batch = _least(lambda: collect.collect_one(inventory, device))
    apart = _least(lambda: [_ssh(inventory, device, "sudo -n true") for _ in facts.commands("debian")], 1)
    print(f"{HOST}: {len(facts.commands('debian'))} commands")
    print(f"login alone             {login:8.3f} s   1,0 x")
    print(f"one batch (ours)        {batch:8.3f} s   {batch / login:.1f} x".replace(".", ","))
    print(f"one login per command   {apart:8.3f} s   {apart / login:.1f} x".replace(".", ","))
    return 0


def _least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def _ssh(inventory: Inventory, device: Device, command: str) -> None:
    subprocess.run(
        ["ssh", "-F", str(ssh_config_for(inventory)), "-o", "ControlMaster=no", "-o", "ControlPath=none", device.name, command],
        check=False, capture_output=True, timeout=60,
    )  # fmt: skip
