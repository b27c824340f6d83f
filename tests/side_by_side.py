"""Which tests may run beside which, when they run in several processes: all of one group run in one of them.

By file, since pytest-xdist 3.8 does not hand its own groups on under pytest 9.2: whoever hands tests out knows names only.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]
LAB, KERNEL = "lab", "vm"
_SIGNS = {LAB: ("mark.lab", "(demo", ", demo"), KERNEL: ("mark.vm",)}


def group_of(nodeid: str) -> str:
    """The group of a test: the lab's, the kernel's, or its own file's."""
    return _group_of_file(nodeid.split("::", 1)[0])


@cache
def _group_of_file(path: str) -> str:
    text = (ROOT / path).read_text(encoding="utf-8")
    return next((group for group, signs in _SIGNS.items() if any(sign in text for sign in signs)), path)


class Groups(LoadScopeScheduling):
    """Hands out a whole group at a time."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
