"""One simulated switch: its configurations, its flash, its clock, who is logged in, and its power."""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from .editor import load_text
from .faults import Faults
from .hooks.accounts import clear_text
from .hooks.lists import permits
from .passwords import verify
from .render import config_lines, vlan_lines, vlans_printed
from .store import VTY_LINES, Section, Store

if TYPE_CHECKING:
    from .session import Session

DELIVERED = Path(__file__).parent / "delivered"
BOOT_SECONDS = 1.0


@dataclass
class Credentials:
    """The automation account that the device is delivered with."""

    username: str
    password: str = field(repr=False)
    enable: str = field(repr=False)


@dataclass
class ScheduledReload:
    """A reload that will come unless it is cancelled."""

    at: datetime
    reason: str
    by: str
    task: asyncio.Task[None]


class Device:
    """Holds the running and the startup configuration; the transport attaches to it."""

    running: Store

    def __init__(self, name: str, directory: Path, credentials: Credentials, minute_seconds: float = 60.0,
                 seen_from: str | None = None) -> None:
        self.name = name
        self.directory = directory
        self.minute_seconds = minute_seconds
        self.seen_from = seen_from
        self.faults = Faults()
        self.sessions: dict[int, Session] = {}
        self.log: deque[str] = deque(maxlen=500)
        self.scheduled: ScheduledReload | None = None
        self.revert: asyncio.Task[None] | None = None
        self.power_off: asyncio.Event = asyncio.Event()
        self.dirty = False
        self.on_change: Callable[[], None] = lambda: None
        self.changed_at: tuple[datetime, str] | None = None
        self.saved_at: tuple[datetime, str] | None = None
        self._deliver(credentials)
        self.boot()

    # -- flash ------------------------------------------------------------------------------------------------------

    @property
    def startup_path(self) -> Path:
        """Where the startup configuration lies."""
        return self.directory / "startup-config"

    def startup_text(self) -> str:
        """The startup configuration, '' when it was erased."""
        return self.startup_path.read_text(encoding="utf-8") if self.startup_path.exists() else ""

    def _deliver(self, credentials: Credentials) -> None:
        """First power-on: write the configuration that the device comes with."""
        if self.startup_path.exists():
            return
        path = DELIVERED / f"{self.name}.cfg"
        text = (path if path.exists() else DELIVERED / "default.cfg").read_text(encoding="utf-8")
        for key, value in {"hostname": self.name, **vars(credentials)}.items():
            text = text.replace(f"<{key}>", value)
        store, problems = load_text("\n".join(line for line in text.splitlines() if not line.startswith("!")))
        if problems:
            raise ValueError(f"{path.name}: lines not understood: {[p.split()[:2] for p in problems]}")
        store.private[("rsa",)] = "1024"
        self.write_startup(store)

    def write_startup(self, store: Store) -> None:
        """Make `store` the startup configuration."""
        self._keep_vlans(store)
        text = "\n".join(config_lines(store)) + "\n"
        private = [[list(key), value] for key, value in store.private.items()]
        for path, content in ((self.startup_path, text), (self.directory / "private-config", json.dumps(private))):
            fresh = path.with_suffix(".new")
            fresh.touch(mode=0o600)
            fresh.write_text(content, encoding="utf-8")
            os.replace(fresh, path)

    def _keep_vlans(self, store: Store) -> None:
        """Outside transparent mode VLANs live in their own file, which a reload does not take back."""
        if not vlans_printed(store):
            (self.directory / "vlan.dat").write_text("\n".join(vlan_lines(store)) + "\n", encoding="utf-8")

    def read_startup(self) -> Store:
        """A fresh store from the startup configuration."""
        store, problems = load_text(self.startup_text())
        vlans = self.directory / "vlan.dat"
        if vlans.exists() and not vlans_printed(store):
            load_text(vlans.read_text(encoding="utf-8"), store)
        private = self.directory / "private-config"
        if private.exists():
            store.private = {tuple(key): value for key, value in json.loads(private.read_text(encoding="utf-8"))}
        for line in problems:
            self.note("%PARSER-4-BADCFG", f"line not understood at boot: {line.split()[0]}")
        return store

    def save(self, by: str) -> bool:
        """Running to startup; False when the flash is full."""
        if self.faults.full_flash:
            return False
        self.write_startup(self.running)
        self.dirty = False
        self.saved_at = (self.now(), by)
        return True

    # -- power ------------------------------------------------------------------------------------------------------

    def boot(self) -> None:
        """Start from the startup configuration."""
        if hasattr(self, "running"):
            self._keep_vlans(self.running)
        self.running = self.read_startup()
        self.dirty = False
        self.booted = time.monotonic()
        self.changed_at = None
        self.note("%SYS-5-RESTART", "System restarted --")

    def schedule_reload(self, minutes: int, reason: str, by: str) -> None:
        """Reload after this many (possibly shortened) minutes."""
        self.cancel_reload()
        task = asyncio.get_running_loop().create_task(self._reload_later(minutes))
        self.scheduled = ScheduledReload(self.now() + timedelta(minutes=minutes), reason, by, task)
        self.note("%SYS-5-SCHEDULED_RELOAD", f"Reload requested by {by}. Reload reason: {reason}")

    async def _reload_later(self, minutes: int) -> None:
        """Warn every terminal five minutes and one minute before, as the device does."""
        left = minutes
        for warning in (5, 1):
            if left > warning:
                await asyncio.sleep((left - warning) * self.minute_seconds)
                self.broadcast(f"SHUTDOWN in 0:{warning:02d}:00")
                left = warning
        await asyncio.sleep(left * self.minute_seconds)
        self.scheduled = None
        self.power_off.set()

    def cancel_reload(self) -> bool:
        """Call off a scheduled reload; whether there was one."""
        if self.scheduled is None:
            return False
        self.scheduled.task.cancel()
        self.scheduled = None
        return True

    def broadcast(self, text: str) -> None:
        """Print on every terminal."""
        for session in list(self.sessions.values()):
            session.write(f"\n\n***\n*** --- {text} ---\n***\n")

    # -- people -----------------------------------------------------------------------------------------------------

    def free_vty(self) -> int | None:
        """The first vty line that nobody uses."""
        return next((number for number in range(VTY_LINES) if number not in self.sessions), None)

    def vty(self, number: int) -> Section:
        """The configuration of a vty line."""
        return self.running.line("vty", number)

    def ssh_allowed(self, number: int) -> bool:
        """Whether the line takes SSH, and from the address that connections seem to come from."""
        line = self.vty(number)
        protocols = line.value("transport input", "all").split()
        if "all" not in protocols and "ssh" not in protocols:
            return False
        listed = line.value("access-class").split()
        return not listed or self.seen_from is None or permits(self.running, listed[0], self.seen_from)

    def methods(self, number: int) -> list[str]:
        """How a login on this line is checked: local, line, enable, none ... in order."""
        line, root = self.vty(number), self.running.root
        if not self.running.aaa:
            return ["local"] if line.value("login") == "local" else []
        name = line.value("login authentication", "default")
        text = root.value(f"aaa authentication login {name}", "local" if name == "default" else "")
        return [word for word in text.split() if word in ("local", "local-case", "line", "enable", "none")]

    def check_login(self, number: int, username: str, password: str) -> bool:
        """Whether this name and password may log in on vty line `number`."""
        if self.faults.wrong_password:
            return False
        for method in self.methods(number):
            if method == "none":
                return True
            if method.startswith("local"):
                return self.check_account(username, password)
            if method == "enable":
                return bool(self.check_enable(password))
            if self.vty(number).has("password"):
                return clear_text(self.vty(number), "password") == password
        return False

    def check_account(self, username: str, password: str) -> bool:
        """Whether a local account has this password."""
        words = self.running.root.value(f"username {username}").split() if re.fullmatch(r"\S+", username) else []
        if "nopassword" in words:
            return True
        for name in ("secret", "password"):
            if name in words:
                kind, stored = words[words.index(name) + 1: words.index(name) + 3]
                return verify(kind, stored, password)
        return False

    def privilege(self, number: int, username: str) -> int:
        """The level that a session starts with."""
        words = self.running.root.value(f"username {username}").split()
        own = int(words[words.index("privilege") + 1]) if "privilege" in words else 1
        line = int(self.vty(number).value("privilege level", "1"))
        if self.running.aaa:
            name = self.vty(number).value("authorization exec", "default")
            granted = self.running.root.value(f"aaa authorization exec {name}").split()
            return own if "local" in granted else line
        return max(own, line)

    def check_enable(self, password: str) -> bool | None:
        """Whether this is the enable password; None when none is set."""
        words = self.running.root.value("enable secret").split()
        if words:
            return verify(words[-2], words[-1], password)
        clear = clear_text(self.running.root, "enable password")
        return None if clear is None else clear == password

    # -- time and log -----------------------------------------------------------------------------------------------

    def zone(self) -> tzinfo:
        """The configured time zone."""
        words = self.running.root.value("clock timezone", "UTC 0 0").split() if hasattr(self, "running") else []
        return timezone(timedelta(hours=int(words[1]), minutes=int(words[2])), words[0]) if words else UTC

    def now(self) -> datetime:
        """The device's time."""
        return datetime.now(UTC).astimezone(self.zone())

    def clock_text(self, when: datetime | None = None, fraction: bool = False) -> str:
        """10:15:23.123 UTC Tue Nov 24 2026."""
        moment = when or self.now()
        part = f".{moment.microsecond // 1000:03d}" if fraction else ""
        return f"{moment:%H:%M:%S}{part} {moment.tzname()} {moment:%a %b} {moment.day} {moment.year}"

    def note(self, mnemonic: str, text: str) -> None:
        """Write to the log buffer."""
        self.log.append(f"{self.now():%b %d %H:%M:%S}: {mnemonic}: {text}")

    def configured(self, by: str) -> None:
        """Remember that the running configuration was changed."""
        self.dirty = True
        self.changed_at = (self.now(), by)
        self.on_change()
