"""What the endpoint knows: settings, accounts, software; kept on disk so that it survives a restart."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .faults import Faults
from .settings import Refused, Setting, find, table

PRODUCT = "Simulated Room Endpoint (mô phỏng)"
SOFTWARE = "ce11.27.2.0.simulated"
ADMIN = "admin"
_LONGEST_NAME = 64


@dataclass
class Account:
    """A local account; an empty `digest` is an empty passphrase."""

    digest: str = ""
    roles: list[str] = field(default_factory=lambda: ["Admin", "User"])
    active: bool = True

    def opens_with(self, passphrase: str) -> bool:
        """Whether this is the passphrase."""
        if not self.digest:
            return passphrase == ""
        salt, _, kept = self.digest.partition("$")
        return hmac.compare_digest(_digest(salt, passphrase), kept)

    def change(self, passphrase: str) -> None:
        """Keep another passphrase, hashed."""
        salt = secrets.token_hex(8)
        self.digest = f"{salt}${_digest(salt, passphrase)}" if passphrase else ""


def _digest(salt: str, passphrase: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt.encode(), 1000).hex()


class Device:
    """One endpoint; `on_change` is called whenever something that listens may have to change."""

    def __init__(self, name: str, directory: Path, serial: str = "") -> None:
        self.name, self.directory = name, directory
        self.serial = serial or f"SIMULATED-{name.upper()}"
        self.faults = Faults()
        self.values: dict[str, str] = {}
        self.accounts: dict[str, Account] = {}
        self.software = SOFTWARE
        self.failures: dict[str, int] = {}
        self.locked_until: dict[str, float] = {}
        self.on_change: Callable[[], None] = lambda: None
        self.restart_wanted: Callable[[], None] = lambda: None
        self._load()
        self.save()
        self.in_force = dict(self.values)

    @property
    def _file(self) -> Path:
        return self.directory / "state.json"

    def _load(self) -> None:
        """Read what was kept; a first power-on finds the endpoint as delivered."""
        kept: dict[str, Any] = {}
        if self._file.is_file():
            kept = json.loads(self._file.read_text(encoding="utf-8"))
        values = kept.get("values", {})
        self.values = {one.path: values.get(one.path, one.delivered) for one in table().values()}
        self.accounts = {name: Account(**one) for name, one in kept.get("accounts", {ADMIN: {}}).items()}
        self.software = kept.get("software", SOFTWARE)

    def save(self) -> None:
        """Keep everything: an endpoint has no separate `save`."""
        accounts = {name: vars(one) for name, one in self.accounts.items()}
        kept = {"values": self.values, "accounts": accounts, "software": self.software}
        part = self._file.with_suffix(".part")
        with os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(kept, file, ensure_ascii=False, indent=1)
        part.replace(self._file)

    def value(self, path: str) -> str:
        """A setting's value as it is in force."""
        one = find(path)
        return self.in_force[one.path] if one.restart else self.values[one.path]

    def set(self, path: str, value: str) -> Setting:
        """Change a setting; raises Refused."""
        one = find(path)
        taken = one.taken(value)
        if self.faults.refuse == one.path.lower():
            raise Refused("Bad usage: Illegal value.", one.path, "ParameterError")
        if self.faults.ignore != one.path.lower():
            self.values[one.path] = taken
            self.save()
            self.on_change()
        return one

    def restarted(self) -> None:
        """What a start does: settings marked `restart` take effect, and locked accounts open."""
        self.in_force = dict(self.values)
        self.failures.clear()
        self.locked_until.clear()

    def admits(self, name: str, passphrase: str) -> bool:
        """Whether a login succeeds; failures count, and lock an account when a limit is in force."""
        account = self.accounts.get(name)
        if time.monotonic() < self.locked_until.get(name, 0):
            return False
        good = account is not None and account.active and account.opens_with(passphrase)
        if good and not self.faults.wrong_password:
            self.failures.pop(name, None)
            return True
        self.failures[name] = self.failures.get(name, 0) + 1
        limit = int(self.value("Security Session MaxFailedLogins"))
        if limit and self.failures[name] >= limit:
            minutes = int(self.value("Security Session FailedLoginsLockoutTime"))
            self.locked_until[name] = time.monotonic() + minutes * 60
            self.failures.pop(name)
        return False

    def add_account(self, name: str, passphrase: str, roles: list[str]) -> None:
        """Make an account; raises Refused."""
        if name in self.accounts or not 0 < len(name) <= _LONGEST_NAME:
            raise Refused("Cannot add user.", name)
        self.accounts[name] = Account(roles=roles or ["User"])
        self.accounts[name].change(passphrase)
        self.save()

    def account(self, name: str) -> Account:
        """An account by its name; raises Refused."""
        if name not in self.accounts:
            raise Refused("No such user.", name)
        return self.accounts[name]
