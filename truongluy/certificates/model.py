"""What certificates are to us: kinds, lifetimes, and the names they may be issued for."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from truongluy.verdict import InputError, Problem, Text

SERVER, CLIENT = "server", "client"
KINDS = (SERVER, CLIENT)

# Devices refuse server certificates of more than 825 days, even those of an organisation's own authority (Apple does
# so for TLS servers since iOS 13). A school works by the year: a year and a month of grace, and nobody has to hurry.
LIFETIME: Mapping[str, timedelta] = {SERVER: timedelta(days=397), CLIENT: timedelta(days=397)}
AUTHORITY_LIFETIME = timedelta(days=3652)
# A list of what was revoked also ends, and servers then refuse everybody: it is signed anew long before.
REVOCATION_LIST_LIFETIME = timedelta(days=180)
# `list` warns at 30 days; provisioning renews earlier, so that whoever provisions monthly never sees the warning.
EXPIRES_SOON_DAYS = 30
RENEW_BEFORE_DAYS = 60

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DNS = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})+\Z")
_ACCOUNT = re.compile(r"[a-z][a-z0-9._-]{0,31}\Z")
_SITE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")


class CertificateError(InputError):
    """An authority or a certificate can't be used or made as asked."""

    def __init__(self, place: Path | str, what: Text, why: Text, remedy: Text) -> None:
        super().__init__([Problem(place, 0, what, why, remedy)])


@dataclass(frozen=True)
class Issued:
    """One line of the index: `serial` is hexadecimal, times are in UTC, `revoked` None while it stands."""

    serial: str
    kind: str
    name: str
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    revoked: datetime | None = None

    def days_left(self, now: datetime) -> int:
        """Whole days until it ends; negative once it has ended."""
        return (self.not_after - now).days

    def stands(self, now: datetime) -> bool:
        """Whether it is neither revoked nor outside its time."""
        return self.revoked is None and self.not_before <= now < self.not_after


def now_utc() -> datetime:
    """This second, in UTC: what certificates count in."""
    return datetime.now(UTC).replace(microsecond=0)


def server_name(given: str) -> str:
    """A DNS name as it stands in a certificate; raises CertificateError for anything else."""
    name = given.strip().lower()
    if not _DNS.match(name):
        raise CertificateError(
            "ca.issue",
            Text(f"'{given}' không phải tên DNS đầy đủ", f"'{given}' is not a full DNS name"),
            Text("máy khách so đúng tên này với chứng thư", "clients compare exactly this name"),
            Text("ví dụ: radius.so-gddt.internal", "for example: radius.so-gddt.internal"),
        )
    return name


def further_name(given: str) -> str:
    """What a server also answers to: a DNS name, its short name, or an IP address; raises CertificateError."""
    name = given.strip().lower()
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        return name if re.fullmatch(_LABEL, name) and not name.isdigit() else server_name(name)


def server_names(given: Sequence[str]) -> tuple[str, ...]:
    """All names of a server, each once: first a full DNS name, then whatever `further_name` takes."""
    first, *also = given
    return tuple(dict.fromkeys((server_name(first), *map(further_name, also))))


def client_name(account: str, site: str) -> str:
    """`account@site`, the common name of a Wi-Fi account's certificate; raises CertificateError."""
    # A certificate's common name holds 64 characters, and one that was cut would be another account's.
    if not _ACCOUNT.match(account) or not _SITE.match(site) or len(f"{account}@{site}") > 64:
        raise CertificateError(
            "ca.issue",
            Text(
                f"'{account}@{site}' không phải tài khoản@đơn vị", f"'{account}@{site}' is not account@site"
            ),
            Text("máy chủ RADIUS tìm tài khoản theo tên này", "the RADIUS server looks accounts up by it"),
            Text("ví dụ: giaovien@thcs-minh-hoa", "for example: giaovien@thcs-minh-hoa"),
        )
    return f"{account}@{site}"
