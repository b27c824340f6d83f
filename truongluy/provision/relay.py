"""Doors for a program that can't use ssh's ProxyCommand or ProxyJump: a port of this machine in place of each.

pyinfra's paramiko waits for ever behind a ProxyCommand. So ssh itself is asked how it would get there, and what it
would run is run here, once for each connection. Host keys are verified as before: the pinned ones go along.
"""

from __future__ import annotations

import shlex
import socketserver
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from truongluy.verdict import Text, Trouble

_SECONDS = 15
_LOCAL = "127.0.0.1"


@dataclass(frozen=True)
class Route:
    """How ssh gets to a device, by its own word (`ssh -G`); `command` is what it runs in place of a connection."""

    name: str
    host: str
    port: str
    key_name: str
    keys: tuple[str, ...]
    command: tuple[str, ...]


@contextmanager
def doors(
    ssh_config: Path, known_hosts: Path, names: Iterable[str], folder: Path
) -> Iterator[tuple[Path, Path]]:
    """An ssh_config and a known_hosts without any ProxyCommand, which work until the block ends."""
    config, pinned = [], []
    with ExitStack() as stack:
        for name in names:
            route = _route(ssh_config, name)
            host, port = route.host, route.port
            if route.command:
                host, port = _LOCAL, str(stack.enter_context(_door(route.command)))
            shown = host if port == "22" else f"[{host}]:{port}"
            pinned += [f"{shown} {key}" for key in _pinned(known_hosts, route)]
            config += [f"Host {name}", f"    HostName {host}", f"    Port {port}"]
            config += [f"    IdentityFile {key}" for key in route.keys]
        files = folder / "ssh_config", folder / "known_hosts"
        for file, lines in zip(files, (config, pinned), strict=True):
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        yield files


def _route(ssh_config: Path, name: str) -> Route:
    told = _asked(["ssh", "-G", "-F", str(ssh_config), name])
    settings: dict[str, list[str]] = {}
    for line in told.splitlines():
        word, _, value = line.partition(" ")
        settings.setdefault(word, []).append(value)
    host, port = settings["hostname"][0], settings["port"][0]
    shown = host if port == "22" else f"[{host}]:{port}"
    keys = tuple(key for key in settings.get("identityfile", []) if Path(key).expanduser().is_file())
    return Route(name, host, port, settings.get("hostkeyalias", [shown])[0], keys,
                 _command(ssh_config, settings, host, port))  # fmt: skip


def _command(ssh_config: Path, settings: dict[str, list[str]], host: str, port: str) -> tuple[str, ...]:
    jump = settings.get("proxyjump", ["none"])[0]
    if jump != "none":
        return ("ssh", "-F", str(ssh_config), "-W", f"{host}:{port}", jump)
    proxy = settings.get("proxycommand", ["none"])[0]
    if proxy == "none":
        return ()
    parts = {"%%": "%", "%h": host, "%p": port, "%r": settings["user"][0]}
    return tuple(_expanded(word, parts) for word in shlex.split(proxy))


def _expanded(word: str, parts: dict[str, str]) -> str:
    for sign, value in parts.items():
        word = word.replace(sign, value)
    return word


def _pinned(known_hosts: Path, route: Route) -> list[str]:
    """The kind and text of each key that is pinned for a device; raises Trouble when there is none."""
    found = _asked(["ssh-keygen", "-F", route.key_name, "-f", str(known_hosts)], ok=(0, 1))
    keys = [" ".join(line.split()[1:3]) for line in found.splitlines() if line and not line.startswith("#")]
    if not keys:
        raise Trouble(
            Text(
                f"{known_hosts}: không có khóa máy chủ của {route.name} ({route.key_name})",
                f"{known_hosts}: no host key of {route.name} ({route.key_name})",
            )
        )
    return keys


def _asked(command: list[str], ok: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if done.returncode not in ok:
        raise Trouble(Text(f"{command[0]} không trả lời được", f"{command[0]} could not answer"), done.stderr)
    return done.stdout


@contextmanager
def _door(command: tuple[str, ...]) -> Iterator[int]:
    """A port on the loopback address; whoever connects to it talks to a new run of the command."""

    class Visitor(socketserver.BaseRequestHandler):
        """One connection: the command has the socket itself as its input and output."""

        def handle(self) -> None:
            """Run the command to its end."""
            subprocess.run(
                command, stdin=self.request, stdout=self.request, stderr=subprocess.DEVNULL, check=False
            )

    with _Server((_LOCAL, 0), Visitor) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    # A connection that nobody ended must not keep us from ending.
    block_on_close = False
