"""The way in to a host of the lab, when the host is off."""

import os
import subprocess
from collections.abc import Iterator

import pytest

from lab import nested
from lab.hosts import Host

# As a host that was just switched off: its card is still known, so nothing says that nobody is there.
_SILENT = """set -e
ip link add v0 type veth peer name v1
ip addr add 192.0.2.1/24 dev v0
ip link set v0 up
ip link set v1 up
ip neigh add 192.0.2.9 lladdr 02:00:00:00:00:09 nud permanent dev v0
echo $$
exec sleep inf
"""


@pytest.fixture
def silent() -> Iterator[int]:
    """Process id in a network where every call goes unanswered."""
    if os.getuid() != 0:
        pytest.skip("cần quyền root để tạo mạng riêng / needs root to make a network of its own")
    holder = subprocess.Popen(
        ["unshare", "--net", "sh", "-c", _SILENT], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        yield int(holder.stdout.readline())
    finally:
        holder.terminate()
        holder.wait()


@pytest.mark.slow
def test_a_host_that_is_off_is_given_up(silent):
    """ssh ends its nc by SIGHUP, which under nohup goes unheard: nc would call on for minutes, with ssh's output
    held open for whoever reads it."""
    route = nested.route({"holder": {"pid": silent}}, Host("files-01", "192.0.2.9", "host"))
    options = [part for name, value in route.items() for part in ("-o", f"{name}={value}")]
    answer = subprocess.run(
        ["env", "--ignore-signal=HUP", "ssh", "-F", "none", "-o", "ConnectTimeout=2", *options, "files-01", "true"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=40, check=False,
    )  # fmt: skip
    assert answer.returncode == 255
    assert "timed out" in answer.stderr
