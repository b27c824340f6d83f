"""Virtual machines under QEMU: switch one on and off, and write how to reach it.

A `Machine` describes one; kernel_host.py and ../access_points.py say which there are. All boot the same image; who a
machine is, it reads on its kernel's command line.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Interface
from pathlib import Path
from typing import Any

from lab import access, processes
from lab.access import Entry
from lab.processes import Process
from lab.run import LabError, run, say
from lab.vm.image import Image
from truongluy.verdict import Text

_BOOT_SECONDS = 240
_FIRST_WORD_SECONDS = 6
_FILES = ("ssh_config", "known_hosts", "state.json", "console.log", "qemu.log", "disk.qcow2")
_EMULATED = "tcg,thread=multi,tb-size=128"
_HOST_KEY = re.compile(r"^TRUONGLUY-HOST-KEY (ssh-ed25519 \S+)", flags=re.MULTILINE)


@dataclass(frozen=True)
class Machine:
    """One virtual machine: everything about it lies in `folder`, and our account logs in there with `key`.

    `network` is QEMU's -netdev for its only card, `inside` the command prefix that runs QEMU where that network is.
    `says` are words for the kernel's command line, beside who the machine is. `keeps_disk`: what it writes outlives
    its being switched off, until `remove`; else the disk is as delivered each time.
    """

    name: str
    address: IPv4Interface
    gateway: str
    folder: Path
    key: Path
    network: str
    route: Mapping[str, str]
    inside: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    keeps_disk: bool = False

    @property
    def ssh_config(self) -> Path:
        """The ssh_config that leads into it."""
        return self.folder / "ssh_config"

    @property
    def known_hosts(self) -> Path:
        """Its pinned host key."""
        return self.folder / "known_hosts"

    @property
    def console(self) -> Path:
        """What it said on its serial line since it was last switched on."""
        return self.folder / "console.log"


def up(machine: Machine, files: Image, sockets: Path | None = None) -> Entry:
    """Switch a machine on for the first time and wait until it answers over ssh; returns how to reach it."""
    machine.folder.mkdir(parents=True, exist_ok=True)
    if machine.keeps_disk:
        backing = ("-b", str(files.disk), "-F", "raw", str(machine.folder / "disk.qcow2"))
        run(["qemu-img", "create", "-q", "-f", "qcow2", *backing])
    process = switch_on(machine, files)
    entry = Entry(machine.name, str(machine.address.ip), _host_key(machine, process), dict(machine.route))
    machine.known_hosts.write_text(access.known_hosts_line(entry))
    machine.ssh_config.write_text(
        access.ssh_config(
            [entry], user=access.USER, key=machine.key, sockets=sockets, known_hosts=machine.known_hosts
        )
    )
    wait_for_login(machine)
    return entry


def switch_on(machine: Machine, files: Image) -> Process:
    """Start QEMU: with KVM where that works, else emulated.

    /dev/kvm can be there and not work (a virtual machine inside a virtual machine): a kernel that has said
    nothing after some seconds will not say anything later. A machine that ran before is not asked again.
    """
    before = _record(machine.folder).get("accelerator")
    if before != _EMULATED and os.access("/dev/kvm", os.R_OK | os.W_OK):
        process = _launch(machine, files, "kvm")
        deadline = time.monotonic() + _FIRST_WORD_SECONDS
        while process.alive() and time.monotonic() < deadline:
            if machine.console.is_file() and machine.console.stat().st_size:
                return process
            time.sleep(0.2)
        processes.end(process)
        say("KVM không dùng được ở đây, chuyển sang giả lập", "KVM does not work here, emulating")
    return _launch(machine, files, _EMULATED)


def _launch(machine: Machine, files: Image, accelerator: str) -> Process:
    machine.console.unlink(missing_ok=True)
    words = command(machine, files, accelerator=accelerator)
    with (machine.folder / "qemu.log").open("w") as log:
        child = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    process = processes.identify(child.pid)
    if process is None:
        raise _failed(machine)
    record = {"process": process.record(), "accelerator": accelerator}
    (machine.folder / "state.json").write_text(json.dumps(record))
    return process


def command(machine: Machine, files: Image, *, accelerator: str) -> list[str]:
    """The QEMU command; the image in the cache is never written."""
    own = machine.folder / "disk.qcow2"
    disk = f"file={own},format=qcow2" if machine.keeps_disk else f"file={files.disk},format=raw,snapshot=on"
    key = machine.key.with_suffix(".pub").read_text().split()[1]
    who = {"name": machine.name, "address": machine.address, "gateway": machine.gateway, "key": key}
    hardware_address = "02:54:" + machine.address.ip.packed.hex(":")
    kernel = ["console=ttyS0", "net.ifnames=0", *machine.says]
    kernel += [f"truongluy.{word}={value}" for word, value in who.items()]
    return [
        *machine.inside,
        "qemu-system-x86_64",
        *("-name", _marker(machine.folder), "-machine", "q35", "-cpu", "max", "-smp", "2", "-m", "384"),
        *("-accel", accelerator),
        *("-display", "none", "-monitor", "none", "-serial", f"file:{machine.console}"),
        *("-drive", f"{disk},if=virtio"),
        *("-netdev", f"{machine.network},id=lan"),
        *("-device", f"virtio-net-pci,netdev=lan,mac={hardware_address}"),
        *("-kernel", str(files.kernel), "-initrd", str(files.initrd)),
        *("-append", " ".join(kernel)),
    ]


def _host_key(machine: Machine, process: Process) -> str:
    """The host key the machine tells on its serial line at first boot."""
    deadline = time.monotonic() + _BOOT_SECONDS
    while time.monotonic() < deadline and process.alive():
        if machine.console.is_file():
            found = _HOST_KEY.search(machine.console.read_text(errors="replace"))
            if found:
                return found.group(1)
        time.sleep(0.5)
    raise _failed(machine)


def wait_for_login(machine: Machine) -> None:
    """Wait until the machine has booted and lets us in."""
    deadline = time.monotonic() + _BOOT_SECONDS
    while time.monotonic() < deadline and running(machine.folder):
        # Exit status 1 is an answer too: the machine runs, with a failed unit.
        if ssh(machine, "systemctl is-system-running --wait", ok=(), seconds=_BOOT_SECONDS).returncode in (
            0,
            1,
        ):
            return
        time.sleep(0.5)
    raise _failed(machine)


def ssh(
    machine: Machine, words: str, *, stdin: str = "", ok: tuple[int, ...] = (0,), seconds: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run a command line on the machine, over a connection of its own."""
    login = ["ssh", "-F", str(machine.ssh_config), "-o", "ControlPath=none", machine.name, words]
    return run(login, stdin=stdin, ok=ok, timeout=seconds)


