"""Lab hosts by ordinary podman: rootless on a laptop, or root on a machine with unified cgroup v2."""

from __future__ import annotations

import json
import os
import socket

from lab.containers import CALL, LABEL, NETWORK, container, options, remove_all, tap_script
from lab.hosts import Host
from lab.paths import LAB_ID
from lab.run import LabError, run
from lab.state import State, save
from truongluy.verdict import Text

NAME = "plain"
WHY = Text(
    "cgroup v2 thống nhất: các máy lab chạy bằng podman thông thường",
    "unified cgroup v2: lab hosts run under ordinary podman",
)


def prepare(state: State) -> None:
    """Make the lab's network."""
    if run(["podman", "network", "exists", LAB_ID], ok=(0, 1)).returncode == 0:
        return
    try:
        run(["podman", "network", "create", f"--subnet={NETWORK}", f"--label={LABEL}", LAB_ID])
    except LabError as refused:
        raise LabError(
            Text(
                f"không tạo được mạng {NETWORK}: có thể phòng lab của một bản sao khác đang chạy",
                f"network {NETWORK} could not be made: perhaps another checkout's lab is up",
            ),
            refused.detail,
        ) from refused


def create(state: State, host: Host, image: str, devices: list[Host]) -> None:
    """Create and boot one host; its sshd is published on a free loopback port."""
    port = free_port()
    state.setdefault("ports", {})[host.name] = port
    save(state)
    mapped = os.getuid() == 0
    run(
        [
            "podman",
            "run",
            *options(host, devices, mapped=mapped),
            f"--network={LAB_ID}",
            f"--ip={host.address}",
            f"--publish=127.0.0.1:{port}:22",
            image,
            "/sbin/init",
        ],
        timeout=120,
    )


def start(state: State, host: Host) -> None:
    """Boot a stopped host again."""
    run(["podman", "start", container(host.name)], timeout=60)


def execute(state: State, host: Host) -> list[str]:
    """Command prefix that runs something inside a host as root, without ssh."""
    return ["podman", "exec", "-i", container(host.name)]


def podman(state: State) -> list[str]:
    """Command prefix of podman where this lab's containers live."""
    return ["podman"]


def route(state: State, host: Host) -> dict[str, str]:
    """ssh_config settings that lead to a host."""
    return {"HostName": "127.0.0.1", "Port": str(state["ports"][host.name])}


def plug(state: State, tap: str) -> None:
    """Make a virtual machine's card in the lab's network, which is there once a container is."""
    described = json.loads(run(["podman", "network", "inspect", LAB_ID]).stdout)[0]
    # Podman with CNI (Debian 12) describes the bridge among its plugins.
    plugins = described.get("plugins", [])
    bridge = described.get("network_interface") or next(one["bridge"] for one in plugins if "bridge" in one)
    run([*network(state), "sh", "-ec", tap_script(tap, bridge)])


def tap_route(state: State, host: Host) -> dict[str, str]:
    """ssh_config settings that lead to a virtual machine: root is in its network, others go in first."""
    route = {"HostName": host.address, "Port": "22"}
    if prefix := network(state):
        route["ProxyCommand"] = f"{' '.join(prefix)} {CALL}"
    return route


def network(state: State) -> list[str]:
    """Command prefix that runs something where the lab's bridge is: rootless podman has a namespace for it."""
    return ["podman", "unshare", "--rootless-netns"] if os.getuid() else []


def inside(state: State) -> list[str]:
    """Nothing: here the forwarded ports are the way in."""
    return []


def remove(state: State) -> None:
    """Remove the hosts and their network."""
    remove_all(["podman"])
    run(["podman", "network", "rm", "--force", LAB_ID], ok=())


def free_port() -> int:
    """A TCP port on the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
