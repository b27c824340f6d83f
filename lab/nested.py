"""Lab hosts for root on a machine without unified cgroup v2 (CI): everything lives in namespaces of our own.

A holder process owns a mount namespace (with its own cgroup2 mount) and a network namespace (with a bridge).
Each host gets a cgroup directory and a veth pair. With one cgroup tree for all hosts, each systemd would
count the others' processes as its own.
"""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

from lab import processes
from lab.containers import CALL, GATEWAY, MAPPED_ROOT, NETWORK, container, options, remove_all, tap_script
from lab.hosts import Host
from lab.paths import BUILD, LAB_ID
from lab.processes import Process
from lab.run import LabError, run
from lab.state import State, save
from truongluy.verdict import Text

NAME = "nested"
WHY = Text(
    "máy không có cây cgroup v2 thống nhất dùng được: các máy lab chạy trong namespace riêng",
    "no unified cgroup v2 tree we can use here: lab hosts run in namespaces of their own",
)

_HOLDER = f"{LAB_ID}-holder"
_CGROUP = f"/sys/fs/cgroup/{LAB_ID}"
# Podman would raise limits to its own defaults, which root may not do without CAP_SYS_RESOURCE.
_LIMITS = ["--ulimit=memlock=8388608:8388608", "--ulimit=nofile=1024:1024", "--ulimit=nproc=4096:4096"]
_NETWORK = f"""set -e
mount -t cgroup2 none /sys/fs/cgroup
mkdir -p {_CGROUP}
ip link set lo up
ip link add labbr type bridge
ip addr add {GATEWAY}/{NETWORK.prefixlen} dev labbr
ip link set labbr up
"""


