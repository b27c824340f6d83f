"""Change devices: Ansible's playbooks for all that have Python or a network CLI, pyinfra for what has a shell only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from truongluy.access import BUILD
from truongluy.inventory import Device, Inventory
from truongluy.inventory.classes import IMPORTED
from truongluy.provision import openwrt, playbooks
from truongluy.provision.running import Progress, Run

__all__ = ["Progress", "Run", "provision"]


def provision(
    inventory: Inventory,
    devices: Iterable[Device],
    *,
    check: bool = False,
    diff: bool = False,
    tags: str | None = None,
    as_of: str | None = None,
    playbook: str = "site.yml",
    progress: Progress | None = None,
) -> Run:
    """Bring devices to their baseline; output goes to a log under build/logs and line by line to `progress`.

    Devices that a manager of their own looks after are left out; one of the others there must be.
    """
    chosen = [device for device in devices if device.platform not in IMPORTED]
    shells = [device for device in chosen if device.platform == openwrt.PLATFORM]
    others = [device for device in chosen if device.platform != openwrt.PLATFORM]
    log = BUILD / "logs" / f"{Path(playbook).stem}{'-check' if check else ''}.log"
    log.unlink(missing_ok=True)
    runs = []
    if others or not shells:
        runs.append(
            playbooks.play(inventory, others, log, check=check, diff=diff, tags=tags, as_of=as_of,
                           playbook=playbook, progress=progress)
        )  # fmt: skip
    if shells and openwrt.concerned(tags, playbook):
        runs.append(
            openwrt.deploy(inventory, shells, log, check=check, diff=diff, as_of=as_of, progress=progress)
        )
    elif shells:
        runs.append(Run({device.name: 0 for device in shells}, (), 0, log))
    return _joined(runs, log)


def _joined(runs: list[Run], log: Path) -> Run:
    """Several tools' runs as one: it is as bad as the worst of them."""
    changed = {name: number for run in runs for name, number in run.changed.items()}
    failed = tuple(name for run in runs for name in run.failed)
    return Run(changed, failed, next((run.status for run in runs if run.status), 0), log)
