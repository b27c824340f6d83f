"""Run Ansible's playbooks over SSH."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from truongluy.access import BUILD, ROOT, credentials_for, known_hosts_for, ssh_config_for
from truongluy.collect import SHELL
from truongluy.inventory import Device, Inventory
from truongluy.provision.running import Progress, Run, logged

_RECAP = re.compile(
    r"^(?P<host>\S+)\s+: ok=(?P<ok>\d+)\s+changed=(?P<changed>\d+)\s+unreachable=(?P<unreachable>\d+)\s+failed=(?P<failed>\d+)"
)


def play(
    inventory: Inventory,
    devices: list[Device],
    log: Path,
    *,
    check: bool,
    diff: bool,
    tags: str | None,
    as_of: str | None,
    playbook: str,
    progress: Progress | None,
) -> Run:
    """Run a playbook on devices."""
    names = ",".join(device.name for device in devices)
    command = [
        str(Path(sys.executable).parent / "ansible-playbook"),
        "-i", str(inventory.path / "hosts"), "--limit", names,
        *(["--check"] if check else []), *(["--diff"] if diff else []), *(["--tags", tags] if tags else []),
        str(ROOT / "playbooks" / playbook),
    ]  # fmt: skip
    lines, status = logged(command, _environment(inventory, devices, as_of), log, progress)
    return _summary(lines, status, log)


def _summary(lines: list[str], status: int, log: Path) -> Run:
    recaps = [found for line in lines if (found := _RECAP.match(line))]
    failed = tuple(r["host"] for r in recaps if int(r["failed"]) or int(r["unreachable"]))
    return Run({r["host"]: int(r["changed"]) for r in recaps}, failed, status, log)


def _environment(inventory: Inventory, devices: list[Device], as_of: str | None) -> dict[str, str]:
    config = ssh_config_for(inventory)
    environment = {
        **os.environ,
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        # -F gives the pinned host keys; Ansible's own ControlPersist arguments would override the file's.
        "ANSIBLE_SSH_ARGS": f"-F {config}",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_FORCE_COLOR": "0",
        "ANSIBLE_LOCAL_TEMP": str(BUILD / "ansible-tmp"),
        "PYTHONUNBUFFERED": "1",
        "TRUONGLUY_SSH_CONFIG": str(config),
    }
    if any(device.platform not in SHELL for device in devices):
        environment["TRUONGLUY_KNOWN_HOSTS"] = str(known_hosts_for(inventory))
        environment["TRUONGLUY_CREDENTIALS"] = str(credentials_for(inventory))
    if as_of:
        environment["TRUONGLUY_AS_OF"] = as_of
    return environment
