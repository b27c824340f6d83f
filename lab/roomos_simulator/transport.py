"""Real SSH in front of an endpoint: asyncssh, password only, the endpoint's own host key."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path

import asyncssh

from .device import Device
from .terminal import Terminal, welcome

HOST = "127.0.0.1"
_KEX = ("curve25519-sha256", "ecdh-sha2-nistp256", "diffie-hellman-group16-sha512")
LEGACY_KEX = ("diffie-hellman-group14-sha1", "diffie-hellman-group1-sha1")


@cache
def host_key(path: Path) -> asyncssh.SSHKey:
    """The host key at `path`, made at the first start; the public half lies beside it as .pub."""
    if not path.exists():
        key = asyncssh.generate_private_key("ssh-ed25519", comment=path.parent.name)
        path.touch(mode=0o600)
        key.write_private_key(str(path))
    key = asyncssh.read_private_key(str(path))
    key.write_public_key(str(path) + ".pub")
    return key


class _Connection(asyncssh.SSHServer):
    """Lets a person in, or not; an empty passphrase is a passphrase like any other."""

    def __init__(self, device: Device, open_ones: set[asyncssh.SSHServerConnection]) -> None:
        self.device, self.open_ones = device, open_ones

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.connection = conn
        self.open_ones.add(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        self.open_ones.discard(self.connection)

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return self.device.admits(username, password)

    def session_requested(self) -> _Session:
        return _Session(self.device, self.connection)


class _Session(asyncssh.SSHServerSession[str]):
    """Joins an SSH channel to a terminal, with echo, and with the inactivity limit in force."""

    def __init__(self, device: Device, connection: asyncssh.SSHServerConnection) -> None:
        self.device, self.connection = device, connection
        self.typed = ""
        self.once: str | None = None
        self.idle: asyncio.TimerHandle | None = None

    def connection_made(self, chan: asyncssh.SSHServerChannel[str]) -> None:
        self.channel = chan

    def pty_requested(self, term_type: str, term_size: tuple[int, int, int, int], term_modes: object) -> bool:
        return True

    def shell_requested(self) -> bool:
        return True

    def exec_requested(self, command: str) -> bool:
        self.once = command
        return True

    def session_started(self) -> None:
        self.terminal = Terminal(self.device, self.connection.get_extra_info("username"))
        self._watch()
        if self.once is None:
            self._write(welcome(self.device, self.terminal.user))
        else:
            self._line(self.once)
            self.channel.exit(0)

    def _watch(self) -> None:
        if self.idle:
            self.idle.cancel()
        minutes = int(self.device.value("Security Session InactivityTimeout"))
        loop = asyncio.get_running_loop()
        self.idle = loop.call_later(minutes * 60, self.connection.abort) if minutes else None

    def _write(self, text: str) -> None:
        if not self.channel.is_closing():
            self.channel.write(text)

    def data_received(self, data: str, datatype: asyncssh.DataType) -> None:
        self._watch()
        for sign in data.replace("\r\n", "\n").replace("\r", "\n"):
            if sign != "\n":
                self.typed += sign
                continue
            line, self.typed = self.typed, ""
            self._write(f"{line}\r\n")
            self._line(line)

    def _line(self, line: str) -> None:
        try:
            said = self.terminal.answer(line)
        except ConnectionAbortedError:
            self.connection.abort()
            return
        if said is None:
            self.channel.exit(0)
            self.connection.close()
        elif not self.device.faults.deaf:
            self._write(said)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.idle:
            self.idle.cancel()


class SshServer:
    """Listens while the setting says so."""

    def __init__(self, device: Device, port: int) -> None:
        self.device, self.port = device, port
        self.acceptor: asyncssh.SSHAcceptor | None = None
        self.offered: dict[str, object] = {}
        self.open_ones: set[asyncssh.SSHServerConnection] = set()

    async def refresh(self) -> None:
        """Begin or end listening, and let new connections see changed algorithms."""
        if self.device.value("NetworkServices SSH Mode") == "Off":
            await self._close()
            return
        options = self._options()
        if self.acceptor is None:
            self.acceptor = await asyncssh.listen(
                HOST,
                self.port,
                server_factory=self._connection,
                line_editor=False,
                encoding="utf-8",
                errors="replace",
                server_version="RoomOS_SIMULATED",
                allow_scp=False,
                agent_forwarding=False,
                x11_forwarding=False,
                **options,
            )
            self.port = self.acceptor.get_port()
        elif options != self.offered:
            self.acceptor.update(**options)
        self.offered = options

    def _connection(self) -> _Connection:
        return _Connection(self.device, self.open_ones)

    def _options(self) -> dict[str, object]:
        name = (
            "ssh_host_ed25519_key.changed" if self.device.faults.change_host_key else "ssh_host_ed25519_key"
        )
        legacy = self.device.value("NetworkServices SSH KeyExchangeAlgorithms AllowLegacy") == "On"
        return {
            "server_host_keys": [host_key(self.device.directory / name)],
            "kex_algs": [*_KEX, *(LEGACY_KEX if legacy else ())],
        }

    async def _close(self) -> None:
        if self.acceptor:
            self.acceptor.close()
            self.acceptor = None

    async def stop(self) -> None:
        """Stop listening and drop every session."""
        await self._close()
        for connection in list(self.open_ones):
            connection.abort()
