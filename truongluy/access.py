"""How devices are reached: one ssh_config and one known_hosts for Ansible, testinfra, pyinfra and netmiko alike.

The lab generates its own under build/lab. Elsewhere the engineer keeps `ssh_config` and `known_hosts` beside
the inventory (or sets TRUONGLUY_SSH_CONFIG and TRUONGLUY_KNOWN_HOSTS). Host keys are verified everywhere.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from truongluy.inventory import Inventory
from truongluy.verdict import InputError, Problem, Text

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"


def ssh_config_for(inventory: Inventory) -> Path:
    """The ssh_config through which every device of an inventory is reached; raises InputError when there is none."""
    return _file(inventory, "TRUONGLUY_SSH_CONFIG", "ssh_config")


def known_hosts_for(inventory: Inventory) -> Path:
    """The pinned host keys of an inventory."""
    return _file(inventory, "TRUONGLUY_KNOWN_HOSTS", "known_hosts")


def credentials_for(inventory: Inventory) -> Path:
    """The file with the credentials of network devices; refused when others can read it."""
    return _private(_file(inventory, "TRUONGLUY_CREDENTIALS", "credentials.yml"))


def wifi_secrets_for(inventory: Inventory) -> Path:
    """The file with passphrases, RADIUS secrets and accounts of Wi-Fi; refused when others can read it."""
    return _private(_file(inventory, "TRUONGLUY_WIFI_SECRETS", "wifi_secrets.yml"))


def room_secrets_for(inventory: Inventory) -> Path:
    """The file with SIP passwords, PINs and server keys of meeting rooms; refused when others can read it."""
    return _private(_file(inventory, "TRUONGLUY_ROOM_SECRETS", "room_secrets.yml"))


def web_interfaces_for(inventory: Inventory) -> Path:
    """The file that says where the web interfaces of video endpoints are, and which certificates they show."""
    return _file(inventory, "TRUONGLUY_WEB_INTERFACES", "web_interfaces.yml")


def _private(path: Path) -> Path:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InputError(
            [_problem(path, "người khác đọc được", "can be read by others", f"chmod 600 {path}")]
        )
    return path


def imported_for(inventory: Inventory) -> Path:
    """The folder with the reports of agents and device managers; it need not exist."""
    return (BUILD / inventory.name if inventory.lab else inventory.path) / "imported"


def ca_for(inventory: Inventory) -> Path:
    """The folder of the organisation's own certificate authority; it need not exist yet."""
    given = os.environ.get("TRUONGLUY_CA")
    return Path(given) if given else (BUILD / inventory.name if inventory.lab else inventory.path) / "ca"


def _file(inventory: Inventory, variable: str, name: str) -> Path:
    given = os.environ.get(variable)
    home = BUILD / inventory.name if inventory.lab else inventory.path
    path = Path(given) if given else home / name
    if not path.is_file():
        remedy = "invoke lab.up" if inventory.lab else f"create {path}, or set {variable}"
        raise InputError([_problem(path, "không có", "does not exist", remedy)])
    return path


def _problem(path: Path, vi: str, en: str, remedy: str) -> Problem:
    return Problem(
        path,
        0,
        Text(f"tệp truy cập {vi}", f"the access file {en}"),
        Text("không thể kết nối an toàn tới thiết bị", "devices can't be reached safely"),
        Text(remedy, remedy),
    )
