"""What provisioning asks of an authority: that a server has a certificate that stands, and the list is fresh."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truongluy.certificates.authority import Authority
from truongluy.certificates.model import SERVER, now_utc, server_names
from truongluy.certificates.store import Store


@dataclass(frozen=True)
class Kept:
    """What a server needs: `done` says in English what was done (or would be); the key stays in its file.

    Who only trusts, and has no name, has no certificate and no key.
    """

    done: tuple[str, ...]
    certificate: str
    trusted: str
    key_file: Path | None


def keep(
    folder: Path,
    organisation: str,
    names: Sequence[str],
    *,
    check: bool = False,
    clock: Callable[[], datetime] = now_utc,
) -> Kept:
    """Make what is missing or ends soon; with `check` only say so. Raises CertificateError.

    `trusted` is the authority's certificate followed by the list of what was revoked; both texts are empty where
    `check` kept them from being made. Without names only the authority is seen to.
    """
    with _alone(folder):
        return _keep(folder, organisation, server_names(names) if names else (), check, clock)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One at a time: hosts are provisioned side by side, and each adds to the one index."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep(
    folder: Path, organisation: str, wanted: Sequence[str], check: bool, clock: Callable[[], datetime]
) -> Kept:
    store = Store(folder)
    key = store.key_of(SERVER, wanted[0]) if wanted else None
    done: list[str] = []
    if not store.exists:
        done.append("authority made")
        if check:
            return Kept((*done, *(f"certificate issued: {name}" for name in wanted[:1])), "", "", key)
        Authority.create(folder, organisation, clock)
    authority = Authority.open(folder, clock)
    if wanted and authority.due(SERVER, wanted):
        done.append(f"certificate issued: {wanted[0]}")
        if not check:
            authority.issue_server(wanted[0], wanted[1:])
    if authority.revocation_list_due():
        done.append("revocation list signed")
        if not check:
            authority.sign_revocation_list()
    certificate = store.certificate_of(SERVER, wanted[0]) if wanted else None
    issued = certificate.read_text() if certificate and certificate.is_file() else ""
    return Kept(tuple(done), issued, trusted(store), key)


def trusted(store: Store) -> str:
    """The authority's certificate and its revocation list in one text: what a server trusts, and what no longer."""
    parts = (store.certificate, store.revocation_list)
    return "".join(part.read_text() for part in parts if part.is_file())
