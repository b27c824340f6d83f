"""Change devices: Ansible's playbooks for all that have Python or a network CLI, pyinfra for what has a shell only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from truongluy.access import BUILD
from truongluy.inventory import Device, Inventory
from truongluy.inventory.classes import IMPORTED
from truongluy.provision import openwrt, playbooks
from truongluy.provision.running import Progress, Run
from truongluy.provision.side_by_side import Part, together

__all__ = ["Progress", "Run", "provision"]

LINUX = "debian"
"""The platform whose devices take the servers' roles."""


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
    """Bring devices to their baseline; output goes to a log of the inventory under build/logs and line by line to `progress`.

    Linux hosts, network devices and OpenWrt are provisioned side by side. Devices that a manager of their own looks
    after are left out; one of the others there must be.
    """
    chosen = [device for device in devices if device.platform not in IMPORTED]
    shells = [device for device in chosen if device.platform == openwrt.PLATFORM]
    lots = {
        "linux": [device for device in chosen if device.platform == LINUX],
        "network": [device for device in chosen if device.platform not in (LINUX, openwrt.PLATFORM)],
    }
    log = BUILD / "logs" / inventory.name / f"{Path(playbook).stem}{'-check' if check else ''}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    common: dict[str, Any] = {"check": check, "diff": diff, "as_of": as_of}
    parts = [
        _part(log, name, partial(playbooks.play, inventory, lot, tags=tags, playbook=playbook, **common))
        for name, lot in lots.items()
        if lot or not (chosen or name == "network")
    ]
    idle = []
    if shells and openwrt.concerned(tags, playbook):
        parts.append(_part(log, openwrt.PLATFORM, partial(openwrt.deploy, inventory, shells, **common)))
    elif shells:
        idle.append(Run({device.name: 0 for device in shells}, (), 0, log))
    runs = together(parts, progress)
    with log.open("w", encoding="utf-8") as joined:
        joined.writelines(run.log.read_text(encoding="utf-8") for run in runs if run.log.is_file())
    return _joined([*runs, *idle], log)


def _part(log: Path, name: str, tool: Callable[..., Run]) -> Part:
    """A tool's run, to be started later; it writes a log of its own, which joins the others when all have ended."""

    def run(progress: Progress) -> Run:
        own = log.with_suffix(f".{name}.log")
        own.unlink(missing_ok=True)
        return tool(own, progress=progress)

    return run


def _joined(runs: list[Run], log: Path) -> Run:
    """Several tools' runs as one: it is as bad as the worst of them."""
    changed = {name: number for run in runs for name, number in run.changed.items()}
    failed = tuple(name for run in runs for name in run.failed)
    return Run(changed, failed, next((run.status for run in runs if run.status), 0), log)
