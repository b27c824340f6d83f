"""Run the day-0 deploy (pyinfra, in its own process) on the lab's bare hosts."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from lab import access
from lab.hosts import INVENTORY, devices
from lab.paths import BUILD, ROOT
from lab.run import LabError, say
from truongluy.verdict import Text

_PLAYBOOKS = ROOT / "playbooks"
LOG = BUILD / "bootstrap.log"


def run_all() -> int:
    """Bootstrap every bare host of the lab; returns how many operations changed something (0: all were ready)."""
    names = [host.name for host in devices() if host.kind == "bare"]
    if not names:
        return 0
    listed = ", ".join(names)
    say(f"chuẩn bị máy mới: {listed}", "making bare hosts ours (pyinfra)")
    changed = _changed(_deploy(names))
    say(f"xong, {changed} thao tác có thay đổi", f"done, {changed} operations changed something")
    return changed


def _deploy(names: list[str]) -> str:
    settings = {
        "TRUONGLUY_BOOTSTRAP": ",".join(names),
        "TRUONGLUY_INVENTORY": str(INVENTORY),
        "TRUONGLUY_SSH_CONFIG": str(access.SSH_CONFIG),
        "TRUONGLUY_KNOWN_HOSTS": str(access.KNOWN_HOSTS),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pyinfra",
            "-y",
            str(_PLAYBOOKS / "bootstrap_inventory.py"),
            str(_PLAYBOOKS / "bootstrap.py"),
        ],
        cwd=ROOT,
        env=os.environ | settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    LOG.write_text(done.stdout)
    if done.returncode != 0:
        raise LabError(
            Text(f"bước ngày đầu thất bại, xem {LOG}", f"the day-0 deploy failed, see {LOG}"),
            "\n".join(done.stdout.splitlines()[-8:]),
        )
    return done.stdout


def _changed(output: str) -> int:
    """Operations that changed something, from pyinfra's last table; its `Grand total` row is
    `operations success error no-change`, a dash for none. A table we cannot read is an error, not zero."""
    row = re.search(r"^\s*Grand total\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*$", output, flags=re.MULTILINE)
    if row is None:
        raise LabError(
            Text(f"không đọc được kết quả pyinfra, xem {LOG}", f"pyinfra's result is unreadable, see {LOG}")
        )
    return int(row.group(2).replace("-", "0"))
