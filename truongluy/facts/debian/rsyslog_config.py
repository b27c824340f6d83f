"""The part of an rsyslog configuration that decides where messages go, old and new syntax alike."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OBJECT = re.compile(
    r"(?P<before>[^\n;{}]*?)\b(?P<kind>action|input|template)\s*\((?P<body>(?:\"[^\"]*\"|[^()\"])*)\)",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"([\w.]+)\s*=\s*\"([^\"]*)\"")
_OLD_FORWARD = re.compile(
    r"^(?P<selector>\S+)\s+(?P<at>@@?)(?:\([^)]*\))?\[?(?P<host>[\w.:-]+?)\]?(?::(?P<port>\d+))?(?:;\S+)?$",
    re.MULTILINE,
)
_OLD_FILE = re.compile(r"^(?P<selector>[^\s#$]+)\s+-?(?P<path>/\S+?)(?:;\S+)?$", re.MULTILINE)
_OLD_TEMPLATE = re.compile(r"^\$template\s+([\w-]+)\s*,\s*\"([^\"]*)\"", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Forward:
    """One action that sends messages away; `selector` is what it applies to, *.* = everything."""

    address: str
    protocol: str
    selector: str


@dataclass(frozen=True)
class RsyslogConfig:
    """What we judge of rsyslog; lists are sorted."""

    forwards: list[Forward]
    local_files: list[str]
    tcp_inputs: list[int]
    per_sender_stores: list[str]

    def forwarded_to(self, protocol: str) -> list[str]:
        """Addresses that get every message over this protocol."""
        return sorted({f.address for f in self.forwards if f.protocol == protocol and f.selector == "*.*"})


def _without_comments(text: str) -> str:
    return "\n".join(re.sub(r"(^|\s)#.*$", "", line).rstrip() for line in text.splitlines())


def _cut_blocks(text: str) -> tuple[str, str]:
    """Text outside braces (what local messages meet unconditionally) and text inside braces."""
    outside: list[str] = []
    inside: list[str] = []
    depth, quoted = 0, False
    for character in text:
        quoted ^= character == '"'
        if character == "{" and not quoted:
            depth += 1
        elif character == "}" and not quoted:
            depth = max(0, depth - 1)
        else:
            (inside if depth else outside).append(character)
    return "".join(outside), "".join(inside)


def _objects(text: str, kind: str) -> list[tuple[str, dict[str, str]]]:
    return [
        (found["before"].strip(), {key.lower(): value for key, value in _PARAMETER.findall(found["body"])})
        for found in _OBJECT.finditer(text)
        if found["kind"].lower() == kind
    ]


def _forwards(outside: str) -> list[Forward]:
    new = [
        Forward(body.get("target", ""), body.get("protocol", "udp").lower(), before or "*.*")
        for before, body in _objects(outside, "action")
        if body.get("type", "").lower() == "omfwd"
    ]
    old = [
        Forward(found["host"], "tcp" if found["at"] == "@@" else "udp", found["selector"])
        for found in _OLD_FORWARD.finditer(outside)
    ]
    return new + old


def _per_sender(text: str) -> list[str]:
    """Directories below which each sender has files of its own."""
    templates = dict(_OLD_TEMPLATE.findall(text))
    for _, body in _objects(text, "template"):
        templates[body.get("name", "")] = body.get("string", "")
    used = {body["dynafile"] for _, body in _objects(text, "action") if "dynafile" in body}
    paths = [templates.get(name, "") for name in used]
    return sorted(
        {
            path.split("/%")[0]
            for path in paths
            if re.search(r"/%(fromhost|fromhost-ip|hostname)\b", path, re.IGNORECASE)
        }
    )


def parse(text: str) -> RsyslogConfig:
    """Read a configuration whose included files are already in place."""
    clean = _without_comments(text)
    outside, inside = _cut_blocks(clean)
    everything = outside + "\n" + inside
    files = {body["file"] for _, body in _objects(outside, "action") if "file" in body}
    files |= {found["path"] for found in _OLD_FILE.finditer(outside) if not found["path"].startswith("/dev/")}
    inputs = [body for _, body in _objects(everything, "input") if body.get("type", "").lower() == "imtcp"]
    return RsyslogConfig(
        forwards=_forwards(outside),
        local_files=sorted(files),
        tcp_inputs=sorted(int(body["port"]) for body in inputs if body.get("port", "").isdigit()),
        per_sender_stores=_per_sender(everything),
    )
