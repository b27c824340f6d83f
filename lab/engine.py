"""Bring the lab up and down, and stop or start single devices of it."""

from __future__ import annotations

import json
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict
from types import ModuleType

from lab import access, containers, imported, modes, requirements, switches
from lab.hosts import Host, devices
from lab.image import build
from lab.paths import BUILD, ROOT, STATE, SWITCHES, control_sockets
from lab.run import LabError, run, say
from lab.state import State, load, locked, save
from truongluy.verdict import Text

_DELIVERED = ROOT / "lab" / "delivered"
_BOOT_SECONDS = 90
_WAIT_FOR_BOOT = f"""
for i in $(seq {_BOOT_SECONDS * 4}); do
    case $(systemctl is-system-running 2>/dev/null) in running|degraded) break ;; esac
    sleep 0.25
done
case $(systemctl is-system-running 2>/dev/null) in
    running|degraded) ;;
    *) echo 'systemd did not finish booting' >&2; exit 1 ;;
esac
"""


def up(*, fresh: bool = False, rebuild: bool = False) -> None:
    """Bring the whole lab up; does nothing when it is up. `fresh` starts from newly delivered hosts."""
    started = time.monotonic()
    wanted = devices()
    with locked():
        state = load()
        if state and not fresh and not rebuild and _is_up(state, wanted):
            _deliver_reports(wanted)
            say("phòng lab đang chạy sẵn", "the lab is already up")
            return
        requirements.refuse_if_missing()
        images = build.ensure(rebuild)
        _down(state)
        with _cleaning_up():
            _up(wanted, images)
    say(f"phòng lab sẵn sàng sau {time.monotonic() - started:.1f} giây", "the lab is ready")


def _up(wanted: list[Host], images: dict[str, str]) -> None:
    chosen = modes.choose()
    say(chosen.WHY.vi, chosen.WHY.en)
    state: State = {"mode": chosen.NAME, "devices": [asdict(host) for host in wanted], "complete": False}
    save(state)
    boxes, simulated = _containers(wanted), _switches(wanted)
    access.make_secrets(switch.name for switch in simulated)
    for switch in simulated:
        switches.launch(state, switch)
    chosen.prepare(state)
    say(f"khởi động {len(boxes)} máy Debian", f"booting {len(boxes)} Debian hosts")
    for host in boxes:
        chosen.create(state, host, images[host.kind], wanted)
    keys = _each(lambda host: _hand_over(chosen, state, host), boxes)
    state["host_keys"] = {host.name: key for host, key in zip(boxes, keys, strict=True)}
    _write_access(chosen, state, wanted)
    _each(_prove_login, boxes)
    _deliver_reports(wanted)
    state["complete"] = True
    save(state)


def _deliver_reports(wanted: list[Host]) -> None:
    for host in wanted:
        if host.kind == "reported":
            imported.deliver(host.name, host.platform)


def _hand_over(chosen: ModuleType, state: State, host: Host) -> str:
    """Wait for a host to boot, put it in the state it is delivered in, and return its public host key."""
    own = _DELIVERED / f"{host.name}.sh"
    parts = [_DELIVERED / ("day0.sh" if host.kind == "bare" else "account.sh"), own]
    key = access.DAY0_KEY if host.kind == "bare" else access.KEY
    delivered = "\n".join(part.read_text() for part in parts if part.is_file())
    script = f"""{_WAIT_FOR_BOOT}
KEY='{key.with_suffix(".pub").read_text().strip()}'
(
set -e
{delivered}
) >&2 </dev/null
[ $? -eq 0 ] || exit 1
cat /etc/ssh/ssh_host_ed25519_key.pub
"""
    try:
        done = run([*chosen.execute(state, host), "sh", "-s"], stdin=script, timeout=_BOOT_SECONDS + 60)
    except LabError as failed:
        text = Text(f"{host.name}: máy không khởi động xong", f"{host.name}: the host did not come up")
        raise LabError(text, failed.detail) from failed
    return done.stdout.strip().splitlines()[-1]


def _write_access(chosen: ModuleType, state: State, wanted: list[Host]) -> None:
    entries = [
        access.Entry(host.name, host.address, state["host_keys"][host.name], chosen.route(state, host))
        for host in _containers(wanted)
    ]
    bare = {host.name for host in wanted if host.kind == "bare"}
    entries += [switches.entry(state, switch) for switch in _switches(wanted)]
    access.write(entries, [entry for entry in entries if entry.name in bare])


