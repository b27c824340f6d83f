"""Changing a RoomOS endpoint so that a change which fails is taken back.

Order, always: back up, set our passphrase and prove it by a new login, change settings (those that could cut us off
last), log in anew, read back, remove what is not ours, restart where a setting needs it. An endpoint keeps each line at
once and has no timer that would bring the old ones back: when something fails, we put back what we changed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from truongluy.platforms.connection import CannotReach, ConnectionSettings, login_of
from truongluy.platforms.push import PushFailed
from truongluy.platforms.roomos import Refusal
from truongluy.platforms.roomos_plan import Found, Plan, Step, Wish, plan
from truongluy.verdict import Text

_BOOT_SECONDS = 300.0
_RETRY_SECONDS = 1.0


class Endpoint(Protocol):
    """A way to work with an endpoint, over SSH or over its web interface."""

    password: str

    def text(self) -> str:
        """The whole configuration, as a backup keeps it."""

    def settings(self) -> dict[str, str]:
        """Value by path."""

    def accounts(self) -> list[str]:
        """Names of the local accounts."""

    def put(self, path: str, value: str) -> None:
        """Change a setting; raises Refusal."""

    def command(self, path: str, **given: str) -> None:
        """Do a command; raises Refusal."""

    def busy(self) -> bool:
        """Whether people are meeting through it."""


Opener = Callable[[str, ConnectionSettings, tuple[str, ...] | None], AbstractContextManager[Endpoint]]


@dataclass(frozen=True)
class Outcome:
    """What was (or, in check mode, would be) done; nothing here holds a secret.

    `restart_waits`: a setting takes effect at the next start only, and people were meeting.
    """

    plan: Plan
    backup: Path | None = None
    restart_waits: bool = False

    @property
    def changed(self) -> bool:
        """Whether the endpoint differs, or would differ, from before."""
        return not self.plan.empty


def configure(
    device: str,
    wish: Wish,
    settings: ConnectionSettings,
    opener: Opener,
    *,
    check: bool = False,
    backups: Path = Path("build/backups"),
) -> Outcome:
    """Bring an endpoint to what is wished; with `check` only tell. Raises CannotReach, PlanError or PushFailed."""
    name = login_of(device, settings)["username"]
    if wish.accounts:
        # Whoever is declared: the account that we work with stays.
        wish = replace(wish, accounts=(*wish.accounts, name))
    with opener(device, settings, None) as endpoint, _told(device):
        change = plan(_found(endpoint, wish), wish)
        if check or change.empty:
            return Outcome(change)
        backup = _back_up(device, endpoint.text(), backups)
        if change.passphrase:
            _passphrase(endpoint, name, wish)
    ours = (wish.passphrase,) if wish.passphrase else None
    done: list[Step] = []
    try:
        # Logging in anew is the proof of the passphrase, and later of the settings that could cut us off.
        with opener(device, settings, ours) as endpoint:
            _apply(endpoint, change, done)
        with opener(device, settings, ours) as endpoint:
            _read_back(endpoint, change, wish)
            for name in change.accounts:
                endpoint.command("UserManagement User Delete", Username=name)
    except (CannotReach, Refusal, _Differs) as problem:
        raise _taken_back(device, settings, opener, ours, done, problem) from None
    waits = change.restart and not _restarted(device, settings, opener, ours)
    return Outcome(change, backup, waits)


@contextmanager
def _told(device: str) -> Iterator[None]:
    """What is refused before anything was changed needs nothing taken back."""
    try:
        yield
    except Refusal as refused:
        raise PushFailed(
            Text(
                f"'{device}' từ chối: {refused}; chưa thay đổi thiết lập nào",
                f"'{device}' refused: {refused}; no setting was changed",
            )
        ) from None


class _Differs(Exception):
    """A line was taken, and reads back different."""


def _found(endpoint: Endpoint, wish: Wish) -> Found:
    ours = endpoint.password == wish.passphrase
    return Found(endpoint.settings(), endpoint.accounts(), ours)


def _back_up(device: str, text: str, folder: Path) -> Path:
    """Keep the configuration as it was, readable by us alone; the endpoint itself hides secrets in it."""
    place = folder / device
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = place / f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.txt"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text + "\n")
    return path


def _passphrase(endpoint: Endpoint, name: str, wish: Wish) -> None:
    endpoint.command(
        "UserManagement User Passphrase Set",
        Username=name,
        NewPassphrase=wish.passphrase,
        YourPassphrase=endpoint.password,
    )


def _apply(endpoint: Endpoint, change: Plan, done: list[Step]) -> None:
    for step in change.steps:
        # Before the line is sent: one that was cut off may have been taken.
        done.append(step)
        try:
            endpoint.put(step.path, step.value)
        except Refusal as refused:
            done.pop()
            raise Refusal(f"{step.shown}: {refused}") from None


def _read_back(endpoint: Endpoint, change: Plan, wish: Wish) -> None:
    """See that every line is there, and that nothing else is left to change."""
    found = _found(endpoint, wish)
    for step in change.steps:
        now = found.settings.get(step.path)
        if not (now if step.secret else now == step.value):
            raise _Differs(step.shown)
    left = plan(found, replace(wish, renew_secrets=False))
    if left.steps or left.passphrase:
        raise _Differs("; ".join(left.shown[:3]))


def _taken_back(
    device: str, settings: ConnectionSettings, opener: Opener, ours: tuple[str, ...] | None,
    done: list[Step], problem: Exception,
) -> PushFailed:  # fmt: skip
    """Put back what was changed, newest first, and say how that went."""
    cause = problem.reason if isinstance(problem, CannotReach) else Text(str(problem), str(problem))
    vi, en = {
        Refusal: ("từ chối dòng", "refused the line"),
        _Differs: ("nhận nhưng đọc lại vẫn khác:", "took the line but reads back different:"),
    }.get(type(problem), ("mất liên lạc khi đang thay đổi:", "was lost while changing:"))
    back = [step for step in reversed(done) if not step.secret]
    try:
        with opener(device, settings, ours) as endpoint:
            for step in back:
                endpoint.put(step.path, step.before)
            now = endpoint.settings()
        kept = [step.path for step in back if now.get(step.path) != step.before]
    except (CannotReach, Refusal):
        kept = [step.path for step in back]
    if kept:
        after = (
            f"không trả lại được: {', '.join(kept[:5])}; bản sao lưu ở build/backups/{device}",
            f"these could not be put back: {', '.join(kept[:5])}; the backup is in build/backups/{device}",
        )
    else:
        after = ("đã trả lại mọi thiết lập như trước", "every setting was put back as it was")
    return PushFailed(
        Text(f"'{device}' {vi} {cause.vi}; {after[0]}", f"'{device}' {en} {cause.en}; {after[1]}")
    )


def _restarted(
    device: str, settings: ConnectionSettings, opener: Opener, ours: tuple[str, ...] | None
) -> bool:
    """Start the endpoint again and wait until it lets us in; False, and nothing done, while people are meeting."""
    with opener(device, settings, ours) as endpoint, _told(device):
        if endpoint.busy():
            return False
        endpoint.command("SystemUnit Boot", Action="Restart")
    deadline = time.monotonic() + _BOOT_SECONDS
    while True:
        time.sleep(_RETRY_SECONDS)
        try:
            with opener(device, settings, ours):
                return True
        except CannotReach as problem:
            if time.monotonic() > deadline:
                raise PushFailed(
                    Text(
                        f"'{device}' đã nhận mọi thiết lập nhưng chưa trở lại sau khi khởi động: {problem.reason.vi}",
                        f"'{device}' took every setting but did not come back after its restart: {problem.reason.en}",
                    )
                ) from None
