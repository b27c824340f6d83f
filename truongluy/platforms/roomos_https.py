"""Working with a RoomOS endpoint over its web interface, where SSH can't be used: the xAPI as XML over HTTPS.

The certificate is pinned: an endpoint makes its own, and no authority vouches for it. No library for HTTP is needed.
"""

from __future__ import annotations

import base64
import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import yaml

from truongluy.platforms.connection import CannotReach, ConnectionSettings, LoginRefused, login_of
from truongluy.platforms.roomos import Refusal, passwords_of
from truongluy.verdict import Text

_LONGEST = 8_000_000


@dataclass(frozen=True)
class Place:
    """Where an endpoint's web interface is, and the certificate (PEM) that it must show."""

    host: str
    port: int
    certificate: str


def places(file: Path) -> dict[str, Place]:
    """The web interfaces of endpoints by device, from a YAML file; raises CannotReach."""
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        return {
            name: Place(str(one["host"]), int(one.get("port", 443)), str(one["certificate"]))
            for name, one in data.items()
        }
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError):
        raise CannotReach(
            Text(
                f"tệp {file} không có host, port và certificate của từng thiết bị",
                f"{file} does not hold host, port and certificate for each device",
            )
        ) from None


@dataclass
class Web:
    """One endpoint and one passphrase; every question is a request of its own."""

    device: str
    place: Place
    username: str
    password: str = field(repr=False)
    seconds: float

    def text(self) -> str:
        """The whole configuration, as a backup keeps it."""
        return ElementTree.tostring(self._get("/Configuration"), encoding="unicode")

    def settings(self) -> dict[str, str]:
        """Value by path."""
        return dict(_leaves(self._get("/Configuration")))

    def accounts(self) -> list[str]:
        """Names of the local accounts."""
        found = self._command("UserManagement User List", {})
        return [one.text or "" for one in found.iter("Username")]

    def busy(self) -> bool:
        """Whether people are meeting through it."""
        found = self._get("/Status/SystemUnit/State").find(".//NumberOfActiveCalls")
        return found is not None and (found.text or "0") != "0"

    def put(self, path: str, value: str) -> None:
        """Change a setting; raises Refusal."""
        top = Element("Configuration")
        _place(top, path).text = value
        self._put(top)

    def command(self, path: str, **given: str) -> None:
        """Do a command; raises Refusal."""
        self._command(path, given)

    def _command(self, path: str, given: dict[str, str]) -> Element:
        top = Element("Command")
        asked = _place(top, path)
        asked.set("command", "True")
        for name, value in given.items():
            SubElement(asked, name).text = value
        return self._put(top)

    def _get(self, location: str) -> Element:
        return self._request("GET", f"/getxml?location={quote(location)}")

    def _put(self, asked: Element) -> Element:
        return self._request("POST", "/putxml", ElementTree.tostring(asked, encoding="utf-8"))

    def _request(self, method: str, target: str, body: bytes | None = None) -> Element:
        with _told(self.device):
            status, said = self._exchange(method, target, body)
            if status == 401:
                raise LoginRefused(
                    Text(
                        f"'{self.device}' từ chối tên hoặc mật khẩu",
                        f"'{self.device}' refused the name or the password",
                    )
                )
            found = ElementTree.fromstring(said)
        refused = next((one for one in found.iter() if "Error" in one.get("status", "")), None)
        if refused is not None or status != 200:
            reason = found.findtext(".//Reason") or f"HTTP {status}"
            raise Refusal(reason.strip()[:120])
        return found

    def _exchange(self, method: str, target: str, body: bytes | None) -> tuple[int, bytes]:
        context = ssl.create_default_context(cadata=self.place.certificate)
        # The name in a certificate that a device made for itself says nothing; the certificate itself is compared.
        context.check_hostname = False
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        connection = http.client.HTTPSConnection(
            self.place.host, self.place.port, timeout=self.seconds, context=context
        )
        coded = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        try:
            connection.request(
                method, target, body, {"Authorization": f"Basic {coded}", "Content-Type": "text/xml"}
            )
            answer = connection.getresponse()
            return answer.status, answer.read(_LONGEST)
        finally:
            connection.close()


@contextmanager
def web(device: str, settings: ConnectionSettings, passwords: tuple[str, ...] | None = None) -> Iterator[Web]:
    """The web interface, with the first passphrase that fits; raises CannotReach."""
    place = places(settings.web).get(device) if settings.web else None
    if place is None:
        raise CannotReach(
            Text(
                f"không biết trang quản trị và chứng thư đã ghim của '{device}'",
                f"the web interface of '{device}' and its pinned certificate are not known",
            )
        )
    name = login_of(device, settings)["username"]
    given = passwords_of(device, settings) if passwords is None else passwords
    for number, password in enumerate(given, 1):
        opened = Web(device, place, name, password, settings.answer_seconds)
        try:
            opened.busy()
        except LoginRefused:
            if number == len(given):
                raise
        else:
            yield opened
            return


@contextmanager
def _told(device: str) -> Iterator[None]:
    """Turn what the libraries raise into CannotReach, with the reason in words and no secret."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        vi, en = "chứng thư khác với chứng thư đã ghim", "the certificate is not the pinned one"
    except ElementTree.ParseError:
        vi, en = "câu trả lời không phải XML", "the answer is no XML"
    except (OSError, http.client.HTTPException) as cause:
        vi, en = "trang quản trị không trả lời", f"the web interface does not answer ({type(cause).__name__})"
    else:
        return
    raise CannotReach(Text(f"không tới được '{device}': {vi}", f"can't reach '{device}': {en}")) from None


def _place(top: Element, path: str) -> Element:
    """New elements for the words of a path; a number is the item of the word before it."""
    here = top
    for word in path.split():
        if word.isdigit():
            here.set("item", word)
        else:
            here = SubElement(here, word)
    return here


def _leaves(top: Element, path: str = "") -> Iterator[tuple[str, str]]:
    for one in top:
        item = one.get("item")
        here = " ".join(part for part in (path, one.tag, item) if part)
        if len(one):
            yield from _leaves(one, here)
        else:
            yield here, one.text or ""