def _prove_login(host: Host) -> None:
    """Log in to a host for real, over a connection of its own."""
    config = access.DAY0_SSH_CONFIG if host.kind == "bare" else access.SSH_CONFIG
    own = ["-o", "ControlPath=none", "-o", "ConnectionAttempts=3"]
    run(["ssh", "-F", str(config), *own, host.name, "true"], timeout=30)


def down() -> None:
    """Remove everything the lab made on this machine, whatever state it was left in."""
    with locked():
        _down(load())
    say("đã gỡ phòng lab", "the lab is gone")


def _down(state: State | None) -> None:
    access.close_shared_connections(control_sockets())
    known = state or {}
    switches.stop_all(known)
    chosen = modes.named(known["mode"]) if known else modes.choose()
    chosen.remove(known)
    for folder in (BUILD / "run", SWITCHES, imported.REPORTS):
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)
    for path in (*access.FILES, STATE):
        path.unlink(missing_ok=True)


@contextmanager
def _cleaning_up() -> Iterator[None]:
    """On failure or interruption remove what was made so far; a second Ctrl-C does not stop the cleaning."""
    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, signal.default_int_handler) if main else None
    try:
        yield
    except BaseException:
        old = signal.signal(signal.SIGINT, signal.SIG_IGN) if main else None
        say("dừng giữa chừng, đang dọn dẹp", "interrupted or failed, cleaning up")
        try:
            _down(load())
        finally:
            if main:
                signal.signal(signal.SIGINT, old)
        raise
    finally:
        if main:
            signal.signal(signal.SIGTERM, before)


def status() -> dict[str, str]:
    """Name -> `running`, `stopped` or `missing` for every device; empty when no lab is recorded."""
    state = load()
    if state is None:
        return {}
    chosen, seen = modes.named(state["mode"]), {}
    with suppress(LabError):
        command = [
            *chosen.podman(state),
            "ps",
            "--all",
            f"--filter=label={containers.LABEL}",
            "--format=json",
        ]
        seen = {found["Names"][0]: found["State"] for found in json.loads(run(command).stdout or "[]")}
    result = {}
    for device in _recorded(state):
        if device.kind == "switch":
            alive = switches.running(state, device)
        elif device.kind == "reported":
            alive = imported.reported(device.name)
        else:
            found = seen.get(containers.container(device.name))
            alive = found == "running"
            if found is None:
                result[device.name] = "missing"
                continue
        result[device.name] = "running" if alive else "stopped"
    return result


def stop(name: str) -> None:
    """Stop one device, as if its power failed in an orderly way: it stays in the lab but does not answer."""
    with locked():
        state, device = _find(name)
        access.close_shared_connection(name)
        if device.kind == "switch":
            switches.stop(state, name)
        elif device.kind == "reported":
            imported.withdraw(name)
        else:
            command = [
                *modes.named(state["mode"]).podman(state),
                "stop",
                "--time=10",
                containers.container(name),
            ]
            run(command, timeout=40)
    say(f"đã dừng {name}", f"{name} is stopped")


def start(name: str) -> None:
    """Start a stopped device again, with the disk and the host key it had; returns when it answers."""
    with locked():
        state, device = _find(name)
        if device.kind != "reported" and status().get(name) == "running":
            return
        if device.kind == "switch":
            switches.launch(state, device)
            switches.entry(state, device)
        elif device.kind == "reported":
            imported.deliver(name, device.platform)
        else:
            chosen = modes.named(state["mode"])
            chosen.start(state, device)
            run(
                [*chosen.execute(state, device), "sh", "-s"], stdin=_WAIT_FOR_BOOT, timeout=_BOOT_SECONDS + 20
            )
    say(f"đã khởi động {name}", f"{name} is running")


def _find(name: str) -> tuple[State, Host]:
    state = load()
    if state is None:
        raise LabError(Text("phòng lab chưa chạy; hãy `lab up`", "the lab is not up; run `lab up`"))
    known = {device.name: device for device in _recorded(state)}
    if name not in known:
        raise LabError(
            Text(f"{name}: không có trong phòng lab ({', '.join(known)})", f"{name}: not a device of the lab")
        )
    return state, known[name]


def _is_up(state: State, wanted: list[Host]) -> bool:
    if not state.get("complete") or _recorded(state) != wanted:
        return False
    return all(value == "running" for value in status().values())


def _recorded(state: State) -> list[Host]:
    return [Host(**device) for device in state.get("devices", [])]


def _containers(wanted: list[Host]) -> list[Host]:
    return [host for host in wanted if host.kind in ("host", "bare")]


def _switches(wanted: list[Host]) -> list[Host]:
    found = [host for host in wanted if host.kind == "switch"]
    return found if switches.available() else []


def _each(work: Callable[[Host], str | None], items: list[Host]) -> list[str | None]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(work, items))
