"""A small TURN client (RFC 8656) over TLS; run as a program it says in JSON what a relay answered.

Standard input: {host, port, authority, user, password, peers: [[address, port]]}.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import os
import socket
import ssl
import struct
import sys
from typing import Any

_COOKIE = 0x2112A442
ALLOCATE, PERMIT, BIND = 0x003, 0x008, 0x009
_USERNAME, _INTEGRITY, _ERROR, _CHANNEL, _PEER, _REALM, _NONCE, _RELAYED, _TRANSPORT, _SOFTWARE = (
    0x0006, 0x0008, 0x0009, 0x000C, 0x0012, 0x0014, 0x0015, 0x0016, 0x0019, 0x8022,
)  # fmt: skip


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)


def _message(method: int, attributes: bytes, key: bytes | None) -> bytes:
    header = struct.pack("!HHI", method, len(attributes) + (24 if key else 0), _COOKIE) + os.urandom(12)
    if key:
        attributes += _attribute(_INTEGRITY, hmac.new(key, header + attributes, hashlib.sha1).digest())
    return header + attributes


def _attributes(body: bytes) -> dict[int, bytes]:
    found = {}
    while body:
        kind, length = struct.unpack("!HH", body[:4])
        found[kind] = body[4 : 4 + length]
        body = body[4 + length + (-length % 4) :]
    return found


def _peer(address: str, port: int) -> bytes:
    ip = int(ipaddress.IPv4Address(address)) ^ _COOKIE
    return struct.pack("!BBHI", 0, 1, port ^ _COOKIE >> 16, ip)


class Client:
    """One connection to a relay."""

    def __init__(self, host: str, port: int, authority: str, user: str, password: str) -> None:
        """Connect and make sure that the relay is who it should be."""
        context = ssl.create_default_context(cafile=authority)
        self._socket = context.wrap_socket(socket.create_connection((host, port), 8), server_hostname=host)
        self._user, self._password = user, password
        self._realm = self._nonce = b""
        self.software: str | None = None

    def ask(self, method: int, attributes: bytes) -> tuple[int, dict[int, bytes]]:
        """(0 or the error code, attributes of the answer) of a request with credentials."""
        code, found = self._once(method, attributes)
        if code in (401, 438) and _NONCE in found and (not self._nonce or code == 438):
            self._realm, self._nonce = found[_REALM], found[_NONCE]
            code, found = self._once(method, attributes)
        return code, found

    def _once(self, method: int, attributes: bytes) -> tuple[int, dict[int, bytes]]:
        key = None
        if self._nonce:
            attributes += _attribute(_USERNAME, self._user.encode()) + _attribute(_REALM, self._realm)
            attributes += _attribute(_NONCE, self._nonce)
            key = hashlib.md5(b":".join((self._user.encode(), self._realm, self._password.encode()))).digest()
        self._socket.sendall(_message(method, attributes, key))
        head = self._read(20)
        found = _attributes(self._read(struct.unpack("!H", head[2:4])[0]))
        self.software = found[_SOFTWARE].decode() if _SOFTWARE in found else self.software
        error = found.get(_ERROR)
        return (error[2] * 100 + error[3] if error else 0), found

    def _read(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            more = self._socket.recv(count - len(got))
            if not more:
                raise ConnectionError("the relay closed the connection")
            got += more
        return got


def try_relay(given: dict[str, Any]) -> dict[str, Any]:
    """Ask for a relay and then for each peer: {allocated, relayed, permitted: {peer: code}, bound, software}."""
    client = Client(given["host"], given["port"], given["authority"], given["user"], given["password"])
    code, found = client.ask(ALLOCATE, _attribute(_TRANSPORT, struct.pack("!I", 17 << 24)))
    relayed = None
    if _RELAYED in found:
        _, _, port, ip = struct.unpack("!BBHI", found[_RELAYED])
        relayed = [str(ipaddress.IPv4Address(ip ^ _COOKIE)), port ^ _COOKIE >> 16]
    permitted, bound = {}, {}
    for number, (address, port) in enumerate(given["peers"] if code == 0 else ()):
        peer = _attribute(_PEER, _peer(address, port))
        permitted[address] = client.ask(PERMIT, peer)[0]
        bound[address] = client.ask(
            BIND, _attribute(_CHANNEL, struct.pack("!HH", 0x4000 + number, 0)) + peer
        )[0]
    return {
        "allocated": code, "relayed": relayed, "permitted": permitted, "bound": bound, "software": client.software,
    }  # fmt: skip


if __name__ == "__main__":
    json.dump(try_relay(json.load(sys.stdin)), sys.stdout)
