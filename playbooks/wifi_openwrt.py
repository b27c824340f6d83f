"""pyinfra deploy of OpenWrt access points: their UCI files as `values_for` wants them, under a dead-man timer.

Run by `invoke provision`, or by hand:
    TRUONGLUY_DEVICES=NAME pyinfra playbooks/wifi_openwrt_inventory.py playbooks/wifi_openwrt.py [--dry]
Order, always: back up, upload, arm the timer, apply, log in anew and confirm by that very login. A device that
nobody confirms brings back by itself what it had. No secret is printed: a mark stands for it.
Settings: those of the inventory, and TRUONGLUY_AS_OF (date), TRUONGLUY_DIFF (1: show how files change), TRUONGLUY_BACKUPS
and TRUONGLUY_RESULTS (folders), TRUONGLUY_DEAD_MAN (seconds, 120), TRUONGLUY_UCI_TEMPLATES (a folder in place of ours).
"""

import os
from datetime import date
from pathlib import Path

from pyinfra import host
from pyinfra.facts.server import Command
from pyinfra.operations import python, server

from truongluy import inventory, policy
from truongluy.access import BUILD, ROOT, ssh_config_for
from truongluy.dates import today
from truongluy.provision import uci_files
from truongluy.provision.openwrt_device import Device, upload

SECONDS = int(os.environ.get("TRUONGLUY_DEAD_MAN", "120"))
ON = date.fromisoformat(os.environ["TRUONGLUY_AS_OF"]) if os.environ.get("TRUONGLUY_AS_OF") else today()

owned = inventory.load_once(Path(os.environ.get("TRUONGLUY_INVENTORY", ROOT / "inventories" / "lab")))
device = Device(host.name, ssh_config_for(owned), Path(os.environ.get("TRUONGLUY_BACKUPS", BUILD / "backups")),
                Path(os.environ["TRUONGLUY_RESULTS"]) if os.environ.get("TRUONGLUY_RESULTS") else None)  # fmt: skip
now = device.files(host.get_fact(Command, device.READ))
states = device.states(host.get_fact(Command, device.STATES))
wanted = uci_files.wanted(
    owned, policy.load(), owned.devices[host.name], ON, now,
    Path(os.environ.get("TRUONGLUY_UCI_TEMPLATES", uci_files.TEMPLATES)),
)  # fmt: skip
changed = wanted.changed(now)
device.tell(
    changed, states, [wanted.diff(name, now) for name in changed] if os.environ.get("TRUONGLUY_DIFF") else []
)

if changed or states:
    python.call(name="Keep a copy of the present files here", function=device.back_up, files=now)
    upload(
        name="Bring the new files",
        files={name: wanted.files[name] for name in changed},
        _retries=2,
        _retry_delay=1,
    )
    if "packages" in states:
        server.shell(name="Install the full wpad", commands=[device.script("install")])
    server.shell(
        name=f"Undo everything in {SECONDS} s unless confirmed",
        commands=[device.script("arm", SECONDS, *changed)],
    )
    server.shell(
        name="Put the new files in place", commands=[device.script("apply", *changed, "--", *states)]
    )
    python.call(
        name="Confirm by a new login",
        function=device.confirm,
        seconds=SECONDS,
        changed=len(changed) + len(states),
    )
