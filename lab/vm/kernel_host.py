"""kernel-01: the machine that tests marked `vm` use, reached through one loopback port and outside of the lab."""

from __future__ import annotations

import time
from ipaddress import IPv4Interface

from lab import access, requirements
from lab.paths import ROOT, control_sockets
from lab.plain import free_port
from lab.run import say
from lab.vm import image, machine
from lab.vm.machine import Machine

NAME = "kernel-01"
ADDRESS = IPv4Interface("10.0.2.15/24")
BUILD = ROOT / "build" / "vm"
KEY = BUILD / "id_ed25519"


def described(port: int = 0) -> Machine:
    """The machine; `port` of 127.0.0.1 leads to its sshd, and nothing leads out of it."""
    return Machine(
        NAME,
        ADDRESS,
        gateway="10.0.2.2",
        folder=BUILD,
        key=KEY,
        network=f"user,restrict=on,hostfwd=tcp:127.0.0.1:{port}-:22",
        route={"HostName": "127.0.0.1", "Port": str(port)},
        says=("audit=1", "lsm=lockdown,yama,apparmor"),
    )


def running() -> bool:
    """Whether it runs."""
    return machine.running(BUILD)


def up(*, rebuild: bool = False) -> None:
    """Boot it and wait until it answers over ssh; a running one is left alone."""
    requirements.refuse_if_missing(vm=True)
    if running() and not rebuild:
        say(f"{NAME} đang chạy sẵn", f"{NAME} is already up")
        return
    files = image.ensure(rebuild)
    down()
    started = time.monotonic()
    say(
        f"khởi động máy ảo {NAME} (khoảng nửa phút nếu không có KVM)",
        f"booting {NAME} (half a minute without KVM)",
    )
    try:
        BUILD.mkdir(parents=True, exist_ok=True)
        access.make_key(KEY, access.USER)
        machine.up(described(free_port()), files, access.private_folder(control_sockets("vm")))
    except BaseException:
        down()
        raise
    say(f"{NAME} sẵn sàng sau {time.monotonic() - started:.1f} giây", f"{NAME} is ready")


def down() -> None:
    """Switch it off and remove what it left; works after a crash too."""
    access.close_shared_connections(control_sockets("vm"))
    machine.remove(BUILD)
    for path in (KEY, KEY.with_suffix(".pub")):
        path.unlink(missing_ok=True)
