"""The authority at work: it makes itself, issues, renews, revokes, and signs the list of what was revoked.

Keys are elliptic (P-256). Renewing keeps nothing of the former certificate but its name, so a key never gets old.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from truongluy.certificates import signing
from truongluy.certificates.model import (
    AUTHORITY_LIFETIME,
    CLIENT,
    LIFETIME,
    RENEW_BEFORE_DAYS,
    REVOCATION_LIST_LIFETIME,
    SERVER,
    CertificateError,
    Issued,
    client_name,
    now_utc,
    server_names,
)
from truongluy.certificates.store import Store
from truongluy.verdict import Text


@dataclass(frozen=True)
class Authority:
    """An authority whose key we hold."""

    store: Store
    key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate
    clock: Callable[[], datetime] = now_utc

    @classmethod
    def create(cls, folder: Path, organisation: str, clock: Callable[[], datetime] = now_utc) -> Authority:
        """Make a new authority in a folder; raises CertificateError when there is one."""
        store = Store(folder)
        if store.exists:
            raise CertificateError(
                folder,
                Text("đã có cơ quan cấp chứng thư ở đây", "there is an authority here already"),
                Text(
                    "tạo lại làm mọi chứng thư đã cấp mất hiệu lực",
                    "making it anew would end every certificate it issued",
                ),
                Text("dùng `invoke ca.list`, `invoke ca.issue`", "use `invoke ca.list`, `invoke ca.issue`"),
            )
        store.prepare()
        key, now = ec.generate_private_key(ec.SECP256R1()), clock()
        certificate = signing.authority_certificate(key, organisation, now, now + AUTHORITY_LIFETIME)
        store.write_private(store.key, _pem(key))
        store.write_public(store.certificate, certificate.public_bytes(serialization.Encoding.PEM))
        made = cls(store, key, certificate, clock)
        made.sign_revocation_list()
        return made

    @classmethod
    def open(cls, folder: Path, clock: Callable[[], datetime] = now_utc) -> Authority:
        """The authority in a folder; raises CertificateError when there is none, it is open to others or broken."""
        store = Store(folder)
        if not (store.key.is_file() and store.certificate.is_file()):
            raise CertificateError(
                folder,
                Text("chưa có cơ quan cấp chứng thư", "there is no authority"),
                Text("không có nó thì không cấp được chứng thư", "nothing can be issued without it"),
                Text("invoke ca.create", "invoke ca.create"),
            )
        store.refuse_if_open()
        try:
            key = serialization.load_pem_private_key(store.key.read_bytes(), None)
            certificate = x509.load_pem_x509_certificate(store.certificate.read_bytes())
        except (ValueError, TypeError):
            raise _broken(folder) from None
        if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate.public_key() != key.public_key():
            raise _broken(folder)
        return cls(store, key, certificate, clock)

    def issue_server(self, name: str, also: Sequence[str] = ()) -> Issued:
        """Issue a server certificate for DNS names and addresses; the first, a full DNS name, names its files."""
        names = server_names((name, *also))
        return self._issue(SERVER, names[0], names)

    def issue_client(self, account: str, site: str) -> Issued:
        """Issue a client certificate for a Wi-Fi account of a site."""
        name = client_name(account, site)
        return self._issue(CLIENT, name, (name,))

    def current(self, kind: str, name: str) -> Issued | None:
        """The newest certificate of a name that still stands and whose files are there."""
        now = self.clock()
        files = (self.store.certificate_of(kind, name), self.store.key_of(kind, name))
        if not all(path.is_file() for path in files):
            return None
        standing = [e for e in self.store.issued() if (e.kind, e.name) == (kind, name) and e.stands(now)]
        on_disk = _serial_of(files[0])
        return next((entry for entry in reversed(standing) if entry.serial == on_disk), None)

    def due(self, kind: str, names: Sequence[str], before_days: int = RENEW_BEFORE_DAYS) -> bool:
        """Whether a certificate of exactly these names must be issued: there is none, or it ends soon."""
        entry = self.current(kind, names[0])
        return entry is None or set(entry.names) != set(names) or entry.days_left(self.clock()) < before_days

    def revoke(self, serial: str) -> Issued:
        """End a certificate before its time and sign the list anew; raises CertificateError for an unknown serial."""
        wanted = serial.lower().removeprefix("0x").replace(":", "").lstrip("0")
        entry = next((one for one in self.store.issued() if one.serial.lstrip("0") == wanted), None)
        if entry is None:
            raise CertificateError(
                self.store.index,
                Text(f"không có chứng thư số '{serial}'", f"there is no certificate with serial '{serial}'"),
                Text("chỉ thu hồi được chứng thư đã cấp", "only what was issued can be revoked"),
                Text("xem số bằng `invoke ca.list`", "`invoke ca.list` shows serials"),
            )
        if entry.revoked is None:
            self.store.mark_revoked([entry.serial], self.clock())
        self.sign_revocation_list()
        return next(one for one in self.store.issued() if one.serial == entry.serial)

    def sign_revocation_list(self) -> None:
        """Sign the list of what was revoked, as of now."""
        gone = [entry for entry in self.store.issued() if entry.revoked]
        now = self.clock()
        signed = signing.revocation_list(
            self.key, self.certificate, gone, now, now + REVOCATION_LIST_LIFETIME
        )
        self.store.write_public(self.store.revocation_list, signed.public_bytes(serialization.Encoding.PEM))

    def revocation_list_due(self, before_days: int = RENEW_BEFORE_DAYS) -> bool:
        """Whether the list must be signed anew: it is missing, not ours, lacks a serial, or ends soon."""
        try:
            listed = x509.load_pem_x509_crl(self.store.revocation_list.read_bytes())
        except (OSError, ValueError):
            return True
        gone = {int(entry.serial, 16) for entry in self.store.issued() if entry.revoked}
        ends = listed.next_update_utc
        fresh = ends is not None and ends - self.clock() >= timedelta(days=before_days)
        ours = listed.is_signature_valid(self.key.public_key())
        return not (fresh and ours and {one.serial_number for one in listed} == gone)

    def _issue(self, kind: str, name: str, names: tuple[str, ...]) -> Issued:
        self.store.prepare()
        now = self.clock()
        # What outlives its authority is believed by nobody.
        until = min(now + LIFETIME[kind], self.certificate.not_valid_after_utc)
        key = ec.generate_private_key(ec.SECP256R1())
        request = signing.Request(kind, names, key.public_key(), now, until)
        certificate = signing.certificate(self.key, self.certificate, request)
        entry = Issued(f"{certificate.serial_number:x}", kind, name, names, now, until)
        # First the record: a certificate that nobody wrote down could never be revoked.
        self.store.remember(entry)
        self.store.write_private(self.store.key_of(kind, name), _pem(key))
        content = certificate.public_bytes(serialization.Encoding.PEM)
        self.store.write_public(self.store.certificate_of(kind, name), content)
        return entry


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _serial_of(path: Path) -> str | None:
    try:
        return f"{x509.load_pem_x509_certificate(path.read_bytes()).serial_number:x}"
    except (OSError, ValueError):
        return None


def _broken(folder: Path) -> CertificateError:
    return CertificateError(
        folder,
        Text("khóa và chứng thư của CA không hợp nhau", "the authority's key and certificate don't fit"),
        Text("mọi chứng thư cấp ra sẽ bị từ chối", "whatever it issues would be refused"),
        Text("khôi phục thư mục từ bản sao lưu", "restore the folder from a backup"),
    )
