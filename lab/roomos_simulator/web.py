"""The web side of an endpoint: the xAPI as XML over HTTPS, and over HTTP while the setting says so."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from . import certificate, xapi
from .device import ADMIN, PRODUCT, Device
from .settings import Refused
from .transport import HOST

_LONGEST = 1_000_000
_SECONDS = 20
_ROOTS = {"/configuration.xml": "Configuration", "/status.xml": "Status"}
_TLS = {
    "TLSv1.1": ssl.TLSVersion.TLSv1_1,
    "TLSv1.2": ssl.TLSVersion.TLSv1_2,
    "TLSv1.3": ssl.TLSVersion.TLSv1_3,
}
_REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found"}


@dataclass
class _Request:
    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def login(self) -> tuple[str, str]:
        """Name and passphrase of basic authentication; empty when there is none."""
        kind, _, coded = self.headers.get("authorization", "").partition(" ")
        with suppress(ValueError):
            if kind.lower() == "basic":
                name, _, passphrase = base64.b64decode(coded).decode().partition(":")
                return name, passphrase
        return "", ""


class WebServer:
    """One listener; `encrypted` is the HTTPS one, which the setting `HTTP` keeps as well."""

    def __init__(self, device: Device, port: int, *, encrypted: bool) -> None:
        self.device, self.port, self.encrypted = device, port, encrypted
        self.server: asyncio.Server | None = None
        self.context: ssl.SSLContext | None = None

    async def refresh(self) -> None:
        """Begin or end listening, and let new connections see the lowest TLS version."""
        mode = self.device.value("NetworkServices HTTP Mode")
        wanted = mode != "Off" if self.encrypted else mode == "HTTP+HTTPS"
        if not wanted:
            await self.stop()
            return
        if self.encrypted:
            self.context = self.context or certificate.context(self.device)
            version = self.device.value("NetworkServices HTTPS Server MinimumTLSVersion")
            self.context.minimum_version = _TLS[version]
        if self.server is None:
            self.server = await asyncio.start_server(self._serve, HOST, self.port, ssl=self.context)
            self.port = self.server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening."""
        if self.server:
            self.server.close()
            self.server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, ValueError, TimeoutError, asyncio.IncompleteReadError):
            request = await asyncio.wait_for(_read(reader), _SECONDS)
            status, body = self._answer(request)
            writer.write(_response(status, body, self._headers(status)))
            await writer.drain()
        writer.close()

    def _headers(self, status: int) -> Iterable[str]:
        if status == 401:
            yield 'WWW-Authenticate: Basic realm="RoomOS SIMULATED"'
        if self.encrypted and self.device.value("NetworkServices HTTPS StrictTransportSecurity") == "On":
            yield "Strict-Transport-Security: max-age=31536000"

    def _answer(self, request: _Request) -> tuple[int, Element]:
        name, passphrase = request.login
        if not self.device.admits(name or ADMIN + "?", passphrase):
            return 401, Element("Error")
        where = urlsplit(request.target)
        try:
            if request.method == "POST" and where.path == "/putxml":
                return 200, self._put(ElementTree.fromstring(request.body), name)
            if request.method == "GET" and where.path == "/getxml":
                return 200, self._get(parse_qs(where.query).get("location", [""])[0])
            if request.method == "GET" and where.path in _ROOTS:
                return 200, self._get(_ROOTS[where.path])
        except ElementTree.ParseError:
            return 400, Element("Error")
        except Refused as problem:
            return 200, _refusal(problem)
        return 404, Element("Error")

    def _get(self, location: str) -> Element:
        root, _, path = location.strip("/").partition("/")
        work = {"configuration": xapi.configuration, "status": xapi.status}.get(root.lower())
        if work is None:
            raise Refused("No match on address expression.", location)
        release = self.device.software
        top = Element(root.capitalize(), product=PRODUCT, version=release, apiVersion="4")
        for name, text in work(self.device, path.replace("/", " ")):
            _place(top, name.split()).text = text[1:-1] if text.startswith('"') else text
        return top

    def _put(self, asked: Element, user: str) -> Element:
        if asked.tag == "Configuration":
            for path, value in _leaves(asked):
                self.device.set(path, value)
            done = Element("Configuration")
            SubElement(done, "Success")
            return done
        if asked.tag != "Command":
            raise Refused("Unknown document", asked.tag)
        path, given = _asked(asked)
        name, rows = xapi.command(self.device, path, given, user)
        top = Element("Command")
        result = SubElement(top, name, status="OK")
        for place, text in rows:
            _place(result, place.split()).text = text.strip('"')
        return top


async def _read(reader: asyncio.StreamReader) -> _Request:
    first = (await reader.readline()).decode("latin-1").split()
    if len(first) != 3:
        raise ValueError("no request")
    request = _Request(first[0], first[1])
    while line := (await reader.readline()).decode("latin-1").strip():
        name, _, value = line.partition(":")
        request.headers[name.strip().lower()] = value.strip()
    size = int(request.headers.get("content-length", "0"))
    if not 0 <= size <= _LONGEST:
        raise ValueError("too long")
    request.body = await reader.readexactly(size)
    return request


def _response(status: int, body: Element, headers: Iterable[str]) -> bytes:
    text = ElementTree.tostring(body, encoding="utf-8", xml_declaration=True)
    lines = [
        f"HTTP/1.1 {status} {_REASONS[status]}",
        "Content-Type: text/xml; charset=utf-8",
        f"Content-Length: {len(text)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + text


def _refusal(problem: Refused) -> Element:
    top = Element("Command")
    result = SubElement(top, "Result", status=problem.status)
    SubElement(result, "Reason").text = problem.reason
    SubElement(result, "XPath").text = problem.where
    return top


def _place(top: Element, words: list[str]) -> Element:
    """The element at a path, made where it is missing; a number is the item of the word before it."""
    here = top
    for number, word in enumerate(words):
        if word.isdigit():
            continue
        item = words[number + 1] if number + 1 < len(words) and words[number + 1].isdigit() else None
        found = next((one for one in here if one.tag == word and one.get("item") == item), None)
        here = SubElement(here, word, **({"item": item} if item else {})) if found is None else found
    return here


def _leaves(top: Element, path: str = "") -> Iterable[tuple[str, str]]:
    for one in top:
        item = one.get("item")
        here = f"{path} {one.tag}{f' {item}' if item else ''}".strip()
        if len(one):
            yield from _leaves(one, here)
        else:
            yield here, (one.text or "").strip()


def _asked(top: Element) -> tuple[str, xapi.Parameters]:
    """The command's words, and its parameters: what has no element below."""
    words: list[str] = []
    here = top
    while (
        len(here)
        and (below := next((one for one in here if one.get("command") == "True" or len(one)), None))
        is not None
    ):
        words.append(below.tag)
        here = below
    given: xapi.Parameters = {}
    for one in here:
        given.setdefault(one.tag.lower(), []).append((one.text or "").strip())
    return " ".join(words), given
