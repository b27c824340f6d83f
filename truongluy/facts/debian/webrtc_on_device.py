"""Runs on a meeting server (Python's standard library only) and prints as JSON what Janus and its page really do.

Secrets are measured here and never leave: of each only its length, and whether a manual prints it.
"""

from __future__ import annotations

import base64
import grp
import http.client
import json
import os
import pwd
import re
import socket
import ssl
import struct
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

_SECRET = re.compile(
    r"\b(token_auth_secret|admin_secret|api_secret|admin_key|secret|pin|cert_pwd|turn_pwd|turn_rest_api_key)\s*[=:]\s*"
    r'("(?:\\.|[^"\\])*"|[^\s;,}]+)'
)
# What Janus's own example files, its documentation and everybody's first guess say.
_KNOWN = {"janusoverlord", "janusrocks", "janus", "supersecret", "adminpwd", "secret", "password", "admin"}
_KNOWN |= {"1234", "123456", "12345678", "000000", "changeme"}
_INCLUDE = re.compile(r'^[ \t]*@include[ \t]+"([^"]+)"[ \t]*$', re.M)
_MODULE = re.compile(r"/(plugins|transports|events|loggers)/libjanus_(\w+)\.so")
_VERSIONS = {"1.0": "TLSv1", "1.1": "TLSv1_1", "1.2": "TLSv1_2", "1.3": "TLSv1_3"}
_SECONDS = 4
FOLDER = Path("/etc/janus")


def run(*words: str) -> str:
    """What a command prints; nothing when it fails."""
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=20).stdout


def settings(file: Path, depth: int = 0) -> tuple[str, list[Path], bool]:
    """A file with what it includes in place and every secret measured; the files; whether it held a secret itself."""
    text = file.read_text(encoding="utf-8")
    files, parts, last, own = [file], [], 0, bool(_SECRET.search(text))
    for found in _INCLUDE.finditer(text):
        parts.append(_SECRET.sub(_measured, text[last : found.start()]))
        last = found.end()
        if depth < 5:
            inner, more, _ = settings(file.parent / found[1], depth + 1)
            parts.append(inner)
            files += more
    parts.append(_SECRET.sub(_measured, text[last:]))
    return "".join(parts), files, own


def _measured(found: re.Match[str]) -> str:
    value = found[2].strip('"')
    known = value.lower() in _KNOWN or len(set(value)) < 2
    return f'{found[1]}_measured = "{len(value)} {"known" if known else "own"}"'


def permissions(path: Path) -> dict[str, str]:
    """Who may read a file."""
    found = path.stat()
    names = {"owner": str(found.st_uid), "group": str(found.st_gid)}
    with suppress(KeyError):
        names = {"owner": pwd.getpwuid(found.st_uid).pw_name, "group": grp.getgrgid(found.st_gid).gr_name}
    return {"path": str(path), "mode": f"{found.st_mode & 0o7777:04o}", **names}


