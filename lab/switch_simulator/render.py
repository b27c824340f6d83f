"""Prints a configuration in the device's own order, with its separators and its hidden defaults."""

from __future__ import annotations

import re

from .grammar import load
from .store import VTY_LINES, Entry, Section, Store


def _natural(text: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", text) if part]


_KINDS = ("Port-channel", "FastEthernet", "GigabitEthernet", "Loopback", "Vlan")


def _rank(entry: Entry) -> tuple[object, ...]:
    if entry.key[0] == "interface":
        kind = next(place for place, name in enumerate(_KINDS) if entry.key[1].startswith(name))
        return (kind, _natural(entry.key[1]))
    if entry.key[0] == "vlan":
        return (0, _natural(entry.key[1]))
    return (entry.sequence, [(0, entry.arrival, "")])


def section_lines(section: Section) -> list[str]:
    """The lines below a section's header, indented by one space."""
    lines: list[str] = []
    for entry in sorted(section.entries.values(), key=lambda e: (e.rule.place if not e.sequence else 0, _rank(e))):
        lines.append(" " + entry.text)
        if entry.section is not None:
            lines += [" " + line for line in section_lines(entry.section)]
    return lines


def header(entry: Entry) -> str:
    """The first line of a section as printed."""
    return entry.text.replace("line console", "line con")


def _vty_lines(store: Store) -> list[str]:
    lines: list[str] = []
    start = 0
    for number in range(VTY_LINES):
        below = section_lines(store.line("vty", number))
        last = number + 1 == VTY_LINES or number + 1 == 5
        if last or section_lines(store.line("vty", number + 1)) != below:
            lines.append(f"line vty {start} {number}" if number > start else f"line vty {start}")
            lines += below
            start = number + 1
    return lines


def _entry_lines(store: Store, entry: Entry) -> list[str]:
    if entry.key[:2] == ("line", "vty"):
        return _vty_lines(store) if entry.key[2] == "0" else []
    if entry.rule.get("banner") is not None and not entry.negative:
        return f"{' '.join(entry.key)} ^C{entry.value[0]}^C".split("\n")
    if entry.section is None:
        return [entry.text]
    if entry.key[0] == "vlan" and not vlans_printed(store):
        return []
    closing = ["!"] if entry.key[0] in ("vlan", "interface") else []
    return [header(entry), *section_lines(entry.section), *closing]


def config_lines(store: Store) -> list[str]:
    """The whole configuration without the heading of `show running-config`."""
    by_rule: dict[int, list[Entry]] = {}
    for entry in store.root.entries.values():
        by_rule.setdefault(entry.rule.place, []).append(entry)
    lines: list[str] = []
    block = 0
    for rule in load("config").rules:
        if rule.block != block and lines and lines[-1] != "!":
            lines.append("!")
        block = rule.block
        if rule.get("text") is not None:
            lines.append(rule.syntax)
        for entry in sorted(by_rule.get(rule.place, []), key=_rank):
            lines += _entry_lines(store, entry)
    return lines


def vlans_printed(store: Store) -> bool:
    """VLANs are part of the configuration only where VTP does not own them."""
    return store.root.value("vtp mode") in ("transparent", "off")


def vlan_lines(store: Store) -> list[str]:
    """The VLANs, whether the configuration prints them or not."""
    entries = sorted((entry for entry, _ in store.sections("vlan")), key=_rank)
    return [line for entry in entries if entry.section for line in (header(entry), *section_lines(entry.section))]


def interface_lines(store: Store, name: str) -> list[str]:
    """The configuration of one interface."""
    return [f"interface {name}", *section_lines(store.interface(name)), "end"]
