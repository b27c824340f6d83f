"""The NT hash of a password: MD4 over UTF-16, the only form in which MSCHAPv2 can check one without its clear text.

It is no protection against somebody who holds the file (it opens Wi-Fi as well as the password does), but it keeps the
words themselves, which people use elsewhere too, off the server. OpenSSL 3 no longer offers MD4: RFC 1320, sections 3-4.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

_MASK = 0xFFFFFFFF
_START = (0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476)


def nt_hash(password: str) -> str:
    """32 hexadecimal digits."""
    return md4(password.encode("utf-16-le")).hex()


def md4(message: bytes) -> bytes:
    """The MD4 digest (16 bytes)."""
    padded = message + b"\x80" + b"\x00" * ((55 - len(message)) % 64) + struct.pack("<Q", len(message) * 8)
    state = _START
    for start in range(0, len(padded), 64):
        state = _block(state, struct.unpack("<16I", padded[start : start + 64]))
    return struct.pack("<4I", *state)


def _f(x: int, y: int, z: int) -> int:
    return (x & y) | (~x & z)


def _g(x: int, y: int, z: int) -> int:
    return (x & y) | (x & z) | (y & z)


def _h(x: int, y: int, z: int) -> int:
    return x ^ y ^ z


# For each round: its function, its constant, the order of the words, and by how much it turns them.
_ROUNDS: tuple[tuple[Callable[[int, int, int], int], int, tuple[int, ...], tuple[int, ...]], ...] = (
    (_f, 0, tuple(range(16)), (3, 7, 11, 19)),
    (_g, 0x5A827999, (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15), (3, 5, 9, 13)),
    (_h, 0x6ED9EBA1, (0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15), (3, 9, 11, 15)),
)


def _block(state: Sequence[int], words: Sequence[int]) -> tuple[int, int, int, int]:
    a, b, c, d = state
    for mix, constant, order, turns in _ROUNDS:
        for step, index in enumerate(order):
            total = (a + mix(b, c, d) + words[index] + constant) & _MASK
            turn = turns[step % 4]
            a, b, c, d = d, (total << turn | total >> (32 - turn)) & _MASK, b, c
    return tuple((old + new) & _MASK for old, new in zip(state, (a, b, c, d), strict=True))  # type: ignore[return-value]
