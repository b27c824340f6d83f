"""Our own account's password and the privileged mode's: kept by a better hash where the device keeps a weak one.

The device never gives a password back, but it tells how it keeps it; that is what is compared. The password itself
stays the same: it is the one we log in with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from truongluy.facts.cisco_ios.access import password_kind
from truongluy.facts.cisco_ios.tree import Line, starts_with

BEST = "algorithm-type scrypt secret"
_FORECAST = "secret 9 <redacted>"


class CannotType(Exception):
    """A password holds a character that a command line can't carry."""


@dataclass(frozen=True)
class OwnSecrets:
    """What we log in with, and the ways of keeping it that are accepted."""

    username: str
    password: str = field(repr=False)
    enable: str = field(repr=False)
    accepted: tuple[str, ...]


def stronger(running: Line, own: OwnSecrets) -> tuple[list[str], list[str]]:
    """Commands that keep our secrets by the best hash, and what the configuration will show; both may be empty."""
    commands: list[str] = []
    forecast: list[str] = []
    accounts = [line.text for line in running.children if starts_with(line.text, f"username {own.username}")]
    if accounts and not any(password_kind(text) in own.accepted for text in accounts):
        found = re.search(r"\bprivilege \d+", accounts[0])
        head = f"username {own.username} " + (f"{found[0]} " if found else "")
        commands.append(f"{head}{BEST} {_typed(own.password)}")
        forecast += [f"no username {own.username}", head + _FORECAST]
    enables = [line.text for line in running.children if starts_with(line.text, "enable secret")]
    if own.enable and not any(password_kind(text) in own.accepted for text in enables):
        commands.append(f"enable {BEST} {_typed(own.enable)}")
        forecast += ["no enable secret", f"enable {_FORECAST}"]
    return commands, forecast


def _typed(secret: str) -> str:
    """The secret when it can be typed as one word; `?` would ask the device for help instead."""
    if not re.fullmatch(r"[!-~]+", secret) or "?" in secret:
        raise CannotType
    return secret
