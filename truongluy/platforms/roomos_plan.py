"""The smallest change that brings a RoomOS endpoint to what is wished. Pure: no device, no network."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from truongluy.facts.cisco_roomos.lines import HIDDEN
from truongluy.platforms.planner import PlanError
from truongluy.verdict import Text

_LITERAL = re.compile(r"[A-Za-z0-9_.+-]+")
_UNTYPABLE = re.compile(r'["\\\x00-\x1f\x7f]')
# A wrong value here cuts us off: they come last, when all else is in place.
_LAST = ("NetworkServices SSH", "NetworkServices HTTP")
_OUR_WAY_IN = {"NetworkServices SSH Mode": "Off", "NetworkServices HTTP Mode": "Off"}
# They take effect when the endpoint starts again.
_AFTER_RESTART = ("Security Session ",)


@dataclass(frozen=True)
class Wish:
    """What an endpoint should be: settings, secret ones apart, those it may lack, its accounts, our passphrase."""

    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    optional: Collection[str] = ()
    accounts: Collection[str] = ()
    passphrase: str = field(default="", repr=False)
    renew_secrets: bool = False
    restart: bool = True


@dataclass(frozen=True)
class Found:
    """What an endpoint is: its settings, its accounts, and whether our passphrase let us in."""

    settings: Mapping[str, str]
    accounts: Collection[str]
    ours: bool


@dataclass(frozen=True)
class Step:
    """One setting to change; `before` is what it was, empty for a hidden one that is set."""

    path: str
    value: str = field(repr=False)
    before: str = ""
    secret: bool = False

    @property
    def shown(self) -> str:
        """The line that is typed, without a secret."""
        return line(self.path, HIDDEN if self.secret else self.value)


@dataclass(frozen=True)
class Plan:
    """Steps in order; whether our passphrase must be set; accounts to remove; before and after, without secrets."""

    steps: tuple[Step, ...]
    passphrase: bool
    accounts: tuple[str, ...]
    before: str
    after: str
    restart: bool

    @property
    def empty(self) -> bool:
        """Whether there is nothing to change."""
        return not (self.steps or self.passphrase or self.accounts)

    @property
    def shown(self) -> tuple[str, ...]:
        """What is typed, without secrets."""
        first = ("xCommand UserManagement User Passphrase Set",) if self.passphrase else ()
        removed = (f'xCommand UserManagement User Delete Username: "{name}"' for name in self.accounts)
        last = ("xCommand SystemUnit Boot Action: Restart",) if self.restart else ()
        return (*first, *(step.shown for step in self.steps), *removed, *last)

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        lines = difflib.unified_diff(
            self.before.splitlines(), self.after.splitlines(), "found", "wished", lineterm=""
        )
        return "\n".join(lines)


def line(path: str, value: str) -> str:
    """The line that sets a value."""
    return f"xConfiguration {path}: {value if _LITERAL.fullmatch(value) else quoted(value)}"


def quoted(value: str) -> str:
    """A value between quotes; raises PlanError for one that a line can't carry."""
    if _UNTYPABLE.search(value):
        raise PlanError(
            Text(
                "một giá trị có dấu nháy, dấu gạch ngược hoặc ký tự điều khiển, không gõ được trên thiết bị",
                "a value has a quote, a backslash or a control character that can't be typed on the device",
            )
        )
    return f'"{value}"'


def plan(found: Found, wish: Wish) -> Plan:
    """Plan the change; raises PlanError."""
    _check(found, wish)
    steps = [
        Step(path, value, found.settings[path])
        for path, value in wish.settings.items()
        if path in found.settings and found.settings[path] != value
    ]
    steps += _secrets(found, wish, steps)
    steps.sort(key=lambda step: step.path.startswith(_LAST))
    for step in steps:
        line(step.path, step.value)
    extra = tuple(sorted(set(found.accounts) - set(wish.accounts))) if wish.accounts else ()
    set_passphrase = bool(wish.passphrase) and not found.ours
    if set_passphrase:
        quoted(wish.passphrase)
    restart = wish.restart and any(step.path.startswith(_AFTER_RESTART) for step in steps)
    before, after = _texts(steps, set_passphrase, extra)
    return Plan(tuple(steps), set_passphrase, extra, before, after, restart)


def _check(found: Found, wish: Wish) -> None:
    for path in [*wish.settings, *wish.secrets]:
        if path not in found.settings and path not in wish.optional:
            raise PlanError(
                Text(f"thiết bị này không có thiết lập '{path}'", f"this endpoint has no setting '{path}'")
            )
    for path, value in _OUR_WAY_IN.items():
        if wish.settings.get(path) == value:
            raise PlanError(
                Text(
                    f"'{path}: {value}' sẽ cắt đường quản trị của chính ta",
                    f"'{path}: {value}' would cut our own way in",
                )
            )


def _secrets(found: Found, wish: Wish, steps: list[Step]) -> list[Step]:
    """A secret can't be compared: it is set where none is, where what it belongs to changes, and when asked."""
    changing = {step.path.split()[0] for step in steps}
    return [
        Step(path, value, "", secret=True)
        for path, value in wish.secrets.items()
        if wish.renew_secrets or not found.settings.get(path) or path.split()[0] in changing
    ]


def _texts(steps: list[Step], passphrase: bool, extra: tuple[str, ...]) -> tuple[str, str]:
    before = [line(step.path, step.before) for step in steps if not step.secret]
    after = [step.shown for step in steps]
    before += [f"account {name}" for name in extra]
    if passphrase:
        before.append("passphrase of our account: not ours")
        after.append("passphrase of our account: ours")
    return "".join(f"{one}\n" for one in sorted(before)), "".join(f"{one}\n" for one in sorted(after))
