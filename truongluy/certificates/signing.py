"""How our certificates and revocation lists look (X.509, RFC 5280); knows no file."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from truongluy.certificates.model import SERVER, Issued

# Clocks differ a little, and a device that has just been switched on may be behind.
_EARLIER = timedelta(hours=1)


@dataclass(frozen=True)
class Request:
    """What is to be certified: a public key for names, between two moments."""

    kind: str
    names: tuple[str, ...]
    key: ec.EllipticCurvePublicKey
    start: datetime
    end: datetime


def authority_certificate(
    key: ec.EllipticCurvePrivateKey, organisation: str, start: datetime, end: datetime
) -> x509.Certificate:
    """A certificate that signs itself and may sign only end certificates."""
    # The moment stands in the name: a new authority of the same organisation must not be taken for the old one.
    name = _name(f"{organisation} CA {start:%Y-%m-%d}", organisation)
    builder = _builder(name, name, key.public_key(), start, end)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    return builder.sign(key, hashes.SHA256())


def certificate(
    key: ec.EllipticCurvePrivateKey, issuer: x509.Certificate, request: Request
) -> x509.Certificate:
    """A certificate for one purpose only: a server's can't log in, a client's can't pose as a server."""
    organisation = _organisation(issuer)
    builder = _builder(
        _name(request.names[0], organisation), issuer.subject, request.key, request.start, request.end
    )
    purpose = ExtendedKeyUsageOID.SERVER_AUTH if request.kind == SERVER else ExtendedKeyUsageOID.CLIENT_AUTH
    names: list[x509.GeneralName] = (
        [_server_name(one) for one in request.names]
        if request.kind == SERVER
        else [x509.RFC822Name(one) for one in request.names]
    )
    authority = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(
        issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    )
    for extension, critical in (
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(signs_certificates=False), True),
        (x509.ExtendedKeyUsage([purpose]), False),
        (x509.SubjectAlternativeName(names), False),
        (authority, False),
    ):
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(key, hashes.SHA256())


def _server_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def revocation_list(
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate,
    gone: Iterable[Issued],
    start: datetime,
    end: datetime,
) -> x509.CertificateRevocationList:
    """The signed list of serials that no longer count."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.subject)
    builder = builder.last_update(start - _EARLIER).next_update(end)
    builder = builder.add_extension(x509.CRLNumber(int(start.timestamp())), critical=False)
    for entry in gone:
        one = x509.RevokedCertificateBuilder().serial_number(int(entry.serial, 16))
        builder = builder.add_revoked_certificate(one.revocation_date(entry.revoked or start).build())
    return builder.sign(key, hashes.SHA256())


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    start: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    # 63 random bits nobody can guess, in 16 digits that a person can read out.
    builder = builder.serial_number(1 << 62 | secrets.randbits(62))
    builder = builder.not_valid_before(start - _EARLIER).not_valid_after(end)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _name(common: str, organisation: str) -> x509.Name:
    # The common name may have 64 characters; names that clients compare stand in the alternative names anyway.
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _organisation(issuer: x509.Certificate) -> str:
    return str(issuer.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
