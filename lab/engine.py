"""Bring the lab up and down; single.py stops and starts single devices of it."""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict
from types import ModuleType

from lab import access, access_points, imported, modes, openwrt, requirements, simulated
from lab.access import Entry
from lab.hosts import DELIVERED, INVENTORY, Host, devices, recorded
from lab.image import build
from lab.paths import BUILD, STATE, control_sockets
from lab.run import LabError, end_streams, run, say
from lab.single import BOOT_SECONDS, WAIT_FOR_BOOT, status
from lab.state import State, load, locked, save
from lab.vm import image
from truongluy import inventory
from truongluy.verdict import Text


def up(*, fresh: bool = False, rebuild: bool = False, wifi_vm: bool = True) -> None:
    """Bring the whole lab up; does nothing when it is up. `fresh` starts from newly delivered hosts.

    Without `wifi_vm`, and where this machine can't run one, access points that are virtual machines are left out.
    """
    started = time.monotonic()
    wanted = access_points.possible([host for host in devices() if wifi_vm or host.kind != "vm"])
    with locked():
        state = load()
        if state and not fresh and not rebuild and _is_up(state, wanted):
            _deliver_reports(wanted)
            say("phòng lab đang chạy sẵn", "the lab is already up")
            return
        requirements.refuse_if_missing()
        images = _images(rebuild, vm=any(host.kind == "vm" for host in wanted))
        _down(state)
        with _cleaning_up():
            _up(wanted, images)
    say(f"phòng lab sẵn sàng sau {time.monotonic() - started:.1f} giây", "the lab is ready")


def _images(rebuild: bool, *, vm: bool) -> dict[str, str]:
    """The images of containers, kind -> name; that of the virtual machines is made meanwhile: a build keeps one core busy."""
    with ThreadPoolExecutor(1) as pool:
        try:
            disk = pool.submit(image.ensure, rebuild) if vm else None
            images = build.ensure(rebuild)
            if disk:
                disk.result()
        except BaseException:
            end_streams()
            raise
    return images


def _up(wanted: list[Host], images: dict[str, str]) -> None:
    chosen = modes.choose()
    say(chosen.WHY.vi, chosen.WHY.en)
    state: State = {"mode": chosen.NAME, "devices": [asdict(host) for host in wanted], "complete": False}
    save(state)
    boxes, others = _containers(wanted), _simulated(wanted)
    described = inventory.load(INVENTORY)
    access.make_wifi_secrets(described)
    passphrases = access.make_room_secrets(described)
    access.make_secrets((host.name for host in others if host.kind == "switch"), passphrases)
    for host in others:
        simulated.launch(state, host)
    chosen.prepare(state)
    say(f"khởi động {len(boxes)} máy trong container", f"booting {len(boxes)} hosts in containers")
    for host in boxes:
        chosen.create(state, host, images[host.kind], wanted)
    with _booting(state, wanted) as booting:
        keys = _each(lambda host: _hand_over(chosen, state, host), boxes)
        state["host_keys"] = {host.name: key for host, key in zip(boxes, keys, strict=True)}
        machines = [boot.result() for boot in booting]
    state["host_keys"] |= {entry.name: entry.host_key for entry in machines}
    _write_access(chosen, state, wanted, machines)
    _each(_prove_login, boxes)
    _deliver_reports(wanted)
    state["complete"] = True
    save(state)


@contextmanager
def _booting(state: State, wanted: list[Host]) -> Iterator[list[Future[Entry]]]:
    """Switch the virtual machines on, to boot while containers do: they are the slowest of all."""
    plugged = access_points.plug(state, [host for host in wanted if host.kind == "vm"])
    state["left_out"] = [host.name for host in wanted if host.kind == "vm" and host not in plugged]
    save(state)
    with ThreadPoolExecutor(4) as pool:
        try:
            yield [pool.submit(access_points.boot, state, host, wanted) for host in plugged]
        except BaseException:
            access_points.remove_all(state)
            raise


def _deliver_reports(wanted: list[Host]) -> None:
    for host in wanted:
        if host.kind == "reported":
            imported.deliver(host.name, host.platform)


def _hand_over(chosen: ModuleType, state: State, host: Host) -> str:
    """Wait for a host to boot, put it in the state it is delivered in, and return its public host key."""
    own = DELIVERED / f"{host.name}.sh"
    parts = [DELIVERED / ("day0.sh" if host.kind == "bare" else "account.sh"), own]
    key = access.DAY0_KEY if host.kind == "bare" else access.KEY
    if host.kind == "openwrt":
        return openwrt.hand_over(chosen.execute(state, host), host, own.read_text())
    delivered = "\n".join(part.read_text() for part in parts if part.is_file())
    script = f"""{WAIT_FOR_BOOT}
KEY='{key.with_suffix(".pub").read_text().strip()}'
(
set -e
{delivered}
) >&2 </dev/null
[ $? -eq 0 ] || exit 1
cat /etc/ssh/ssh_host_ed25519_key.pub
"""
    try:
        done = run([*chosen.execute(state, host), "sh", "-s"], stdin=script, timeout=BOOT_SECONDS + 60)
    except LabError as failed:
        text = Text(f"{host.name}: máy không khởi động xong", f"{host.name}: the host did not come up")
        raise LabError(text, failed.detail) from failed
    return done.stdout.strip().splitlines()[-1]


def _write_access(chosen: ModuleType, state: State, wanted: list[Host], machines: list[Entry]) -> None:
    entries = [
        access.Entry(host.name, host.address, state["host_keys"][host.name], _route(chosen, state, host))
        for host in _containers(wanted)
    ]
    bare = {host.name for host in wanted if host.kind == "bare"}
    entries += [simulated.entry(state, host) for host in _simulated(wanted)]
    entries += machines
    access.write_web_interfaces(simulated.web_interfaces(state, _simulated(wanted)))
    access.write(entries, [entry for entry in entries if entry.name in bare])


def _route(chosen: ModuleType, state: State, host: Host) -> dict[str, str]:
    """How ssh gets there; OpenWrt knows no account but root."""
    return chosen.route(state, host) | ({"User": "root"} if host.kind == "openwrt" else {})


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
    simulated.stop_all(known)
    access_points.remove_all(known)
    chosen = modes.named(known["mode"]) if known else modes.choose()
    chosen.remove(known)
    for folder in (BUILD / "run", *simulated.FOLDERS, imported.REPORTS, access.AUTHORITY):
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


def _is_up(state: State, wanted: list[Host]) -> bool:
    left_out = set(state.get("left_out", ()))
    if not state.get("complete") or recorded(state) != [host for host in wanted if host.name not in left_out]:
        return False
    return all(value == "running" for value in status().values())


def _containers(wanted: list[Host]) -> list[Host]:
    return [host for host in wanted if host.kind in ("host", "bare", "openwrt")]


def _simulated(wanted: list[Host]) -> list[Host]:
    return [host for host in wanted if host.kind in simulated.KINDS and simulated.available(host.kind)]


def _each(work: Callable[[Host], str | None], items: list[Host]) -> list[str | None]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(work, items))
