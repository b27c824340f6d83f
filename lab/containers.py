"""What both ways of running a lab host have in common: its podman options."""

from __future__ import annotations

import time
from ipaddress import IPv4Network

from lab.hosts import Host
from lab.paths import LAB_ID
from lab.run import run

NETWORK = IPv4Network("10.99.0.0/16")
GATEWAY = str(NETWORK[1])

CALL = "busybox nc -w 10 %h %p"
"""How a ProxyCommand calls a host. Under nohup ssh can't end nc (by SIGHUP): it gives up a host that is off by itself."""
LABEL = f"truongluy.lab={LAB_ID}"

# Just what systemd's sandboxing, nftables, ping, aide and sshd's audit records need; never --privileged.
_CAPABILITIES = "NET_ADMIN,NET_RAW,SYS_ADMIN,AUDIT_WRITE,SYS_PTRACE,DAC_READ_SEARCH"

# Root's containers get ids of their own, above all that /etc/subuid hands out (SUB_UID_MAX is 600100000):
# root in a lab host is nobody on the machine, so kernel.* settings and the clock stay out of its reach.
MAPPED_ROOT = 700_000_000


def container(name: str) -> str:
    """The podman name of a lab host."""
    return f"{LAB_ID}-{name}"


def options(host: Host, devices: list[Host], *, mapped: bool) -> list[str]:
    """Options of `podman run` for one host, which knows all `devices` by name; `mapped` is for root."""
    names = [f"--add-host={other.name}:{other.address}" for other in devices]
    user = [f"--uidmap=0:{MAPPED_ROOT}:65536", f"--gidmap=0:{MAPPED_ROOT}:65536"] if mapped else []
    return [
        "--detach",
        f"--name={container(host.name)}",
        f"--hostname={host.name}",
        f"--label={LABEL}",
        f"--systemd={'false' if host.kind == 'openwrt' else 'always'}",
        "--cgroupns=private",
        f"--cap-add={_CAPABILITIES}",
        "--security-opt=unmask=ALL",
        *user,
        *names,
    ]


def remove_all(podman: list[str]) -> None:
    """Remove every container of this lab; `podman` is the command to reach them by.

    Podman's own monitor cleans up at the same moment, and the one who comes second may fail: so ask again.
    """
    for last in (False, False, False, True):
        listed = run([*podman, "ps", "--all", "--quiet", f"--filter=label={LABEL}"]).stdout.split()
        if not listed:
            return
        done = run([*podman, "rm", "--force", "--time=0", *listed], timeout=120, ok=(0,) if last else ())
        if done.returncode == 0:
            return
        time.sleep(0.5)


def tap_script(tap: str, bridge: str) -> str:
    """Shell commands that make a virtual machine's card anew and put it on the network of the containers."""
    return f"""ip link delete {tap} 2>/dev/null || true
ip tuntap add dev {tap} mode tap
ip link set {tap} master {bridge} up
"""
