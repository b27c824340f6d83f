"""pyinfra inventory of day 0: the hosts named in TRUONGLUY_BOOTSTRAP, each by the door that is open now.

A host that already knows our account is entered by it (with sudo); any other by root with the day-0 key.
Settings, all optional but the first: TRUONGLUY_BOOTSTRAP (device names, comma separated), TRUONGLUY_INVENTORY
(path), TRUONGLUY_SSH_CONFIG, TRUONGLUY_KNOWN_HOSTS, TRUONGLUY_DAY0_SSH_CONFIG (root and the day-0 key),
TRUONGLUY_ACCOUNT_KEY (our public key) and TRUONGLUY_DAY0_KEY (the public key that root must lose).
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from truongluy import inventory
from truongluy.access import ROOT, known_hosts_for, ssh_config_for
from truongluy.verdict import InputError

ACCOUNT = "truongluy"


def _hosts() -> list[tuple[str, dict[str, Any]]]:
    found = inventory.load(Path(os.environ.get("TRUONGLUY_INVENTORY", ROOT / "inventories" / "lab")))
    chosen = os.environ.get("TRUONGLUY_BOOTSTRAP", "")
    config = ssh_config_for(found)
    day0 = Path(os.environ.get("TRUONGLUY_DAY0_SSH_CONFIG", f"{config}.day0"))
    shared = {
        "ssh_known_hosts_file": str(known_hosts_for(found)),
        "ssh_strict_host_key_checking": "yes",
        "ssh_allow_agent": False,
        "ssh_look_for_keys": False,
        "account": ACCOUNT,
        "account_config": str(config),
        "account_key": _key("TRUONGLUY_ACCOUNT_KEY", config.parent / "id_ed25519.pub"),
        "day0_key": _key("TRUONGLUY_DAY0_KEY", config.parent / "day0_ed25519.pub"),
    }
    return [(device.name, shared | _door(device.name, config, day0)) for device in found.select(chosen)]


def _door(name: str, config: Path, day0: Path) -> dict[str, Any]:
    """How to enter now: our account where it works, else root by the day-0 key."""
    answer = subprocess.run(
        ["ssh", "-F", str(config), "-o", "ControlPath=none", name, "sudo -n true"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=False,
    )
    if answer.returncode == 0:
        return {"ssh_config_file": str(config), "ssh_user": ACCOUNT, "_sudo": True}
    return {"ssh_config_file": str(day0), "ssh_user": "root"}


def _key(variable: str, default: Path) -> str:
    """The public key in a file, without its comment."""
    path = Path(os.environ.get(variable, default))
    if not path.is_file():
        sys.exit(f"{path}: không có khóa công khai, hãy đặt {variable} / no public key there, set {variable}")
    return " ".join(path.read_text().split()[:2])


try:
    day_zero = _hosts()
except InputError as wrong:
    sys.exit(str(wrong))
