"""The password encodings of the dialect: type 5 (MD5-crypt), 7 (reversible), 8 (PBKDF2-SHA256), 9 (scrypt)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_ITOA64 = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_STANDARD64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# The published key of the reversible type 7; it hides a password from a glance and from nothing else.
_TYPE7_KEY = b"dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"
_PBKDF2_ROUNDS = 20_000


def new_salt(length: int) -> str:
    """A random salt of the crypt alphabet."""
    return "".join(secrets.choice(_ITOA64) for _ in range(length))


def _crypt64(value: int, length: int) -> str:
    return "".join(_ITOA64[value >> 6 * place & 63] for place in range(length))


def type5(password: str, salt: str) -> str:
    """MD5-crypt: $1$salt$digest (Poul-Henning Kamp's scheme, 1000 rounds)."""
    word, grain = password.encode(), salt.encode()
    inner = hashlib.md5(word + grain + word).digest()
    mixed = word + b"$1$" + grain
    for left in range(len(word), 0, -16):
        mixed += inner[: min(16, left)]
    bits = len(word)
    while bits:
        mixed += b"\0" if bits & 1 else word[:1]
        bits >>= 1
    final = hashlib.md5(mixed).digest()
    for turn in range(1000):
        part = word if turn & 1 else final
        part += grain if turn % 3 else b""
        part += word if turn % 7 else b""
        part += final if turn & 1 else word
        final = hashlib.md5(part).digest()
    order = ((0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5))
    text = "".join(_crypt64(final[a] << 16 | final[b] << 8 | final[c], 4) for a, b, c in order)
    return f"$1${salt}${text}{_crypt64(final[11], 2)}"


def _vendor64(digest: bytes) -> str:
    text = base64.b64encode(digest).decode().rstrip("=")
    return text.translate(str.maketrans(_STANDARD64, _ITOA64))


def type8(password: str, salt: str) -> str:
    """PBKDF2-HMAC-SHA256, 20000 rounds: $8$salt$digest."""
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), _PBKDF2_ROUNDS)
    return f"$8${salt}${_vendor64(digest)}"


def type9(password: str, salt: str) -> str:
    """scrypt, N=16384, r=1, p=1: $9$salt$digest."""
    digest = hashlib.scrypt(password.encode(), salt=salt.encode(), n=16384, r=1, p=1, dklen=32)
    return f"$9${salt}${_vendor64(digest)}"


def type7(password: str, offset: int | None = None) -> str:
    """The reversible encoding: two digits of key offset, then hexadecimal."""
    start = secrets.randbelow(16) if offset is None else offset
    data = (byte ^ _TYPE7_KEY[(start + place) % len(_TYPE7_KEY)] for place, byte in enumerate(password.encode()))
    return f"{start:02d}" + "".join(f"{byte:02X}" for byte in data)


def reveal7(text: str) -> str:
    """The password behind a type 7 text."""
    start, data = int(text[:2]), bytes.fromhex(text[2:])
    plain = bytes(byte ^ _TYPE7_KEY[(start + place) % len(_TYPE7_KEY)] for place, byte in enumerate(data))
    return plain.decode(errors="replace")


HASHES = {"5": (type5, 4), "8": (type8, 14), "9": (type9, 14)}


def hashed(kind: str, password: str) -> str:
    """A fresh hash of `password` of kind 5, 8 or 9."""
    function, length = HASHES[kind]
    return function(password, new_salt(length))


def verify(kind: str, stored: str, password: str) -> bool:
    """Whether `password` is the one stored as `kind` (0, 5, 7, 8 or 9)."""
    if kind == "0":
        return hmac.compare_digest(stored.encode(), password.encode())
    if kind == "7":
        return hmac.compare_digest(reveal7(stored).encode(), password.encode())
    function, _ = HASHES[kind]
    return hmac.compare_digest(function(password, stored.split("$")[2]).encode(), stored.encode())