def unverified(version: str | None = None) -> ssl.SSLContext:
    """A client that takes any certificate, and with `version` speaks only that one, however weak."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if version:
        context.set_ciphers("ALL:@SECLEVEL=0")
        only = getattr(ssl.TLSVersion, _VERSIONS[version])
        context.minimum_version = context.maximum_version = only
    return context


def speaks(address: str, port: int, version: str) -> bool:
    """Whether a TLS handshake of exactly this version succeeds there."""
    try:
        with (
            socket.create_connection((address, port), _SECONDS) as plain,
            unverified(version).wrap_socket(plain, server_hostname=socket.gethostname()),
        ):
            return True
    except OSError:
        return False


def proof(address: str, port: int, trusted: Path) -> dict[str, Any]:
    """What an honest client that trusts our authority, and looks at what it revoked, makes of the certificate."""
    try:
        context = ssl.create_default_context(cafile=str(trusted))
        context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
        with (
            socket.create_connection((address, port), _SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=socket.gethostname()) as closed,
        ):
            shown: dict[str, Any] = dict(closed.getpeercert() or {})
    except OSError as refused:
        return {"trusted": False, "why": str(getattr(refused, "verify_message", refused))[:120]}
    names = [value for _, value in shown.get("subjectAltName", ())]
    return {"trusted": True, "names": names, "end": int(ssl.cert_time_to_seconds(shown["notAfter"]))}


class Talk:
    """One encrypted WebSocket that speaks Janus's protocol."""

    def __init__(self, address: str, port: int) -> None:
        plain = socket.create_connection((address, port), _SECONDS)
        self.socket = unverified().wrap_socket(plain, server_hostname=socket.gethostname())
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET / HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: janus-protocol\r\n\r\n".encode()
        )
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self._read(1)

    def _read(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            more = self.socket.recv(count - len(found))
            if not more:
                raise OSError("closed")
            found += more
        return found

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request."""
        data, mask = json.dumps({"transaction": "t", **request}).encode(), os.urandom(4)
        length = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
        self.socket.sendall(b"\x81" + length + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))
        while True:
            kind, size = self._read(2)
            if size == 126:
                size = struct.unpack(">H", self._read(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self._read(8))[0]
            content = self._read(size)
            if kind & 15 == 1:
                return dict(json.loads(content))


def asked(address: str, port: int) -> dict[str, Any]:
    """What the server says of itself, and what it answers to somebody without, and with a false, invitation."""
    forged = f"{int(time.time()) + 600},janus,janus.plugin.videoroom:{base64.b64encode(bytes(20)).decode()}"
    try:
        info = Talk(address, port).ask({"janus": "info"})
        wanted = ("auth_token", "api_secret", "event_handlers", "plugins", "transports", "version_string")
        told = {
            key: sorted(info[key]) if isinstance(info[key], dict) else info[key]
            for key in wanted
            if key in info
        }
        without = Talk(address, port).ask({"janus": "create"}).get("janus")
        false = Talk(address, port).ask({"janus": "create", "token": forged}).get("janus")
        return {"info": told, "without_token": without, "forged_token": false}
    except (OSError, ValueError, KeyError) as failed:
        return {"failed": type(failed).__name__}


def page(address: str) -> dict[str, Any] | None:
    """How the page answers over HTTPS, and whether port 80 answers at all; None without a server."""
    try:
        web = http.client.HTTPSConnection(address, 443, timeout=_SECONDS, context=unverified())
        web.request("GET", "/", headers={"Host": socket.gethostname()})
        answer = web.getresponse()
    except (OSError, http.client.HTTPException):
        return None
    headers = {name.lower(): value for name, value in answer.getheaders()}
    with socket.socket() as door:
        door.settimeout(_SECONDS)
        plain = door.connect_ex((address, 80)) == 0
    versions = [one for one in _VERSIONS if speaks(address, 443, one)]
    return {"status": answer.status, "headers": headers, "versions": versions, "plain": plain}


def listeners(pid: str) -> Iterator[dict[str, Any]]:
    """Sockets on which a process waits."""
    for line in run("ss", "-H", "-tulpn").splitlines():
        if f"pid={pid}," in line:
            words = line.split()
            address, _, port = words[4].rpartition(":")
            yield {"protocol": words[0], "address": address.split("%")[0].strip("[]"), "port": int(port)}


def process(pid: str) -> dict[str, Any]:
    """Whose the running server is, what it may do, which modules it has loaded, how it was started."""
    if pid == "0":
        return {}
    home = Path("/proc") / pid
    status = dict(re.findall(r"^(\w+):\s*(\S+)", (home / "status").read_text(), re.M))
    kept = {key: status.get(key) for key in ("Uid", "CapEff", "CapBnd", "NoNewPrivs", "Seccomp")}
    modules = sorted(set(_MODULE.findall((home / "maps").read_text())))
    # Secrets may stand on a command line; only options are named.
    words = (home / "cmdline").read_bytes().decode(errors="replace").split("\0")
    options = [one.partition("=")[0] for one in words[1:] if one.startswith("-")]
    user = str(kept["Uid"])
    with suppress(KeyError):
        user = pwd.getpwuid(int(user)).pw_name
    return {**kept, "user": user, "modules": modules, "options": options}


def configured(modules: list[tuple[str, str]]) -> tuple[dict[str, str], list[Path], list[Path]]:
    """What the files of the loaded modules say, all files that count, and those of them that hold a secret."""
    loaded = modules or [("plugins", "videoroom"), ("transports", "websockets")]
    texts: dict[str, str] = {}
    files: list[Path] = []
    for name in ("janus", *(f"janus.{kind.rstrip('s')}.{one}" for kind, one in loaded)):
        if (FOLDER / f"{name}.jcfg").is_file():
            texts[name], read, _ = settings(FOLDER / f"{name}.jcfg")
            files += read
    transport = texts.get("janus.transport.websockets", "")
    keys = [Path(one) for one in re.findall(r'^\s*cert_key\s*[=:]\s*"([^"]+)"', transport, re.M)]
    shown = [Path(one) for one in re.findall(r'^\s*cert_pem\s*[=:]\s*"([^"]+)"', transport, re.M)]
    guarded = [one for one in files if settings(one)[2]] + keys
    return texts, [*files, *keys, *shown], guarded


def doors(pid: str) -> list[dict[str, Any]]:
    """The process's sockets, each TCP one with the versions of TLS that it speaks; none: it is not encrypted."""
    found = list(listeners(pid))
    for door in found:
        if door["protocol"] == "tcp":
            at = {"0.0.0.0": "127.0.0.1", "*": "127.0.0.1", "::": "::1"}.get(door["address"], door["address"])
            door["versions"] = [one for one in _VERSIONS if speaks(at, door["port"], one)]
    return found


def main() -> None:
    """Print everything as one JSON object."""
    warnings.simplefilter("ignore")
    wanted = ("MainPID", "ActiveState", "UnitFileState", "ActiveEnterTimestamp", "ProtectSystem")
    options = [word for name in wanted for word in ("-p", name)]
    shown = run("systemctl", "show", "janus.service", "--timestamp=unix", *options)
    unit = dict(line.partition("=")[::2] for line in shown.splitlines())
    pid = unit.get("MainPID") or "0"
    runs, open_doors = process(pid), doors(pid)
    texts, files, guarded = configured(runs.get("modules", []))
    found: dict[str, Any] = {"unit": unit, "process": runs, "texts": texts, "listeners": open_doors}
    closed = next((one for one in open_doors if one.get("versions")), None)
    if closed:
        place = (closed["address"], closed["port"])
        found["certificate"] = proof(*place, FOLDER / "truongluy" / "ca.pem")
        found["asked"] = asked(*place)
        found["page"] = page(closed["address"])
    found["secret_files"] = [permissions(one) for one in sorted(set(guarded)) if one.is_file()]
    written = [int(one.stat().st_mtime) for one in files if one.is_file()]
    found["times"] = {"now": int(time.time()), "written": max(written, default=0)}
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
