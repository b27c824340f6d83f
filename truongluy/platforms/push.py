"""Changing a network device so that a change that cuts us off undoes itself.

Order, always: back up, arm the dead-man, push, log in anew, read back, disarm, save, check the save.
Until the new session has read back what was intended, nothing is saved; when anything fails before, the device
restarts by itself with the configuration that it had saved.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from netmiko import BaseConnection

from truongluy.facts.cisco_ios.redaction import redact
from truongluy.facts.cisco_ios.tree import parse, render
from truongluy.platforms.connection import CannotReach, ConnectionSettings, login_of, session, told
from truongluy.platforms.own_secrets import OwnSecrets
from truongluy.platforms.planner import Plan, model_of, plan
from truongluy.verdict import Text

SAVE = "write memory"
# Not anchored at the end: a device announces a coming restart on every line, after the prompt if it has to.
_CONFIG_PROMPT = r"\(config[^)\n]*\)#"
_PRIVILEGED_PROMPT = r"\n[^\s(]+#"
_CALLED_OFF = r"SHUTDOWN ABORTED|[Nn]o reload|% ?\w"


class PushFailed(Exception):
    """The change did not come through; `reason` says what happened and what the device does now."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Wish:
    """What a device should be: intended text, patterns of lines to remove, accepted ways of keeping our password."""

    intended: str
    absent: tuple[str, ...] = ()
    platform: str = "cisco_ios"
    password_kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What was (or, in check mode, would be) done; nothing here holds a secret."""

    plan: Plan
    saved: bool
    backup: Path | None = None
    commands: tuple[str, ...] = field(default=())

    @property
    def changed(self) -> bool:
        """Whether the device differs, or would differ, from before."""
        return bool(self.commands)


def configure(
    device: str,
    wish: Wish,
    settings: ConnectionSettings,
    *,
    check: bool = False,
    minutes: int = 3,
    backups: Path = Path("build/backups"),
) -> Outcome:
    """Bring a device to what is wished; with `check` only tell. Raises CannotReach, PlanError or PushFailed.

    `minutes` is how long the dead-man waits. A configuration that is right but not saved is saved.
    """
    with session(device, settings, wish.platform) as connection:
        running, startup = _show(connection, "running", settings), _show(connection, "startup", settings)
        change = _plan(device, running, wish, settings)
        saved = _same(running, startup)
        commands = (*change.shown, *(() if saved and change.empty else (SAVE,)))
        if check or not commands:
            return Outcome(change, saved, None, commands)
        backup = _back_up(device, running, backups)
        if not change.empty:
            _arm(device, connection, minutes, settings)
            try:
                with told(device):
                    _push(device, connection, change, wish.platform, settings)
            except CannotReach as lost:
                raise _undone(device, minutes, lost.reason) from None
    more = _confirm(device, wish, settings, minutes, armed=not change.empty)
    return Outcome(change, True, backup, (*commands, *more))


def _plan(device: str, running: str, wish: Wish, settings: ConnectionSettings) -> Plan:
    own = None
    if wish.password_kinds:
        login = login_of(device, settings)
        own = OwnSecrets(login["username"], login["password"], login["secret"], wish.password_kinds)
    return plan(running, wish.intended, wish.absent, wish.platform, own)


def _show(connection: BaseConnection, which: str, settings: ConnectionSettings) -> str:
    return str(connection.send_command(f"show {which}-config", read_timeout=settings.answer_seconds))


def _same(running: str, startup: str) -> bool:
    return "startup-config is not present" not in startup and render(parse(running)) == render(parse(startup))


def _back_up(device: str, running: str, folder: Path) -> Path:
    """Keep the running configuration, secrets and all, readable by us alone."""
    place = folder / device
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = place / f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.cfg"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(running + "\n")
    return path


def _exchange(
    connection: BaseConnection, command: str, ends: str, confirm: str, settings: ConnectionSettings
) -> str:
    """Type a command, answer its questions (never 'save?' with yes), and return all the device said."""
    said = ""
    for _ in range(4):
        heard = str(
            connection.send_command(
                command, expect_string=rf"(?:{ends}|{confirm})", read_timeout=settings.answer_seconds,
                strip_prompt=False, strip_command=False, cmd_verify=False,
            )
        )  # fmt: skip
        said += heard
        tail = heard.rstrip().splitlines()[-1] if heard.strip() else ""
        if not re.search(confirm, tail):
            return said
        command = _answer(tail)
    return said


def _answer(question: str) -> str:
    if re.search(r"[Ss]ave", question):
        return "no"
    return "yes" if "yes/no" in question else ("y" if "y/n" in question else "\n")


def _arm(device: str, connection: BaseConnection, minutes: int, settings: ConnectionSettings) -> None:
    """Make the device restart by itself unless we call it off."""
    confirm = model_of("cisco_ios").confirm_pattern
    said = _exchange(connection, f"reload in {minutes}", _PRIVILEGED_PROMPT, confirm, settings)
    state = str(connection.send_command("show reload", read_timeout=settings.answer_seconds))
    if not re.search(r"Reload scheduled", said + state):
        raise PushFailed(
            Text(
                f"'{device}' không nhận lệnh tự khởi động lại có hẹn giờ; chưa thay đổi gì",
                f"'{device}' did not accept the timed reload; nothing was changed",
            )
        )


def _push(
    device: str, connection: BaseConnection, change: Plan, platform: str, settings: ConnectionSettings
) -> None:
    model = model_of(platform)
    connection.config_mode()
    for command in change.commands:
        said = _exchange(connection, command, _CONFIG_PROMPT, model.confirm_pattern, settings)
        refused = re.search(rf"^.*(?:{model.error_pattern}).*$", said, re.MULTILINE)
        if refused:
            shown, words = redact("push", command), refused[0].strip()[:120]
            raise PushFailed(
                Text(
                    f"'{device}' từ chối dòng '{shown}': {words}. Thiết bị sẽ tự khởi động lại với cấu hình đã lưu",
                    f"'{device}' refused the line '{shown}': {words}. The device restarts by itself as it was saved",
                )
            )
    # The name may have changed: the prompt that netmiko remembers must be learnt again.
    connection.exit_config_mode()
    connection.set_base_prompt()


def _undone(device: str, minutes: int, cause: Text) -> PushFailed:
    return PushFailed(
        Text(
            f"mất liên lạc khi đang thay đổi '{device}' ({cause.vi}); trong {minutes} phút thiết bị tự khởi động lại "
            "với cấu hình đã lưu",
            f"lost touch while changing '{device}' ({cause.en}); within {minutes} minutes the device restarts by itself "
            "with its saved configuration",
        )
    )


def _confirm(
    device: str, wish: Wish, settings: ConnectionSettings, minutes: int, *, armed: bool, again: bool = True
) -> tuple[str, ...]:
    """Log in anew, see that nothing is left to change, call off the restart, save and check the save.

    What is left is pushed once more, for some lines show only when others are in: a VTP server keeps its VLANs out of
    sight. Returns the lines of that second push, fit to be shown.
    """
    try:
        with session(device, settings, wish.platform) as connection:
            left = _plan(device, _show(connection, "running", settings), wish, settings)
            if left.empty:
                if armed:
                    _disarm(device, connection, settings)
                    armed = False
                _save(device, connection, settings)
                return ()
            if not (armed and again):
                raise PushFailed(_left(device, left, minutes))
            _push(device, connection, left, wish.platform, settings)
    except CannotReach as lost:
        raise (_undone(device, minutes, lost.reason) if armed else _unsaved(device, lost.reason)) from None
    return (*left.shown, *_confirm(device, wish, settings, minutes, armed=True, again=False))


def _unsaved(device: str, cause: Text) -> PushFailed:
    return PushFailed(
        Text(
            f"'{device}' chạy cấu hình mới nhưng mất liên lạc khi đang lưu ({cause.vi}); hãy chạy lại",
            f"'{device}' runs the new configuration but was lost while saving ({cause.en}); run it again",
        )
    )


def _left(device: str, left: Plan, minutes: int) -> Text:
    lines = "; ".join(left.shown[:5])
    return Text(
        f"'{device}' nhận các dòng nhưng đọc lại vẫn khác: {lines}. Trong {minutes} phút thiết bị tự khởi động lại",
        f"'{device}' took the lines but reads back different: {lines}. Within {minutes} minutes it restarts by itself",
    )


def _disarm(device: str, connection: BaseConnection, settings: ConnectionSettings) -> None:
    connection.send_command(
        "reload cancel", expect_string=_PRIVILEGED_PROMPT, read_timeout=settings.answer_seconds
    )
    state = str(connection.send_command("show reload", read_timeout=settings.answer_seconds))
    if not re.search(r"No reload", state):
        raise PushFailed(
            Text(
                f"'{device}' không nhận lệnh hủy hẹn giờ khởi động lại; chưa lưu gì",
                f"'{device}' did not call off the timed reload; nothing was saved",
            )
        )


def _save(device: str, connection: BaseConnection, settings: ConnectionSettings) -> None:
    model = model_of("cisco_ios")
    said = _exchange(connection, SAVE, _PRIVILEGED_PROMPT, model.confirm_pattern, settings)
    refused = re.search(rf"^.*(?:{model.error_pattern}).*$", said, re.MULTILINE)
    if refused or not _same(_show(connection, "running", settings), _show(connection, "startup", settings)):
        words = refused[0].strip()[:120] if refused else "startup-config != running-config"
        raise PushFailed(
            Text(
                f"'{device}' đã đổi cấu hình đang chạy nhưng không lưu được: {words}",
                f"'{device}' runs the new configuration but could not save it: {words}",
            )
        )
