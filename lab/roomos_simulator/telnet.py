"""The unencrypted terminal of older releases: it listens while the setting says so, and asks for a login."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from .device import Device
from .terminal import Terminal, welcome
from .transport import HOST


class TelnetServer:
    """Plain text on a port; no options are negotiated."""

    def __init__(self, device: Device, port: int) -> None:
        self.device, self.port = device, port
        self.server: asyncio.Server | None = None

    async def refresh(self) -> None:
        """Begin or end listening."""
        if self.device.value("NetworkServices Telnet Mode") == "Off":
            await self.stop()
        elif self.server is None:
            self.server = await asyncio.start_server(self._serve, HOST, self.port)
            self.port = self.server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening."""
        if self.server:
            self.server.close()
            self.server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, ValueError, ConnectionAbortedError):
            name = await _ask(reader, writer, "login: ")
            if self.device.admits(name, await _ask(reader, writer, "Password: ")):
                writer.write(welcome(self.device, name).encode())
                await self._talk(Terminal(self.device, name), reader, writer)
            else:
                writer.write(b"\r\nLogin incorrect\r\n")
                await writer.drain()
        writer.close()

    async def _talk(
        self, terminal: Terminal, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while line := await reader.readline():
            said = terminal.answer(line.decode(errors="replace").strip())
            if said is None:
                return
            writer.write(said.encode())
            await writer.drain()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, question: str) -> str:
    writer.write(question.encode())
    await writer.drain()
    return (await reader.readline()).decode(errors="replace").strip()
