"""Bring the lab up and down, and stop or start single devices of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

from lab import access, containers, nested, plain, switches
from lab.hosts import Host, hosts
from lab.hosts import switches as simulated
from lab.image import build
from lab.paths import BUILD, ROOT, STATE, SWITCHES
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
_PRINT_KEY = "cat /etc/ssh/ssh_host_ed25519_key.pub\n"
_CAP_SYS_RESOURCE = 24


def mode() -> ModuleType:
    """How lab hosts can run on this machine: module `plain` or `nested`; LabError says why neither can.

    TRUONGLUY_LAB_MODE=plain|nested overrides the choice.
    """
    known = {"plain": plain, "nested": nested}
    if forced := os.environ.get("TRUONGLUY_LAB_MODE"):
        if forced not in known:
            raise LabError(
                Text(
                    f"TRUONGLUY_LAB_MODE={forced}: chỉ nhận plain hoặc nested",
                    f"TRUONGLUY_LAB_MODE={forced}: must be plain or nested",
                )
            )
        return known[forced]
    unified = Path("/sys/fs/cgroup/cgroup.controllers").is_file()
    root = os.getuid() == 0
    if unified and (not root or _has_capability(_CAP_SYS_RESOURCE)):
        return plain
    if root and "cgroup2" in Path("/proc/filesystems").read_text():
        return nested
    raise LabError(
        Text(
            "máy này không dùng cgroup v2 thống nhất: hãy chạy phòng lab bằng quyền root",
            "this machine has no unified cgroup v2: run the lab as root",
        )
    )


def _has_capability(number: int) -> bool:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapEff:"):
            return bool(int(line.split()[1], 16) >> number & 1)
    return False


def up(*, fresh: bool = False, rebuild: bool = False) -> None:
    """Bring the whole lab up; does nothing when it is up. `fresh` starts from newly delivered hosts."""
    started = time.monotonic()
    with locked():
        state = load()
        if state and not fresh and not rebuild and _all_running(state):
            say("phòng lab đang chạy sẵn", "the lab is already up")
            return
        images = build.ensure(rebuild)
        _down(state)
        with _cleaning_up():
            _up(images)
    say(f"phòng lab sẵn sàng sau {time.monotonic() - started:.1f} giây", "the lab is ready")
    say(f"thử: ssh -F {access.SSH_CONFIG.relative_to(ROOT)} {hosts()[0].name}", "try it")


def _up(images: dict[str, str]) -> None:
    chosen = mode()
    say(chosen.WHY.vi, chosen.WHY.en)
    state: State = {"mode": chosen.NAME, "images": images, "complete": False}
    save(state)
    access.make_secrets(host.name for host in simulated())
    chosen.prepare(state)
    say(f"khởi động {len(hosts())} máy Debian", f"booting {len(hosts())} Debian hosts")
    for host in hosts():
        chosen.create(state, host, images[host.kind])
    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(lambda host: _hand_over(chosen, state, host), hosts()))
    state["host_keys"] = dict(zip((host.name for host in hosts()), keys, strict=True))
    switches.start_all(state)
    _write_access(chosen, state)
    _prove_logins()
    state["complete"] = True
    save(state)


def _hand_over(chosen: ModuleType, state: State, host: Host) -> str:
    """Wait for a host to boot, put it in the state it is delivered in, and return its public host key."""
    own = _DELIVERED / f"{host.name}.sh"
    parts = [own] if host.kind == "bare" else [_DELIVERED / "accounts.sh", own]
    key = (access.DAY0_KEY if host.kind == "bare" else access.KEY).with_suffix(".pub").read_text().strip()
    delivered = "\n".join(part.read_text() for part in parts if part.is_file())
    script = f"{_WAIT_FOR_BOOT}\nset -e\nKEY='{key}'\n( {delivered}\n) >&2 </dev/null\n{_PRINT_KEY}"
    try:
        done = run([*chosen.execute(state, host), "sh", "-s"], stdin=script, timeout=_BOOT_SECONDS + 60)
    except LabError as failed:
        text = Text(f"{host.name}: máy không khởi động xong", f"{host.name}: the host did not come up")
        raise LabError(text, failed.detail) from failed
    return done.stdout.strip().splitlines()[-1]


def _write_access(chosen: ModuleType, state: State) -> None:
    entries = [
        access.Entry(host.name, host.address, state["host_keys"][host.name], chosen.route(state, host))
        for host in hosts()
    ]
    bare = {host.name for host in hosts() if host.kind == "bare"}
    started = state.get("switches", {})
    entries += [switches.entry(state, switch) for switch in simulated() if switch.name in started]
    access.write(entries, [entry for entry in entries if entry.name in bare])


def _prove_logins() -> None:
    """Log in to every host for real; only the bare ones must refuse our account."""

    def attempt(host: Host) -> None:
        config = access.DAY0_SSH_CONFIG if host.kind == "bare" else access.SSH_CONFIG
        own = ["-o", "ControlPath=none", "-o", "ConnectionAttempts=3"]
        run(["ssh", "-F", str(config), *own, host.name, "true"], timeout=30)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(attempt, hosts()))


def down() -> None:
    """Remove everything the lab made on this machine, whatever state it was left in."""
    with locked():
        _down(load())
    say("đã gỡ phòng lab", "the lab is gone")


def _down(state: State | None) -> None:
    access.close_shared_connections(host.name for host in (*hosts(), *simulated()))
    known = state or {}
    switches.stop_all(known)
    chosen = {"plain": plain, "nested": nested}.get(known.get("mode", "")) or mode()
    chosen.remove(known)
    with suppress(FileNotFoundError):
        shutil.rmtree(BUILD / "run")
    with suppress(FileNotFoundError):
        shutil.rmtree(SWITCHES)
    keys = [file for key in (access.KEY, access.DAY0_KEY) for file in (key, key.with_suffix(".pub"))]
    for path in (
        access.SSH_CONFIG,
        access.DAY0_SSH_CONFIG,
        access.KNOWN_HOSTS,
        access.CREDENTIALS,
        *keys,
        STATE,
    ):
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
    chosen = {"plain": plain, "nested": nested}[state["mode"]]
    try:
        listed = [*chosen.podman(state), "ps", "--all", f"--filter=label={containers.LABEL}", "--format=json"]
        seen = {found["Names"][0]: found["State"] for found in json.loads(run(listed).stdout or "[]")}
    except LabError:
        seen = {}
    result = {}
    for host in hosts():
        found = seen.get(containers.container(host.name))
        result[host.name] = "missing" if found is None else "running" if found == "running" else "stopped"
    for switch in simulated():
        if switch.name in state.get("switches", {}):
            result[switch.name] = "running" if switches.running(state, switch) else "stopped"
    return result


def _all_running(state: State) -> bool:
    return bool(state.get("complete")) and all(value == "running" for value in status().values())
