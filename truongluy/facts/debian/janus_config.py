"""A Janus configuration (`.jcfg`, the language of libconfig) as plain data; what libconfig refuses raises ValueError."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(
    r"""(?P<skip>\s+|\#[^\n]*|//[^\n]*|/\*.*?\*/)
      | (?P<string>"(?:\\.|[^"\\])*")
      | (?P<number>[-+]?(?:0[xX][0-9A-Fa-f]+|[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?|[0-9]+(?:[eE][-+]?[0-9]+)?)L{0,2})(?![\w.])
      | (?P<word>[A-Za-z*][\w*-]*)
      | (?P<sign>[{}()\[\],;=:])""",
    re.X | re.S,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "a": "\a", "b": "\b", "v": "\v"}
_DEEPEST = 50
_CLOSES = {"(": ")", "[": "]"}


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def parse(text: str) -> dict[str, Any]:
    """Groups as mappings, lists and arrays as lists; a name that a group has twice raises ValueError."""
    reader = _Reader(_tokens(text))
    found = reader.settings()
    if not reader.ended:
        raise ValueError(f"unexpected '{reader.here.text}'")
    return found


def is_true(value: Any) -> bool:
    """Whether Janus takes a value for yes."""
    return value is True or str(value).lower() in ("yes", "true", "1")


def _tokens(text: str) -> list[_Token]:
    found, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ValueError(f"unreadable at character {position}")
        position = match.end()
        if match.lastgroup != "skip":
            found.append(_Token(str(match.lastgroup), match[0]))
    return found


def _text(quoted: str) -> str:
    def unescaped(found: re.Match[str]) -> str:
        if found[1]:
            return chr(int(found[1], 16))
        return _ESCAPES.get(found[2], found[2])

    return re.sub(r"\\(?:x([0-9A-Fa-f]{2})|(.))", unescaped, quoted[1:-1], flags=re.S)


def _number(text: str) -> int | float:
    plain = text.rstrip("L")
    if "x" in plain.lower():
        return int(plain, 16)
    return float(plain) if re.search(r"[.eE]", plain) else int(plain)


class _Reader:
    """Reads tokens from first to last; every method leaves off after what it read."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self._at >= len(self._tokens)

    @property
    def here(self) -> _Token:
        """The next token; past the end one that fits nowhere."""
        return _Token("end", "end of file") if self.ended else self._tokens[self._at]

    def _take(self, *texts: str) -> bool:
        if not self.ended and self.here.kind == "sign" and self.here.text in texts:
            self._at += 1
            return True
        return False

    def settings(self) -> dict[str, Any]:
        """`name = value` after `name = value`, each perhaps with a sign behind it."""
        found: dict[str, Any] = {}
        while self.here.kind == "word":
            name = self.here.text
            self._at += 1
            if not self._take("=", ":"):
                raise ValueError(f"'{name}' has no value")
            if name in found:
                raise ValueError(f"'{name}' stands twice in a group")
            found[name] = self._value()
            self._take(";", ",")
        return found

    def _value(self) -> Any:
        token = self.here
        if not self._take("{", "(", "["):
            return self._scalar()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("groups and lists nest too deep")
        if token.text == "{":
            found: Any = self.settings()
            self._close("}")
        else:
            found = self._items(_CLOSES[token.text])
        self._depth -= 1
        return found

    def _items(self, end: str) -> list[Any]:
        found: list[Any] = []
        while not self._take(end):
            found.append(self._value())
            if not self._take(",") and not (self.here.kind == "sign" and self.here.text == end):
                raise ValueError(f"a list goes on with '{self.here.text}'")
        return found

    def _scalar(self) -> Any:
        token = self.here
        self._at += 1
        if token.kind == "number":
            return _number(token.text)
        if token.kind == "word" and token.text.lower() in ("true", "false"):
            return token.text.lower() == "true"
        if token.kind != "string":
            raise ValueError(f"'{token.text}' is no value")
        words = _text(token.text)
        while self.here.kind == "string":
            words += _text(self.here.text)
            self._at += 1
        return words

    def _close(self, sign: str) -> None:
        if not self._take(sign):
            raise ValueError(f"'{self.here.text}' where '{sign}' belongs")
