"""Start and stop the virtual machine, and write how to reach it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time

from lab import access, processes, requirements
from lab.access import Entry
from lab.paths import LAB_ID, ROOT, control_sockets
from lab.plain import free_port
from lab.processes import Process
from lab.run import LabError, run, say
from lab.vm import image
from lab.vm.image import Image
from truongluy.verdict import Text

NAME = "kernel-01"
ADDRESS = "10.0.2.15"
BUILD = ROOT / "build" / "vm"
SSH_CONFIG = BUILD / "ssh_config"
KNOWN_HOSTS = BUILD / "known_hosts"
KEY = BUILD / "id_ed25519"
STATE = BUILD / "state.json"
CONSOLE = BUILD / "console.log"
_MARKER = f"{LAB_ID}-{NAME}"
_BOOT_SECONDS = 240
_FIRST_WORD_SECONDS = 6
_HOST_KEY = re.compile(r"^TRUONGLUY-HOST-KEY (ssh-ed25519 \S+)", flags=re.MULTILINE)


def up(*, rebuild: bool = False) -> None:
    """Boot the machine and wait until it answers over ssh; a running one is left alone."""
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
        _boot(files)
    except BaseException:
        down()
        raise
    say(f"{NAME} sẵn sàng sau {time.monotonic() - started:.1f} giây", f"{NAME} is ready")


def _boot(files: Image) -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    access.make_key(KEY, access.USER)
    port = free_port()
    process = _switch_on(files, port)
    entry = Entry(NAME, ADDRESS, _host_key(process), {"HostName": "127.0.0.1", "Port": str(port)})
    sockets = access.private_folder(control_sockets("vm"))
    KNOWN_HOSTS.write_text(access.known_hosts_line(entry))
    SSH_CONFIG.write_text(
        access.ssh_config([entry], user=access.USER, key=KEY, sockets=sockets, known_hosts=KNOWN_HOSTS)
    )
    _wait_for_login(process)


def _switch_on(files: Image, port: int) -> Process:
    """Start QEMU: with KVM where that works, else emulated.

    /dev/kvm can be there and not work (a virtual machine inside a virtual machine): a kernel that has said
    nothing after some seconds will not say anything later.
    """
    key = KEY.with_suffix(".pub").read_text().split()[1]
    if os.access("/dev/kvm", os.R_OK | os.W_OK):
        process = _launch(command(files, port, key, accelerator="kvm"), port)
        deadline = time.monotonic() + _FIRST_WORD_SECONDS
        while process.alive() and time.monotonic() < deadline:
            if CONSOLE.is_file() and CONSOLE.stat().st_size:
                return process
            time.sleep(0.2)
        processes.end(process)
        say("KVM không dùng được ở đây, chuyển sang giả lập", "KVM does not work here, emulating")
    return _launch(command(files, port, key, accelerator="tcg,thread=multi,tb-size=128"), port)


def _launch(words: list[str], port: int) -> Process:
    CONSOLE.unlink(missing_ok=True)
    with (BUILD / "qemu.log").open("w") as log:
        child = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    process = processes.identify(child.pid)
    if process is None:
        raise _failed()
    STATE.write_text(json.dumps({"process": process.record(), "port": port}))
    return process


def command(files: Image, port: int, key: str, *, accelerator: str) -> list[str]:
    """The QEMU command: nothing is written to the disk image, and only 127.0.0.1:`port` leads in; none leads out."""
    return [
        "qemu-system-x86_64",
        *("-name", _MARKER, "-machine", "q35", "-cpu", "max", "-smp", "2", "-m", "384"),
        *("-accel", accelerator),
        *("-display", "none", "-monitor", "none", "-serial", f"file:{CONSOLE}"),
        *("-drive", f"file={files.disk},format=raw,if=virtio,snapshot=on"),
        *("-netdev", f"user,id=lan,restrict=on,hostfwd=tcp:127.0.0.1:{port}-:22"),
        *("-device", "virtio-net-pci,netdev=lan"),
        *("-kernel", str(files.kernel), "-initrd", str(files.initrd)),
        *(
            "-append",
            f"console=ttyS0 net.ifnames=0 audit=1 lsm=lockdown,yama,apparmor truongluy.key={key}",
        ),
    ]


def _host_key(process: Process) -> str:
    """The host key the machine tells on its serial line at first boot."""
    deadline = time.monotonic() + _BOOT_SECONDS
    while time.monotonic() < deadline and process.alive():
        if CONSOLE.is_file() and (found := _HOST_KEY.search(CONSOLE.read_text(errors="replace"))):
            return found.group(1)
        time.sleep(0.5)
    raise _failed()


def _wait_for_login(process: Process) -> None:
    deadline = time.monotonic() + _BOOT_SECONDS
    probe = [
        "ssh",
        "-F",
        str(SSH_CONFIG),
        "-o",
        "ControlPath=none",
        NAME,
        "systemctl is-system-running --wait",
    ]
    while time.monotonic() < deadline and process.alive():
        # Exit status 1 is an answer too: the machine runs, with a failed unit.
        if run(probe, ok=(), timeout=_BOOT_SECONDS).returncode in (0, 1):
            return
        time.sleep(0.5)
    raise _failed()


def _failed() -> LabError:
    words = CONSOLE.read_text(errors="replace").splitlines()[-6:] if CONSOLE.is_file() else []
    log = BUILD / "qemu.log"
    words += log.read_text().splitlines()[-4:] if log.is_file() else []
    return LabError(
        Text(
            f"máy ảo không khởi động được; xem {CONSOLE}",
            f"the virtual machine did not come up; see {CONSOLE}",
        ),
        "\n".join(words),
    )


def running() -> bool:
    """Whether the machine runs."""
    process = _process()
    return process is not None and process.alive() and SSH_CONFIG.is_file()


def _process() -> Process | None:
    try:
        return processes.recorded(json.loads(STATE.read_text())["process"])
    except (FileNotFoundError, ValueError, KeyError):
        return None


def down() -> None:
    """Switch the machine off and remove what it left; works after a crash too."""
    access.close_shared_connections(control_sockets("vm"))
    for process in {_process(), *processes.matching("qemu-system-x86_64", _MARKER)}:
        processes.end(process)
    for path in (SSH_CONFIG, KNOWN_HOSTS, KEY, KEY.with_suffix(".pub"), STATE, CONSOLE):
        path.unlink(missing_ok=True)
