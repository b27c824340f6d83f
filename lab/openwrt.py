"""The simulated OpenWrt of the lab: its files are put into its container, and its services are started."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from lab import access
from lab.hosts import Host
from lab.paths import ROOT
from lab.run import LabError, run
from truongluy.verdict import Text

FILES = ROOT / "lab" / "openwrt_simulator" / "root"
_SECONDS = 60
WAIT_FOR_START = """
for i in $(seq 40); do
    if netstat -ltn | grep -q ':22 '; then exit 0; fi
    sleep 0.25
done
echo 'no SSH server listens' >&2
exit 1
"""
_START = """set -e
{delivered}
/etc/init.d/rcS >&2 </dev/null
dropbearkey -y -f /etc/dropbear/dropbear_ed25519_host_key | grep ^ssh-ed25519
"""


def hand_over(prefix: list[str], host: Host, delivered: str) -> str:
    """Make a new container the device as its maker delivers it; returns its public host key.

    `prefix` runs a command in the container; `delivered` is the shell script of this device's own settings.
    """
    try:
        subprocess.run(
            [*prefix, "tar", "-xf", "-", "-C", "/"],
            input=packed(FILES), capture_output=True, timeout=_SECONDS, check=True,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
        said = (failed.stderr or b"").decode(errors="replace")
        text = Text(
            f"{host.name}: không chép được tệp vào máy", f"{host.name}: its files could not be copied"
        )
        raise LabError(text, said) from failed
    key = access.KEY.with_suffix(".pub").read_text().strip()
    script = f"KEY='{key}'\n" + _START.format(delivered=delivered)
    return run([*prefix, "sh", "-s"], stdin=script, timeout=_SECONDS).stdout.strip().splitlines()[-1]


def packed(folder: Path) -> bytes:
    """A tar file of a folder's files, all of them root's."""

    def owned(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        return member

    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.add(folder, arcname=".", filter=owned)
    return buffer.getvalue()
