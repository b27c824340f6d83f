"""Secrets never enter evidence: they are cut out the moment an answer arrives."""

from __future__ import annotations

import re

GONE = "<redacted>"
_PATTERNS = (
    # crypt(3) hashes: keep the scheme, which is a fact, drop salt and hash, which are a target.
    re.compile(r"(?P<keep>\$(?:y|gy|7|6|5|1|2[abxy])\$)[./A-Za-z0-9$=,]{8,}"),
    re.compile(r"(?P<keep>-----BEGIN [A-Z ]*PRIVATE KEY-----).*?-----END [A-Z ]*PRIVATE KEY-----", re.S),
    re.compile(r"(?P<keep>(?i:password|passwd|secret|psk|token|passphrase)\s*[=:]\s*)(?!\s)[^\s<][^\s]*"),
)


def redact(text: str) -> str:
    """The text with hashes, private keys and `password = ...` values replaced."""
    for pattern in _PATTERNS:
        text = pattern.sub(lambda found: found["keep"] + GONE, text)
    return text
