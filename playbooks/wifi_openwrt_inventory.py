"""pyinfra inventory of OpenWrt access points: those of TRUONGLUY_DEVICES, entered as root with our key.

Settings, all optional but the first: TRUONGLUY_DEVICES (names, comma separated), TRUONGLUY_INVENTORY (path),
TRUONGLUY_SSH_CONFIG, TRUONGLUY_KNOWN_HOSTS, TRUONGLUY_DIRECT_SSH_CONFIG (one without ProxyCommand, which pyinfra can't use).
"""

import os
import sys
from pathlib import Path
from typing import Any

from truongluy import inventory
from truongluy.access import ROOT, known_hosts_for, ssh_config_for
from truongluy.provision.openwrt import PLATFORM
from truongluy.verdict import InputError


def _hosts() -> list[tuple[str, dict[str, Any]]]:
    found = inventory.load(Path(os.environ.get("TRUONGLUY_INVENTORY", ROOT / "inventories" / "lab")))
    chosen = found.select(os.environ.get("TRUONGLUY_DEVICES", ""))
    shared = {
        "ssh_config_file": os.environ.get("TRUONGLUY_DIRECT_SSH_CONFIG") or str(ssh_config_for(found)),
        "ssh_known_hosts_file": str(known_hosts_for(found)),
        "ssh_strict_host_key_checking": "yes",
        "ssh_user": "root",
        "ssh_allow_agent": False,
        "ssh_look_for_keys": False,
        # dropbear has no SFTP.
        "ssh_file_transfer_protocol": "scp",
    }
    return [(device.name, dict(shared)) for device in chosen if device.platform == PLATFORM]


try:
    openwrt = _hosts()
except InputError as wrong:
    sys.exit(str(wrong))
