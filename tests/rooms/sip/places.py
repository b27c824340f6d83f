"""Places in the lab's network where a test's own programs stand: each is a namespace with an address of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

BITS = 16


@dataclass(frozen=True)
class Place:
    """A network namespace; `prefix` before a command runs it there."""

    address: str
    prefix: tuple[str, ...]

    def run(self, *words: str, data: str = "", seconds: float = 60) -> subprocess.CompletedProcess[str]:
        """Run a command there to its end."""
        return subprocess.run(
            [*self.prefix, *words], input=data, capture_output=True, text=True, timeout=seconds, check=False
        )

    def start(self, *words: str, output: int | None = subprocess.PIPE) -> subprocess.Popen[str]:
        """Start a command there; whoever starts it ends it."""
        return subprocess.Popen(
            [*self.prefix, *words],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )


_JOIN = """set -e
bridge=$(ip -o -4 addr show to {gateway} | awk '{{print $2; exit}}')
ip link add {link} type veth peer name eth0 netns {pid}
ip link set {link} master "$bridge" up
nsenter --target={pid} --net -- sh -ec '
    ip link set lo up
    ip addr add {address}/{bits} dev eth0
    ip link set eth0 addrgenmode none
    ip link set eth0 up
    ping -c 20 -i 0.2 -w 8 {gateway} >/dev/null 2>&1 || true'
"""


@contextmanager
def place(network: Sequence[str], gateway: str, address: str) -> Iterator[Place]:
    """A place beside the lab's hosts for the block; `network` runs a command where the bridge with `gateway` is."""
    holder = subprocess.Popen(
        [*network, "unshare", "--net", "sh", "-c", "echo $$; exec sleep inf"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        pid = int(holder.stdout.readline())
        script = _JOIN.format(
            gateway=gateway, address=address, bits=BITS, pid=pid, link=f"t-{address.rpartition('.')[2]}-{pid}"[:15]
        )  # fmt: skip
        done = subprocess.run(
            [*network, "sh", "-c", script], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        yield Place(address, (*network, "nsenter", f"--target={pid}", "--net", "--"))
    finally:
        holder.terminate()
        holder.wait()
