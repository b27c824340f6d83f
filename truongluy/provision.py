"""Run our playbooks over SSH: the one way every device class is changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from truongluy.access import BUILD, ROOT, credentials_for, known_hosts_for, ssh_config_for
from truongluy.inventory import Device, Inventory
from truongluy.inventory.classes import IMPORTED

_RECAP = re.compile(
    r"^(?P<host>\S+)\s+: ok=(?P<ok>\d+)\s+changed=(?P<changed>\d+)\s+unreachable=(?P<unreachable>\d+)\s+failed=(?P<failed>\d+)"
)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """What a playbook run did: changed tasks per host, hosts that failed, its exit status and its log."""

    changed: dict[str, int]
    failed: tuple[str, ...]
    status: int
    log: Path

    @property
    def ok(self) -> bool:
        """Whether every host was provisioned."""
        return self.status == 0 and not self.failed and bool(self.changed)

    @property
    def total_changed(self) -> int:
        """How many tasks changed something, over all hosts."""
        return sum(self.changed.values())


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
    """Run a playbook on devices; output goes to a log under build/logs and line by line to `progress`.

    Devices that a manager of their own looks after are left out; one of the others there must be.
    """
    chosen = [device for device in devices if device.platform not in IMPORTED]
    names = ",".join(device.name for device in chosen)
    command = [
        str(Path(sys.executable).parent / "ansible-playbook"),
        "-i", str(inventory.path / "hosts"), "--limit", names,
        *(["--check"] if check else []), *(["--diff"] if diff else []), *(["--tags", tags] if tags else []),
        str(ROOT / "playbooks" / playbook),
    ]  # fmt: skip
    log = BUILD / "logs" / f"{Path(playbook).stem}{'-check' if check else ''}.log"
    lines, status = _run(command, _environment(inventory, chosen, as_of), log, progress)
    return _summary(lines, status, log)


def _run(
    command: list[str], environment: dict[str, str], log: Path, progress: Progress | None
) -> tuple[list[str], int]:
    """The lines a command printed and its exit status; it never outlives us."""
    log.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    with log.open("w", encoding="utf-8") as stream, subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
    ) as process:  # fmt: skip
        assert process.stdout
        try:
            for line in process.stdout:
                stream.write(line)
                lines.append(line)
                if progress:
                    progress(line.rstrip("\n"))
        except BaseException:
            process.terminate()
            raise
    return lines, process.returncode


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
    if any(device.platform != "debian" for device in devices):
        environment["TRUONGLUY_KNOWN_HOSTS"] = str(known_hosts_for(inventory))
        environment["TRUONGLUY_CREDENTIALS"] = str(credentials_for(inventory))
    if as_of:
        environment["TRUONGLUY_AS_OF"] = as_of
    return environment
