"""Where an authority keeps its things: one closed folder, one index, every private key for its owner only.

    ca/ca.key ca.pem crl.pem index.json       server/<name>.key .pem        client/<account>@<site>.key .pem

The folder is 0700 and keys are 0600; looser permissions are refused and not mended, since somebody may have read them.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from truongluy.certificates.model import KINDS, CertificateError, Issued
from truongluy.verdict import Text

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Store:
    """The files of one authority."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def key(self) -> Path:
        """The authority's private key."""
        return self.folder / "ca.key"

    @property
    def certificate(self) -> Path:
        """The authority's own certificate: what clients trust."""
        return self.folder / "ca.pem"

    @property
    def revocation_list(self) -> Path:
        """The signed list of what was revoked."""
        return self.folder / "crl.pem"

    @property
    def index(self) -> Path:
        """The record of everything that was ever issued."""
        return self.folder / "index.json"

    @property
    def exists(self) -> bool:
        """Whether an authority was made here."""
        return self.key.exists() or self.certificate.exists()

    def key_of(self, kind: str, name: str) -> Path:
        """The private key of a certificate."""
        return self.folder / kind / f"{name}.key"

    def certificate_of(self, kind: str, name: str) -> Path:
        """A certificate."""
        return self.folder / kind / f"{name}.pem"

    def prepare(self) -> None:
        """Make the folders, closed to others."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.folder, *(self.folder / kind for kind in KINDS)):
            folder.mkdir(mode=0o700, exist_ok=True)
        self.refuse_if_open()
        # The folder may lie in a repository, and nothing of it belongs there.
        if not (ignore := self.folder / ".gitignore").exists():
            self.write_public(ignore, b"*\n")

    def refuse_if_open(self) -> None:
        """Raise CertificateError when others may enter the folder or read a private key."""
        keys = [self.key, *(key for kind in KINDS for key in sorted((self.folder / kind).glob("*.key")))]
        for path in (self.folder, *keys):
            if path.exists() and path.stat().st_mode & _OTHERS:
                mode = "700" if path.is_dir() else "600"
                raise CertificateError(
                    path,
                    Text("người khác đọc được", "can be read by others"),
                    Text(
                        "ai đọc được khóa bí mật thì giả được máy chủ hoặc tài khoản",
                        "whoever reads a private key can pose as the server or the account",
                    ),
                    Text(
                        f"chmod {mode} {path}; nếu có thể đã lộ thì thu hồi và cấp lại",
                        f"chmod {mode} {path}; if it may have been read, revoke and issue anew",
                    ),
                )

    def write_private(self, path: Path, content: bytes) -> None:
        """Write a file that only its owner may read, from its first byte on, whole or not at all."""
        _write(path, content, 0o600)

    def write_public(self, path: Path, content: bytes) -> None:
        """Write a file without secrets, whole or not at all."""
        _write(path, content, 0o644)

    def issued(self) -> list[Issued]:
        """Everything that was issued, oldest first; raises CertificateError when the index can't be read."""
        if not self.index.exists():
            return []
        try:
            return [_issued(entry) for entry in json.loads(self.index.read_text(encoding="utf-8"))["issued"]]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise CertificateError(
                self.index,
                Text("sổ cấp chứng thư không đọc được", "the index of certificates can't be read"),
                Text(
                    "không có sổ thì không biết đã cấp gì và thu hồi gì",
                    "without it nobody knows what was issued and what was revoked",
                ),
                Text("khôi phục tệp từ bản sao lưu", "restore the file from a backup"),
            ) from None

    def remember(self, entry: Issued) -> None:
        """Add a certificate to the index."""
        self._write_index([*self.issued(), entry])

    def mark_revoked(self, serials: Iterable[str], when: datetime) -> None:
        """Write down that certificates no longer count."""
        gone = set(serials)
        self._write_index([replace(e, revoked=when) if e.serial in gone else e for e in self.issued()])

    def _write_index(self, entries: Iterable[Issued]) -> None:
        content = {"version": 1, "issued": [_plain(entry) for entry in entries]}
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        self.write_public(self.index, text.encode())


def _write(path: Path, content: bytes, mode: int) -> None:
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(path)


def _issued(entry: dict[str, Any]) -> Issued:
    revoked = entry["revoked"]
    return Issued(
        str(entry["serial"]),
        str(entry["kind"]),
        str(entry["name"]),
        tuple(map(str, entry["names"])),
        datetime.fromisoformat(entry["not_before"]),
        datetime.fromisoformat(entry["not_after"]),
        datetime.fromisoformat(revoked) if revoked else None,
    )


def _plain(entry: Issued) -> dict[str, Any]:
    return {
        "serial": entry.serial,
        "kind": entry.kind,
        "name": entry.name,
        "names": list(entry.names),
        "not_before": entry.not_before.isoformat(),
        "not_after": entry.not_after.isoformat(),
        "revoked": entry.revoked.isoformat() if entry.revoked else None,
    }
