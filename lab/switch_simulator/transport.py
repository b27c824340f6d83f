"""Real SSH in front of a device: asyncssh, password only, the device's own host key."""

from __future__ import annotations

import asyncio
import os
from functools import cache
from pathlib import Path

import asyncssh

from .device import BOOT_SECONDS, Device
from .session import Session
from .show import CIPHERS, KEX, MACS

HOST = "127.0.0.1"


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
    """Lets a person in, or not."""

    def __init__(self, device: Device) -> None:
        self.device = device
        self.number = device.free_vty()
        self.address = ""
        self.failures = 0

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.connection = conn
        self.address = conn.get_extra_info("peername")[0]
        if self.number is None or not self.device.ssh_allowed(self.number):
            conn.abort()

    def begin_auth(self, username: str) -> bool:
        entry = self.device.running.root.get("banner login")
        if entry:
            self.connection.send_auth_banner(entry.value[0].strip("\n") + "\n")
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        number = self.device.free_vty()
        good = number is not None and self.device.check_login(number, username, password)
        kind = "LOGIN_SUCCESS" if good else "LOGIN_FAILED"
        root = self.device.running.root
        if root.has("login on-success" if good else "login on-failure"):
            self.device.note(f"%SEC_LOGIN-{5 if good else 4}-{kind}", f"[user: {username}] [Source: {self.address}]")
        if not good:
            self.failures += 1
            if self.failures >= int(root.value("ip ssh authentication-retries", "3")):
                asyncio.get_running_loop().call_soon(self.connection.abort)
        return good

    def session_requested(self) -> _Terminal:
        return _Terminal(self.device, self.connection)


class _Terminal(asyncssh.SSHServerSession[str]):
    """Joins an SSH channel to a session; `ssh HOST COMMAND` does the one command."""

    def __init__(self, device: Device, connection: asyncssh.SSHServerConnection) -> None:
        self.device = device
        self.connection = connection
        self.session: Session | None = None
        self.once: str | None = None

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
        number = self.device.free_vty()
        if number is None:
            self.connection.abort()
            return
        username = self.connection.get_extra_info("username")
        address = self.connection.get_extra_info("peername")[0]
        self.session = Session(self.device, number, username, address, self._send, self.connection.abort)
        self.device.sessions[number] = self.session
        self.task = asyncio.get_running_loop().create_task(self._run(self.session))

    def _send(self, text: str) -> None:
        if not self.channel.is_closing():
            self.channel.write(text)

    async def _run(self, session: Session) -> None:
        try:
            if self.once is None:
                await session.run()
            else:
                session.page = 0
                await session.command(self.once)
        finally:
            if self.device.sessions.get(session.number) is session:
                del self.device.sessions[session.number]
            if not self.channel.is_closing():
                self.channel.exit(0)
            if self.once is None:
                self.connection.close()

    def data_received(self, data: str, datatype: asyncssh.DataType) -> None:
        if self.session:
            self.session.feed(data)

    def eof_received(self) -> bool:
        if self.session and self.once is None:
            self.session.hang_up()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        if self.session:
            self.session.hang_up()


class Server:
    """Listens, and listens again after each reload."""

    def __init__(self, device: Device, port: int) -> None:
        self.device = device
        self.port = port
        self.acceptor: asyncssh.SSHAcceptor | None = None
        self.offered: dict[str, object] = {}
        device.on_change = self.refresh

    async def start(self) -> None:
        """Begin to listen."""
        self.offered = self._options()
        self.acceptor = await asyncssh.listen(
            HOST, self.port, server_factory=self._connection, line_editor=False, encoding="utf-8", errors="replace",
            server_version="Cisco-1.25-SIMULATED", allow_scp=False, agent_forwarding=False, x11_forwarding=False,
            **self.offered)
        self.port = self.acceptor.get_port()

    def _connection(self) -> _Connection:
        return _Connection(self.device)

    def _options(self) -> dict[str, object]:
        name = "ssh_host_ed25519_key.changed" if self.device.faults.change_host_key else "ssh_host_ed25519_key"
        root = self.device.running.root
        algorithm = "ip ssh server algorithm "
        return {"login_timeout": int(root.value("ip ssh time-out", "120")),
                "server_host_keys": [host_key(self.device.directory / name)],
                "encryption_algs": root.value(algorithm + "encryption", CIPHERS).replace(",", " ").split(),
                "mac_algs": root.value(algorithm + "mac", MACS).replace(",", " ").split(),
                "kex_algs": root.value(algorithm + "kex", KEX).replace(",", " ").split()}

    def refresh(self) -> None:
        """Let new connections see changed faults and algorithms."""
        options = self._options()
        if self.acceptor and options != self.offered:
            self.offered = options
            self.acceptor.update(**options)

    async def stop(self) -> None:
        """Stop listening and drop every session."""
        if self.acceptor:
            self.acceptor.close()
            await self.acceptor.wait_closed()
        for session in list(self.device.sessions.values()):
            session.cut()
            session.hang_up()
        self.device.sessions.clear()

    async def run(self) -> None:
        """Serve until cancelled, restarting whenever the device's power goes."""
        while True:
            await self.device.power_off.wait()
            await self.stop()
            self.device.cancel_reload()
            await asyncio.sleep(BOOT_SECONDS)
            self.device.power_off.clear()
            self.device.boot()
            await self.start()


def write_process(path: Path, port: int) -> None:
    """Who runs here: process id and port, for those who start and stop the lab."""
    path.write_text(f'{{"pid": {os.getpid()}, "port": {port}}}\n', encoding="utf-8")
