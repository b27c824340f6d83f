"""Choose how lab hosts run on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType

from lab import nested, plain
from lab.run import LabError
from truongluy.verdict import Text

_KNOWN = {"plain": plain, "nested": nested}
_CAP_SYS_RESOURCE = 24


def named(name: str) -> ModuleType:
    """The module of a recorded mode."""
    if name not in _KNOWN:
        raise LabError(Text(f"{name}: chỉ nhận plain hoặc nested", f"{name}: must be plain or nested"))
    return _KNOWN[name]


def choose() -> ModuleType:
    """Module `plain` or `nested`; LabError says why neither can be.

    TRUONGLUY_LAB_MODE=plain|nested overrides the choice.
    """
    if forced := os.environ.get("TRUONGLUY_LAB_MODE"):
        return named(forced)
    root = os.getuid() == 0
    unified = Path("/sys/fs/cgroup/cgroup.controllers").is_file()
    return _decide(root, unified, _has_capability(_CAP_SYS_RESOURCE), _kernel_knows_cgroup2())


def _decide(root: bool, unified: bool, may_raise_limits: bool, cgroup2: bool) -> ModuleType:
    if unified and (not root or may_raise_limits):
        return plain
    if root and cgroup2:
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


def _kernel_knows_cgroup2() -> bool:
    return "cgroup2" in Path("/proc/filesystems").read_text()
