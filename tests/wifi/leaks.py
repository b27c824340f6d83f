"""Secrets of Wi-Fi in every shape they could leave in, and where they are found."""

from __future__ import annotations

import base64
import gzip
import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from truongluy.inventory import Inventory
from truongluy.nt_hash import nt_hash
from truongluy.wifi_secrets import WifiSecrets

_SHORTEST = 12


def shapes(secret: str) -> set[bytes]:
    """A secret as it is, in hexadecimal, and inside base64 of any alignment (so do tools write file contents)."""
    raw = secret.encode()
    found = {raw, raw.hex().encode(), raw.hex().upper().encode()}
    for shift in range(3):
        packed = base64.b64encode(b"\0" * shift + raw)
        # The first and last letters also hold bits of the neighbours.
        found.add(packed[(shift * 8 + 5) // 6 : len(packed) - 4])
    return {one for one in found if len(one) >= _SHORTEST}


def of_lab(inventory: Inventory, secrets: WifiSecrets, authority: Path) -> dict[str, set[bytes]]:
    """What is secret in this lab: name -> shapes; derived keys are as good as what they were made from."""
    found: dict[str, set[bytes]] = {}
    for site, keys in secrets.keys.items():
        for wlan, key in keys.items():
            ssid = inventory.wlans[site][wlan].ssid.encode()
            derived = hashlib.pbkdf2_hmac("sha1", key.encode(), ssid, 4096, 32)
            found[f"key of {site}/{wlan}"] = shapes(key) | shapes(derived.hex())
    for device, secret in secrets.radius.items():
        found[f"RADIUS secret of {device}"] = shapes(secret)
    for site, accounts in secrets.accounts.items():
        for name, account in accounts.items():
            hashed = nt_hash(account.password)
            known = shapes(account.password) | shapes(hashed) | shapes(hashed.upper())
            found[f"password of {name}@{site}"] = known
    for path in authority.rglob("*.key"):
        found[f"private key {path.name}"] = {path.read_text().splitlines()[1].encode()}
    return found


def in_bytes(content: bytes, secrets: Mapping[str, Iterable[bytes]]) -> list[str]:
    """Names of the secrets that stand in a content."""
    return [name for name, known in secrets.items() if any(one in content for one in known)]


def in_folder(
    folder: Path, secrets: Mapping[str, Iterable[bytes]], without: Iterable[Path] = ()
) -> tuple[list[str], int]:
    """`file: secret` for each secret in a folder's files (packed ones are opened), and how many files were read."""
    found, read, left_out = [], 0, tuple(without)
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink() or any(path.is_relative_to(one) for one in left_out):
            continue
        read += 1
        found += [f"{path}: {name}" for name in in_bytes(_content(path), secrets)]
    return found, read


def _content(path: Path) -> bytes:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    content = path.read_bytes()
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
