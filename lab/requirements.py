"""The system programs the lab needs, and the Debian and Ubuntu packages they come from."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from lab import modes
from lab.run import LabError, run, say
from truongluy.verdict import Text

# program (or file) -> package; the names are the same on Debian 12, Debian 13 and Ubuntu 24.04.
LAB = {
    "ssh": "openssh-client",
    "ssh-keygen": "openssh-client",
    "podman": "podman",
    "crun": "crun",
    "mmdebstrap": "mmdebstrap",
    "apt-ftparchive": "apt-utils",
    "gpg": "gnupg",
    "zstd": "zstd",
    "/usr/share/keyrings/debian-archive-keyring.gpg": "debian-archive-keyring",
}
PLAIN = {"netavark": "netavark", "aardvark-dns": "aardvark-dns"}
ROOTLESS = {"newuidmap": "uidmap", "dbus-daemon": "dbus-user-session", "slirp4netns": "slirp4netns"}
NESTED = {"nsenter": "util-linux", "ip": "iproute2", "busybox": "busybox"}
VM = {
    "qemu-system-x86_64": "qemu-system-x86",
    "qemu-img": "qemu-utils",
    "ip": "iproute2",
    "busybox": "busybox",
    "mke2fs": "e2fsprogs",
    "mmdebstrap": "mmdebstrap",
    "/usr/share/keyrings/debian-archive-keyring.gpg": "debian-archive-keyring",
    "ssh": "openssh-client",
}
# What tests of meetings run on this machine; the lab itself does without.
MEDIA = {"baresip": "baresip-core", "/usr/bin/chromium": "chromium", "certutil": "libnss3-tools"}
# What tests of the budget's workbooks open them with.
OFFICE = {
    "soffice": "libreoffice-calc-nogui",
    "/usr/lib/libreoffice/program/libsclo.so": "libreoffice-calc-nogui",
}

# Helper programs of podman live outside PATH.
_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/lib/podman", "/usr/libexec/podman")


def needed(*, vm: bool = False) -> dict[str, str]:
    """Program -> package for this machine: the lab, or with `vm` the virtual machine."""
    if vm:
        return VM
    if modes.choose().NAME == "nested":
        return LAB | NESTED
    return LAB | PLAIN | (ROOTLESS if os.getuid() else {})


def missing(programs: dict[str, str]) -> list[str]:
    """The packages, sorted, of the programs that are not on this machine."""
    return sorted({package for program, package in programs.items() if not _present(program)})


def _present(program: str) -> bool:
    if program.startswith("/"):
        return Path(program).exists()
    path = os.pathsep.join([os.environ.get("PATH", ""), *_FOLDERS])
    return shutil.which(program, path=path) is not None


def refuse_if_missing(*, vm: bool = False) -> None:
    """Raise LabError when a program is missing."""
    if packages := missing(needed(vm=vm)):
        names = " ".join(packages)
        raise LabError(
            Text(
                f"thiếu gói hệ thống: {names}; chạy `python -m lab requirements`",
                f"missing system packages: {names}; run `python -m lab requirements`",
            )
        )


def install(*, vm: bool = False, media: bool = False, office: bool = False) -> list[str]:
    """Install what is missing with apt and return it; says first what it will install."""
    return install_packages(missing(MEDIA if media else OFFICE if office else needed(vm=vm)))


def install_packages(packages: Iterable[str]) -> list[str]:
    """Install packages with apt, through sudo when we are not root; asks sudo's password if it needs one."""
    wanted = sorted(set(packages))
    if not wanted:
        return []
    if shutil.which("apt-get") is None:
        names = " ".join(wanted)
        raise LabError(
            Text(f"máy này không có apt; hãy tự cài: {names}", f"no apt here; install yourself: {names}")
        )
    prefix = [] if os.getuid() == 0 else ["sudo"]
    say(f"cài gói hệ thống: {' '.join(wanted)}", "installing system packages")
    if prefix and shutil.which("sudo") is None:
        raise LabError(
            Text("cần quyền root hoặc sudo để cài gói", "root or sudo is needed to install packages")
        )
    if prefix and sys.stdin.isatty():
        os.spawnvp(os.P_WAIT, "sudo", ["sudo", "-v"])
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    run([*prefix, *quiet, "update"], timeout=300)
    run([*prefix, *quiet, "install", "--no-install-recommends", *wanted], timeout=900)
    return wanted
