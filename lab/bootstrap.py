"""Run the day-0 deploy (pyinfra, in its own process) on the lab's bare hosts."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from lab import access, modes
from lab.hosts import INVENTORY, devices
from lab.paths import BUILD, ROOT
from lab.run import LabError, say, stream
from lab.state import load
from truongluy.verdict import Text

_PLAYBOOKS = ROOT / "playbooks"
LOG = BUILD / "bootstrap.log"
_SECONDS = 240


def run_all() -> int:
    """Bootstrap every bare host of the lab; returns how many operations changed something (0: all were ready)."""
    bare = [host for host in devices() if host.kind == "bare"]
    state = load()
    if state is None:
        raise LabError(Text("phòng lab chưa chạy; hãy `lab up`", "the lab is not up; run `lab up`"))
    if not bare:
        return 0
    names = [host.name for host in bare]
    # paramiko under pyinfra's gevent can wait for ever behind a ProxyCommand (seen with OpenSSH 10), so pyinfra
    # goes into the lab's network where there is one to go into.
    prefix = modes.named(state["mode"]).inside(state)
    access.write_inside(access.Entry(host.name, host.address, state["host_keys"][host.name]) for host in bare)
    config = access.INSIDE_SSH_CONFIG if prefix else access.SSH_CONFIG
    listed = ", ".join(names)
    say(f"chuẩn bị máy mới: {listed}", "making bare hosts ours (pyinfra)")
    changed = _changed(_deploy(names, prefix, config))
    say(f"xong, {changed} thao tác có thay đổi", f"done, {changed} operations changed something")
    return changed


def _deploy(names: list[str], prefix: list[str], config: Path) -> str:
    settings = {
        "TRUONGLUY_BOOTSTRAP": ",".join(names),
        "TRUONGLUY_INVENTORY": str(INVENTORY),
        "TRUONGLUY_SSH_CONFIG": str(config),
        "TRUONGLUY_KNOWN_HOSTS": str(access.KNOWN_HOSTS),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    deploy = [str(_PLAYBOOKS / name) for name in ("bootstrap_inventory.py", "bootstrap.py")]
    command = [*prefix, sys.executable, "-m", "pyinfra", "-y", *deploy]
    status = stream(command, LOG, lambda line: None, settings=settings, seconds=_SECONDS)
    output = LOG.read_text()
    if status != 0:
        raise LabError(
            Text(f"bước ngày đầu thất bại, xem {LOG}", f"the day-0 deploy failed, see {LOG}"),
            "\n".join(output.splitlines()[-8:]),
        )
    return output


def _changed(output: str) -> int:
    """Operations that changed something, from pyinfra's last table; its `Grand total` row is
    `operations success error no-change`, a dash for none. A table we cannot read is an error, not zero."""
    row = re.search(r"^\s*Grand total\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*$", output, flags=re.MULTILINE)
    if row is None:
        raise LabError(
            Text(f"không đọc được kết quả pyinfra, xem {LOG}", f"pyinfra's result is unreadable, see {LOG}")
        )
    return int(row.group(2).replace("-", "0"))
