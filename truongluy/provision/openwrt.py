"""Run pyinfra's deploy on OpenWrt devices, in a process of its own: it changes Python's own modules where it runs."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from truongluy.access import BUILD, ROOT, known_hosts_for, ssh_config_for, wifi_secrets_for
from truongluy.inventory import Device, Inventory
from truongluy.provision.relay import doors
from truongluy.provision.running import Progress, Run, logged

PLATFORM = "openwrt"
TAG = "wifi_access_point"
_PLAYBOOKS = ("site.yml", "wifi.yml")
_DEPLOY = ("wifi_openwrt_inventory.py", "wifi_openwrt.py")


def concerned(tags: str | None, playbook: str) -> bool:
    """Whether a run with these tags and this playbook is meant for access points at all."""
    return playbook in _PLAYBOOKS and (tags is None or TAG in tags.split(","))


def deploy(
    inventory: Inventory,
    devices: list[Device],
    log: Path,
    *,
    check: bool,
    diff: bool,
    as_of: str | None,
    progress: Progress | None,
) -> Run:
    """Bring OpenWrt devices to their baseline; each tells in a file of its own what it changed, or would."""
    with tempfile.TemporaryDirectory(prefix="truongluy-") as name:
        folder = Path(name)
        names = [device.name for device in devices]
        with doors(ssh_config_for(inventory), known_hosts_for(inventory), names, folder) as access:
            environment = _environment(inventory, names, folder, access, as_of, diff=diff)
            command = [
                sys.executable, "-m", "pyinfra", "-y", *(["--dry"] if check else []),
                *(str(ROOT / "playbooks" / name) for name in _DEPLOY),
            ]  # fmt: skip
            _, status = logged(command, environment, log, progress)
        told = {name: _told(folder / f"{name}.json") for name in names}
    done = ("planned", "applied") if check else ("applied",)
    changed = {name: int(one.get("changed", 0)) for name, one in told.items()}
    failed = tuple(name for name, one in told.items() if one.get("state") not in done)
    return Run(changed, failed, status or int(bool(failed)), log)


def _told(file: Path) -> dict[str, str | int]:
    """What a device's deploy said last; nothing when it never came that far."""
    return json.loads(file.read_text()) if file.is_file() else {}


def _environment(
    inventory: Inventory,
    names: list[str],
    folder: Path,
    access: tuple[Path, Path],
    as_of: str | None,
    *,
    diff: bool,
) -> dict[str, str]:
    """`access` is how pyinfra gets in; the proof of a new login goes the way that everybody goes."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PYTHONUNBUFFERED": "1",
        "TRUONGLUY_INVENTORY": str(inventory.path),
        "TRUONGLUY_DEVICES": ",".join(names),
        "TRUONGLUY_RESULTS": str(folder),
        "TRUONGLUY_BACKUPS": str(BUILD / "backups"),
        "TRUONGLUY_DIFF": "1" if diff else "",
        "TRUONGLUY_SSH_CONFIG": str(ssh_config_for(inventory)),
        "TRUONGLUY_DIRECT_SSH_CONFIG": str(access[0]),
        "TRUONGLUY_KNOWN_HOSTS": str(access[1]),
        "TRUONGLUY_WIFI_SECRETS": str(wifi_secrets_for(inventory)),
        **({"TRUONGLUY_AS_OF": as_of} if as_of else {}),
    }
