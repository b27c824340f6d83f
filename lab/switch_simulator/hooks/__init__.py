"""What a few commands do beyond being stored: normal spelling, side effects, refusals (named by `hook=` in *.cli)."""

from __future__ import annotations

from ..store import Change
from . import accounts, lists, ports, system

HOOKS = {**accounts.HOOKS, **lists.HOOKS, **ports.HOOKS, **system.HOOKS}


def run_hook(change: Change) -> None:
    """Run the hook that the grammar names for this command, if any."""
    if name := change.rule.get("hook"):
        HOOKS[name](change)