def prepare(state: State) -> None:
    """Start the holder with its namespaces, cgroup tree and bridge."""
    holder = subprocess.Popen(
        [
            "unshare",
            "--mount",
            "--net",
            "--propagation=private",
            "bash",
            "-c",
            f"exec -a {_HOLDER} sleep inf",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    process = processes.identify(holder.pid)
    if process is None:
        raise LabError(Text("không tạo được namespace cho phòng lab", "could not make the lab's namespaces"))
    state["holder"] = process.record()
    save(state)
    _wait_for_namespace(process)
    run([*enter(state), "sh", "-c", _NETWORK])


def enter(state: State) -> list[str]:
    """Command prefix that runs something inside the lab's namespaces."""
    holder = processes.recorded(state.get("holder"))
    if holder is None or not holder.alive():
        raise LabError(
            Text(
                "tiến trình giữ namespace của phòng lab không còn; chạy `lab down` rồi `lab up`",
                "the process that holds the lab's namespaces is gone; run `lab down`, then `lab up`",
            )
        )
    return ["nsenter", f"--target={holder.pid}", "--mount", "--net", "--"]


def create(state: State, host: Host, image: str, devices: list[Host]) -> None:
    """Create and boot one host."""
    folder = BUILD / "run"
    folder.mkdir(parents=True, exist_ok=True)
    files = [f"--conmon-pidfile={folder / host.name}.conmon", f"--pidfile={folder / host.name}.pid"]
    outside = ["--cgroups=disabled", "--network=none"]
    _boot(
        state,
        host,
        [
            "podman",
            "run",
            *options(host, devices, mapped=True),
            *_LIMITS,
            *files,
            *outside,
            image,
            "/sbin/init",
        ],
    )


def start(state: State, host: Host) -> None:
    """Boot a stopped host again; its network has to be made anew."""
    _boot(state, host, ["podman", "start", container(host.name)])


def _boot(state: State, host: Host, command: list[str]) -> None:
    """Run podman inside the host's own cgroup, take podman's monitor out of it, and plug the network in."""
    group = f"{_CGROUP}/{host.name}"
    pid_file, monitor = (BUILD / "run" / f"{host.name}.{kind}" for kind in ("pid", "conmon"))
    link = f"v-{host.name}"[:15]
    script = f"""set -e
find {group} -depth -type d -exec rmdir {{}} + 2>/dev/null || true
mkdir -p {group}
cd {group}
chown {MAPPED_ROOT}:{MAPPED_ROOT} . cgroup.procs cgroup.subtree_control cgroup.threads
cd /
( echo $BASHPID >{group}/cgroup.procs; exec {shlex.join(command)} ) >/dev/null
cat {monitor} >/sys/fs/cgroup/cgroup.procs
p=$(cat {pid_file})
ip link delete {link} 2>/dev/null || true
ip link add {link} type veth peer name eth0 netns $p address {_mac(host.address)}
ip link set {link} master labbr up
nsenter -t $p -n sh -ec '
    ip addr add {host.address}/{NETWORK.prefixlen} dev eth0
    ip link set eth0 up
    ip route add default via {GATEWAY}'
"""
    run([*enter(state), "bash", "-c", script], timeout=120)


def _mac(address: str) -> str:
    """A hardware address of its own for each host, the same after a restart: neighbours remember it."""
    return "02:00:" + ":".join(f"{int(part):02x}" for part in address.split("."))


def execute(state: State, host: Host) -> list[str]:
    """Command prefix that runs something inside a host as root, without ssh."""
    return [*enter(state), "podman", "exec", "-i", container(host.name)]


def podman(state: State) -> list[str]:
    """Command prefix of podman where this lab's containers live."""
    return [*enter(state), "podman"]


def route(state: State, host: Host) -> dict[str, str]:
    """ssh_config settings that lead to a host."""
    holder = state["holder"]["pid"]
    return {
        "HostName": host.address,
        "Port": "22",
        "ProxyCommand": f"nsenter --target={holder} --net -- {CALL}",
    }


def plug(state: State, tap: str) -> None:
    """Make a virtual machine's card in the lab's network."""
    run([*network(state), "sh", "-ec", tap_script(tap, "labbr")])


def network(state: State) -> list[str]:
    """Command prefix that runs something where the lab's bridge is."""
    return inside(state)


def tap_route(state: State, host: Host) -> dict[str, str]:
    """ssh_config settings that lead to a virtual machine: the same as to any host."""
    return route(state, host)


def inside(state: State) -> list[str]:
    """Command prefix for a program of ours that shall sit in the lab's own network."""
    return ["nsenter", f"--target={state['holder']['pid']}", "--net", "--"]


def remove(state: State) -> None:
    """Remove the hosts, then the namespaces; works as well when the holder died or the state is lost."""
    holder = processes.recorded(state.get("holder"))
    inside = _surviving_namespace(holder)
    if inside:
        remove_all(["nsenter", f"--target={inside.pid}", "--mount", "--net", "--", "podman"])
    else:
        remove_all(["podman"])
    for process in {holder, *processes.matching(_HOLDER)}:
        processes.end(process)
    _remove_cgroups()


def _surviving_namespace(holder: Process | None) -> Process | None:
    """A process through which the lab's namespaces can still be entered: the holder, or a host's monitor."""
    monitors = []
    for file in sorted((BUILD / "run").glob("*.conmon")):
        process = processes.identify(int(file.read_text().strip() or 0))
        monitors += [process] if process and _is_our_monitor(process) else []
    candidates = [holder, *processes.matching(_HOLDER), *monitors]
    return next((process for process in candidates if process and process.alive()), None)


def _is_our_monitor(process: Process) -> bool:
    words = Path(f"/proc/{process.pid}/cmdline").read_bytes().split(b"\0")
    return words[0].endswith(b"conmon") and any(word.startswith(LAB_ID.encode()) for word in words)


def _remove_cgroups() -> None:
    """Remove the lab's cgroup directories where the machine itself shows its cgroup2 tree."""
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, where, kind, *_ = line.split()
        tree = Path(where) / LAB_ID
        if kind == "cgroup2" and tree.is_dir():
            run(["find", str(tree), "-depth", "-type", "d", "-exec", "rmdir", "{}", "+"], ok=())


def _wait_for_namespace(process: Process) -> None:
    """Wait until `unshare` has made the namespaces and become the holder (its name changes then)."""
    for _ in range(100):
        if process in processes.matching(_HOLDER):
            return
        run(["sleep", "0.05"])
    raise LabError(
        Text(
            "không tạo được namespace cho phòng lab (cần quyền root)",
            "could not make the lab's namespaces (root is needed)",
        )
    )
