"""Recognises what must never stand in a description: passwords, keys, community strings and their hashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from truongluy.verdict import Problem, Text
from truongluy.yamlfile.loader import Document, Path
from truongluy.yamlfile.refusals import shown_key

_KEY = re.compile(
    r"(?:^|[_.-])(?:pass|passwd|password|passphrase|pwd|secret|psk|community|credentials?|token|"
    r"api_?key|private_?key|enable|matkhau|mat_?khau|hash)(?:$|[_.-]|\d)",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY"
    r"|(?:^|\s)\$(?:1|2[abxy]|5|6|7|8|9|14|y|gy|argon2\w*|apr1|pbkdf2[\w-]*)\$"
    r"|\{(?:SSHA|SHA|SMD5|MD5|CRYPT)[0-9]*\}"
    r"|\$ANSIBLE_VAULT;"
    r"|\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|glpat-[\w-]{16,})"
    r"|(?:^|\s)[0-9a-fA-F]{32}(?:\s|$)"
    r"|\b(?:password|passwd|passphrase|secret|community|psk|pre-shared key|mật khẩu)\s*[:=]\s*\S"
    r"|\b(?:password|secret|key)\s+(?:0|5|6|7|8|9)\s+\S"
    r"|://[^/\s:@]+:[^/\s@]+@",
    re.IGNORECASE,
)


def looks_secret_key(key: object) -> bool:
    """Whether a key by its name announces a secret."""
    return isinstance(key, str) and _KEY.search(key) is not None


def looks_secret_value(value: object) -> bool:
    """Whether a value has the form of a secret: a private key, a password hash, `password: ...`."""
    return isinstance(value, str) and _VALUE.search(value) is not None


def secrets_in(document: Document) -> list[Problem]:
    """Every place in the document that looks like a secret, by line and key, never by value."""
    return [_problem(document, path, by_key) for path, by_key in _walk(document.data, ())]


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, bool]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if looks_secret_key(key):
                yield (*path, key), True
            elif looks_secret_value(key):
                yield (*path, key), False
            else:
                yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index))
    elif looks_secret_value(value):
        yield path, False


def _problem(document: Document, path: Path, by_key: bool) -> Problem:
    named = next((step for step in reversed(path) if isinstance(step, str)), "")
    shown = "`...`" if looks_secret_value(named) else shown_key(named)
    kind = Text("tên khóa", "its name") if by_key else Text("dạng của giá trị", "the form of its value")
    return Problem(
        document.file,
        document.line(path),
        Text(f"{shown} trông như một bí mật", f"{shown} looks like a secret"),
        Text(
            f"nhận ra qua {kind.vi}; tệp mô tả được lưu và chia sẻ, không bao giờ chứa bí mật",
            f"told by {kind.en}; a description is stored and shared and never holds a secret",
        ),
        Text(
            "xóa khỏi tệp và khỏi lịch sử, đổi mật khẩu đó, và để trong tệp thông tin đăng nhập ngoài kho",
            "remove it from the file and its history, change it, and keep it in a credentials file outside",
        ),
    )
