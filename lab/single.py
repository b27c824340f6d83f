"""Single devices of a lab that is up: which run, stop one, start it again."""

from __future__ import annotations

import json
from contextlib import suppress

from lab import access, access_points, containers, imported, modes, openwrt, simulated
from lab.hosts import Host, recorded
from lab.run import LabError, run, say
from lab.state import State, load, locked
from truongluy.verdict import Text

BOOT_SECONDS = 90
WAIT_FOR_BOOT = f"""
for i in $(seq {BOOT_SECONDS * 4}); do
    case $(systemctl is-system-running 2>/dev/null) in running|degraded) break ;; esac
    sleep 0.25
done
case $(systemctl is-system-running 2>/dev/null) in
    running|degraded) ;;
    *) echo 'systemd did not finish booting' >&2; exit 1 ;;
esac
"""


def status() -> dict[str, str]:
    """Name -> `running`, `stopped` or `missing` for every device; empty when no lab is recorded."""
    state = load()
    if state is None:
        return {}
    seen = _containers(state)
    return {device.name: _status(state, device, seen) for device in recorded(state)}


def _containers(state: State) -> dict[str, str]:
    """Podman's name and state of each of our containers; empty when podman can't be asked."""
    with suppress(LabError):
        podman = modes.named(state["mode"]).podman(state)
        command = [*podman, "ps", "--all", f"--filter=label={containers.LABEL}", "--format=json"]
        return {found["Names"][0]: found["State"] for found in json.loads(run(command).stdout or "[]")}
    return {}


def _status(state: State, device: Host, seen: dict[str, str]) -> str:
    if device.kind in simulated.KINDS:
        alive = simulated.running(state, device)
    elif device.kind == "reported":
        alive = imported.reported(device.name)
    elif device.kind == "vm":
        alive = access_points.running(device)
    else:
        found = seen.get(containers.container(device.name))
        if found is None:
            return "missing"
        alive = found == "running"
    return "running" if alive else "stopped"


def stop(name: str) -> None:
    """Stop one device, as if its power failed in an orderly way: it stays in the lab but does not answer."""
    with locked():
        state, device = _find(name)
        access.close_shared_connection(name)
        if device.kind in simulated.KINDS:
            simulated.stop(state, name)
        elif device.kind == "reported":
            imported.withdraw(name)
        elif device.kind == "vm":
            access_points.stop(state, device)
        else:
            podman = modes.named(state["mode"]).podman(state)
            run([*podman, "stop", "--time=10", containers.container(name)], timeout=40)
    say(f"đã dừng {name}", f"{name} is stopped")


def start(name: str) -> None:
    """Start a stopped device again, with the disk and the host key it had; returns when it answers."""
    with locked():
        state, device = _find(name)
        if device.kind != "reported" and status().get(name) == "running":
            return
        if device.kind in simulated.KINDS:
            simulated.launch(state, device)
            simulated.entry(state, device)
        elif device.kind == "reported":
            imported.deliver(name, device.platform)
        elif device.kind == "vm":
            access_points.start(state, device)
        else:
            chosen = modes.named(state["mode"])
            chosen.start(state, device)
            inside = [*chosen.execute(state, device), "sh", "-s"]
            ready = openwrt.WAIT_FOR_START if device.kind == "openwrt" else WAIT_FOR_BOOT
            run(inside, stdin=ready, timeout=BOOT_SECONDS + 20)
    say(f"đã khởi động {name}", f"{name} is running")


def _find(name: str) -> tuple[State, Host]:
    state = load()
    if state is None:
        raise LabError(Text("phòng lab chưa chạy; hãy `lab up`", "the lab is not up; run `lab up`"))
    known = {device.name: device for device in recorded(state)}
    if name not in known:
        raise LabError(
            Text(f"{name}: không có trong phòng lab ({', '.join(known)})", f"{name}: not a device of the lab")
        )
    return state, known[name]