def _failed(machine: Machine) -> LabError:
    words = machine.console.read_text(errors="replace").splitlines()[-6:] if machine.console.is_file() else []
    log = machine.folder / "qemu.log"
    words += log.read_text().splitlines()[-4:] if log.is_file() else []
    return LabError(
        Text(
            f"máy ảo {machine.name} không khởi động được; xem {machine.console}",
            f"virtual machine {machine.name} did not come up; see {machine.console}",
        ),
        "\n".join(words),
    )


def running(folder: Path) -> bool:
    """Whether the machine of a folder runs and there is a way in."""
    process = _process(folder)
    return process is not None and process.alive() and (folder / "ssh_config").is_file()


def _process(folder: Path) -> Process | None:
    return processes.recorded(_record(folder).get("process"))


def _record(folder: Path) -> dict[str, Any]:
    """What was written down when the machine was last switched on; empty when it never was."""
    try:
        return json.loads((folder / "state.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}


def switch_off(machine: Machine) -> None:
    """Ask the machine to power off, so that what it wrote is on its disk, and insist when it does not."""
    process = _process(machine.folder)
    if process and process.alive():
        ssh(machine, "sudo -n systemctl poweroff", ok=(), seconds=20)
        deadline = time.monotonic() + 30
        while process.alive() and time.monotonic() < deadline:
            time.sleep(0.2)
    processes.end(process)


def end(folder: Path) -> None:
    """End the machine of a folder at once; works after a crash too."""
    for process in {_process(folder), *processes_in(folder)}:
        processes.end(process)


def processes_in(folder: Path) -> list[Process]:
    """The QEMU processes of a folder, recorded or not."""
    return processes.matching("qemu-system-x86_64", _marker(folder))


def remove(folder: Path) -> None:
    """End the machine of a folder and remove what it left there."""
    end(folder)
    for name in _FILES:
        (folder / name).unlink(missing_ok=True)


def _marker(folder: Path) -> str:
    """The word by which a machine's QEMU process is known."""
    return f"truongluy:{folder}"
