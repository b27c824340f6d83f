"""The lines of a RoomOS console: `*c xConfiguration PATH: VALUE`, `*s PATH: VALUE`, `*r RESULT PATH: VALUE`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truongluy.facts.answers import Unreadable

END = "** end"
HIDDEN = "<redacted>"
NOT_SET = "<not set>"
_LINE = re.compile(
    r"^\*[csr] (?:xConfiguration )?([A-Za-z][\w ]*?)(?: \(status=\w+\))?: ?(.*?) *$", re.MULTILINE
)
_REFUSED = re.compile(r"^(?:ERROR|Command not recognized\.|.*status=\w*Error.*)$", re.MULTILINE)
_REASON = re.compile(r'Reason: "?([^"\n]+)')
_SECRET = re.compile(
    r"^(\*c xConfiguration [\w ]*\b(?:Password|Passphrase|Key|Secret|Token|CommunityName)): ?(.*?) *$",
    re.MULTILINE,
)


def values(text: str, command: str) -> dict[str, str]:
    """Value by path of a whole answer, as typed between quotes; raises Unreadable for a refused or cut one."""
    if why := refusal(text):
        raise Unreadable(f"the device refused '{command}': {why}")
    if END not in text:
        raise Unreadable(f"the answer to '{command}' does not reach its closing '{END}': it is cut short")
    return {path: value for path, value in pairs(text) if path}


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """Path and value of every line that tells one."""
    for path, value in _LINE.findall(text):
        yield path, plain(value)


def refusal(text: str) -> str:
    """Why the device refused, in its own words; empty when it did not."""
    found = _REFUSED.search(text)
    if found is None:
        return ""
    reason = _REASON.search(text)
    return (reason[1] if reason else found[0]).strip()[:120]


def plain(value: str) -> str:
    """A value without its quotes, and without the marks that redaction put in."""
    if value == NOT_SET:
        return ""
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value


def redact(command_id: str, text: str) -> str:
    """The answer without secrets; whether one is set stays, because that is a fact."""
    del command_id  # every answer may hold configuration lines, whatever was asked
    return _SECRET.sub(lambda one: f"{one[1]}: {HIDDEN if plain(one[2]) else NOT_SET}", text)
