"""What an nftables ruleset (`nft -j list ruleset`) lets in: policies, open ports and their sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_FAMILIES = {"inet": ("ipv4", "ipv6"), "ip": ("ipv4",), "ip6": ("ipv6",)}
_HARMLESS_STATES = {"established", "related"}
# What IPv6 and path MTU discovery need; no service is behind it. Numbers are what a host without /etc/protocols prints.
_CONTROL_PROTOCOLS = {"icmp", "icmpv6", "ipv6-icmp", "igmp", "1", "2", "58"}
_DEPTH = 8


@dataclass
class Rule:
    """One way through the input hook: what must match, and what happens then."""

    matches: list[dict[str, Any]]
    verdict: str | None
    logs: bool = False


@dataclass
class Ruleset:
    """Tables, chains and named sets of one ruleset."""

    chains: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    rules: dict[tuple[str, str, str], list[list[dict[str, Any]]]] = field(default_factory=dict)
    sets: dict[tuple[str, str, str], list[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Ruleset:
        """Parse the JSON of `nft -j list ruleset`; empty text is a host without any rule."""
        found = cls()
        for entry in json.loads(text or '{"nftables": []}')["nftables"]:
            kind, body = next(iter(entry.items()))
            if kind == "chain":
                found.chains[body["family"], body["table"], body["name"]] = body
            elif kind == "rule":
                found.rules.setdefault((body["family"], body["table"], body["chain"]), []).append(
                    body["expr"]
                )
            elif kind in ("set", "map"):
                found.sets[body["family"], body["table"], body["name"]] = body.get("elem", [])
        return found

    def base_chains(self, hook: str) -> list[tuple[tuple[str, str, str], dict[str, Any]]]:
        """Filter chains attached to a hook."""
        return [
            (key, c) for key, c in self.chains.items() if c.get("hook") == hook and c.get("type") == "filter"
        ]

    def policies(self, hook: str) -> dict[str, str]:
        """Default verdict per IP version: "drop" if one chain says so, "accept" where none does."""
        found = {"ipv4": "accept", "ipv6": "accept"}
        for (family, _, _), chain in self.base_chains(hook):
            for version in _FAMILIES.get(family, ()):
                if chain.get("policy") == "drop":
                    found[version] = "drop"
        return found

    def rules_of(
        self, key: tuple[str, str, str], before: tuple[dict[str, Any], ...] = (), depth: int = 0
    ) -> Iterator[Rule]:
        """Rules of a chain with those of the chains it jumps to, matches joined."""
        for expressions in self.rules.get(key, []):
            matches = [*before, *(self._known(key, e["match"]) for e in expressions if "match" in e)]
            names = [name for e in expressions for name in e]
            target = next(
                (e[name]["target"] for e in expressions for name in e if name in ("jump", "goto")), None
            )
            if target and depth < _DEPTH:
                yield from self.rules_of((key[0], key[1], target), tuple(matches), depth + 1)
            else:
                verdict = next((name for name in names if name in ("accept", "drop", "reject")), None)
                yield Rule(matches, verdict, "log" in names)

    def _known(self, key: tuple[str, str, str], match: dict[str, Any]) -> dict[str, Any]:
        right = match.get("right")
        if isinstance(right, str) and right.startswith("@"):
            return {**match, "right": {"set": self.sets.get((key[0], key[1], right[1:]), [])}}
        return match


def _subject(match: dict[str, Any]) -> str:
    """`ct.state`, `meta.iifname`, `tcp.dport`, `ip.saddr`: what a match looks at."""
    kind, body = next(iter(match["left"].items())) if isinstance(match["left"], dict) else ("", {})
    if kind == "payload":
        return f"{body.get('protocol')}.{body.get('field')}"
    return f"{kind}.{body.get('key') if isinstance(body, dict) else body}"


def _values(right: Any) -> list[str]:
    """The values a match accepts, in words: 22, 1024-65535, 10.0.0.0/8."""
    if isinstance(right, dict) and "set" in right:
        return [value for item in right["set"] for value in _values(item)]
    if isinstance(right, list):
        return [value for item in right for value in _values(item)]
    if isinstance(right, dict) and "prefix" in right:
        return [f"{right['prefix']['addr']}/{right['prefix']['len']}"]
    if isinstance(right, dict) and "range" in right:
        return ["-".join(str(end) for end in right["range"])]
    if isinstance(right, dict) and "elem" in right:
        return _values(right["elem"]["val"])
    return [str(right)]


def _is_harmless(matches: list[dict[str, Any]]) -> bool:
    """Whether an accepting rule opens no service: loopback, answers to our own traffic, ICMP."""
    for match in matches:
        subject, values = _subject(match), set(_values(match.get("right")))
        if match.get("op") == "!=":
            continue
        if subject in ("meta.iif", "meta.iifname") and values == {"lo"}:
            return True
        if subject == "ct.state" and values <= _HARMLESS_STATES:
            return True
        if subject in ("meta.l4proto", "ip.protocol", "ip6.nexthdr") and values <= _CONTROL_PROTOCOLS:
            return True
        if subject.split(".")[0] in _CONTROL_PROTOCOLS:
            return True
    return False


def _opened_by(rule: Rule) -> list[tuple[str, int | str, list[str]]]:
    """(protocol, port, sources) of an accepting rule; nothing when it can match no source at all."""
    ports: list[tuple[str, str]] = []
    sources: list[str] | None = None
    protocols = [
        value for m in rule.matches if _subject(m) == "meta.l4proto" for value in _values(m["right"])
    ]
    for match in rule.matches:
        protocol, _, subject = _subject(match).partition(".")
        if match.get("op") == "!=":
            continue
        if subject == "dport":
            owners = (protocols or ["tcp", "udp"]) if protocol == "th" else [protocol]
            ports += [(owner, value) for owner in owners for value in _values(match["right"])]
        elif subject == "saddr":
            sources = (sources or []) + _values(match["right"])
    if sources == []:
        return []
    opened_ports = ports or [("any", "any")]
    return [
        (owner, int(port) if port.isdigit() else port, sources or ["any"]) for owner, port in opened_ports
    ]


def opened(ruleset: Ruleset, protocol: str) -> list[dict[str, Any]]:
    """Ports that new connections from outside can reach: [{port: 22, sources: [...]}], sorted.

    A range stays a word ("8000-8100") and a rule without a port is "any": no list of numbers has them.
    A packet must pass every chain, so chains that drop by default decide; without one, everything is open.
    """
    chains = ruleset.base_chains("input")
    deciding = [key for key, chain in chains if chain.get("policy") == "drop"]
    merged: dict[int | str, set[str]] = {}
    for key in deciding:
        for rule in ruleset.rules_of(key):
            if rule.verdict == "accept" and not _is_harmless(rule.matches):
                for owner, port, sources in _opened_by(rule):
                    if owner in (protocol, "any"):
                        merged.setdefault(port, set()).update(sources)
    if "accept" in ruleset.policies("input").values():
        merged.setdefault("any", set()).add("any")
    ordered = sorted(merged.items(), key=lambda item: (isinstance(item[0], str), item[0]))
    return [{"port": port, "sources": sorted(sources)} for port, sources in ordered]


def logs_refused(ruleset: Ruleset) -> bool:
    """Whether connections that no rule accepted are logged before the policy drops them."""
    for key, _ in ruleset.base_chains("input"):
        rules = list(ruleset.rules_of(key))
        accepting = [index for index, rule in enumerate(rules) if rule.verdict == "accept"]
        last = accepting[-1] if accepting else -1
        if any(rule.logs and rule.verdict != "accept" for rule in rules[last + 1 :]):
            return True
    return False
