"""Our own certificate authority: certificates for servers by DNS name and for Wi-Fi accounts by name and site."""

from truongluy.certificates.authority import Authority
from truongluy.certificates.keeping import Kept, keep, trusted
from truongluy.certificates.model import (
    CLIENT,
    EXPIRES_SOON_DAYS,
    LIFETIME,
    RENEW_BEFORE_DAYS,
    SERVER,
    CertificateError,
    Issued,
    client_name,
    server_name,
    server_names,
)
from truongluy.certificates.store import Store

__all__ = [
    "CLIENT",
    "EXPIRES_SOON_DAYS",
    "LIFETIME",
    "RENEW_BEFORE_DAYS",
    "SERVER",
    "Authority",
    "CertificateError",
    "Issued",
    "Kept",
    "Store",
    "client_name",
    "keep",
    "server_name",
    "server_names",
    "trusted",
]
