"""Faults on demand: what goes wrong, and the socket in the state directory through which it is asked for."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SOCKET = "control.sock"
SECOND_ADMIN_LINE = "snmp-server location changed by another administrator"
HELP = ("drop_after:LINES | slow:SECONDS | full_flash | wrong_password | hang_no_prompt | change_host_key | "
        "second_admin[:CONFIG LINE] | clear")


class UnknownFault(ValueError):
    """The text names no fault."""


@dataclass
class Faults:
    """The faults in force; they stay until `clear` (second_admin strikes once)."""

    drop_after: int | None = None
    slow: float = 0.0
    full_flash: bool = False
    wrong_password: bool = False
    hang_no_prompt: bool = False
    change_host_key: bool = False
    second_admin: str | None = None

    def set(self, text: str) -> None:
        """Put one fault in force, or clear all of them."""
        name, _, value = text.strip().partition(":")
        try:
            if name == "clear" and not value:
                self.__init__()  # type: ignore[misc]
            elif name == "drop_after" and int(value) >= 0:
                self.drop_after = int(value)
            elif name == "slow" and 0 <= float(value) <= 600:
                self.slow = float(value)
            elif name == "second_admin":
                self.second_admin = value or SECOND_ADMIN_LINE
            elif name in ("full_flash", "wrong_password", "hang_no_prompt", "change_host_key") and not value:
                setattr(self, name, True)
            else:
                raise ValueError
        except ValueError:
            raise UnknownFault(f"không có lỗi giả lập này / no such fault: {text!r}; {HELP}") from None

    def __str__(self) -> str:
        return " ".join(f"{name}:{value}" for name, value in vars(self).items() if value not in (None, False, 0.0))


@contextmanager
def short_path(directory: Path) -> Iterator[str]:
    """A short name for a socket in `directory`: a Unix socket's path may not exceed 107 bytes."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{SOCKET}"
    finally:
        os.close(descriptor)


async def serve(directory: Path, faults: Faults, changed: Callable[[], None]) -> asyncio.Server:
    """Listen for one request a connection: the text of a fault; the answer is `ok ...` or `error ...`."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = (await asyncio.wait_for(reader.readline(), 5)).decode(errors="replace").strip()
            if request:
                faults.set(request)
                changed()
            writer.write(f"ok {faults}\n".encode())
        except (UnknownFault, TimeoutError) as problem:
            writer.write(f"error {problem}\n".encode())
        writer.close()

    (directory / SOCKET).unlink(missing_ok=True)
    with short_path(directory) as path:
        server = await asyncio.start_unix_server(answer, path)
    (directory / SOCKET).chmod(0o600)
    return server
