"""Lists: VLANs, access lists and the sections that a line may open several of at once."""

from __future__ import annotations

import ipaddress
import re

from ..grammar import Invalid
from ..grammar.values import interface as interface_name
from ..grammar.values import vlan_numbers, vlan_text
from ..store import Change, Refusal, Store


def vlan_union(change: Change) -> None:
    """`... vlan LIST` adds to the list, its `no` takes away."""
    old = set(vlan_numbers(change.section.value(" ".join(change.key))) or [])
    given = set(vlan_numbers(change.value[0]) or []) if change.value else old
    kept = old - given if change.negative else old | given
    change.done = True
    change.section.entries.pop(change.key, None)
    if kept:
        change.value = [vlan_text(kept)]
        change.store.put(change)


def vlan(change: Change) -> None:
    """Open, make or delete VLANs."""
    numbers = vlan_numbers(change.words[1]) or []
    change.done = True
    reserved = [number for number in numbers if 1002 <= number <= 1005]
    removed = change.negative or change.reset
    if reserved or (removed and 1 in numbers):
        number = reserved[0] if reserved else 1
        raise Refusal(f"%Default VLAN {number} may not be deleted." if removed
                      else f"Command rejected: VLAN {number} is reserved.")
    if removed:
        for number in numbers:
            change.section.entries.pop(("vlan", str(number)), None)
    else:
        change.enter = [change.store.vlan(number) for number in numbers]


def interface(change: Change) -> None:
    """Open an interface, or delete one that is not made of metal."""
    name = change.words[1]
    change.done = True
    if change.reset:
        _blank(change, ("interface", name))
    elif not change.negative:
        change.enter = [change.store.interface(name)]
    elif name.startswith(("Gigabit", "FastEthernet")):
        raise Refusal("% Removal of physical interfaces is not permitted")
    else:
        change.section.entries.pop(change.key, None)


def _blank(change: Change, key: tuple[str, ...]) -> None:
    """Give an interface or a line that exists its settings of the first day (`default interface ...`)."""
    entry = change.section.entries.get(key)
    if entry and entry.section:
        entry.section = change.store.new_section(entry.section.mode, entry.section.name)


def range_names(text: str) -> list[str] | None:
    """The interfaces of `Gi1/0/1 - 4 , vlan 10`; None if it is not such a list."""
    names: list[str] = []
    for part in text.split(","):
        found = re.fullmatch(r"\s*([A-Za-z-]+?)\s*((?:\d+/)*)(\d+)(?:\s*-\s*(\d+))?\s*", part)
        if not found:
            return None
        low, high = int(found[3]), int(found[4] or found[3])
        if high - low > 4094:
            return None
        for number in range(low, high + 1):
            name = interface_name(f"{found[1]}{found[2]}{number}")
            if name is None:
                return None
            names.append(name)
    return names or None


def interface_range(change: Change) -> None:
    names = range_names(change.words[2])
    if names is None or change.negative:
        raise Invalid(len("interface range "))
    change.done = True
    if change.reset:
        for name in names:
            _blank(change, ("interface", name))
    else:
        change.enter = [change.store.interface(name) for name in names]


def line(change: Change) -> None:
    """Open one or several lines; `no line vty` does not exist for the fixed sixteen."""
    kind, first = change.words[1], int(change.words[2])
    last = int(change.words[3]) if len(change.words) > 3 else first
    if last < first:
        raise Invalid(0)
    change.done = True
    if change.reset:
        for number in range(first, last + 1):
            _blank(change, ("line", kind, str(number)))
        return
    if change.negative:
        raise Refusal(f"% Can't delete last {last - first + 1} VTY lines")
    change.enter = [change.store.line(kind, number) for number in range(first, last + 1)]


def _network(words: list[str]) -> list[str]:
    """A standard entry in normal form: host bits cleared, a single host without its mask."""
    if words[0] == "host":
        return words[1:]
    if len(words) > 1 and words[1] != "log":
        if words[1] == "0.0.0.0":
            return [words[0], *words[2:]]
        if words[1] == "255.255.255.255":
            return ["any", *words[2:]]
        kept = int(ipaddress.IPv4Address(words[0])) & ~int(ipaddress.IPv4Address(words[1])) & 0xFFFFFFFF
        return [str(ipaddress.IPv4Address(kept)), *words[1:]]
    return words


def acl_entry(change: Change) -> None:
    """Normal form of an access list entry; in a named list also its place (10, 20, ... unless given)."""
    words = change.words
    given = 0
    if words[0].isdigit():
        given = int(words.pop(0))
    place = 2 if words[0] == "access-list" else 0
    standard = change.section.mode != "acl_extended"
    if standard and words[place] in ("permit", "deny"):
        words[place + 1:] = _network(words[place + 1:])
    change.key_length = len(words)
    if change.section.mode == "config" or change.negative:
        return
    taken = {entry.sequence: key for key, entry in change.section.entries.items()}
    if given in taken and taken[given] != change.key:
        raise Refusal("% Duplicate sequence number")
    old = change.section.entries.get(change.key)
    change.sequence = old.sequence if old else given or (max(taken, default=0) // 10 + 1) * 10


def acl_sequence(change: Change) -> None:
    change.done = True
    for key, entry in list(change.section.entries.items()):
        if entry.sequence == int(change.words[0]):
            del change.section.entries[key]


def permits(store: Store, name: str, address: str) -> bool:
    """Whether standard list `name` lets `address` pass; a list that does not exist lets everyone pass."""
    named = store.root.entries.get(("ip", "access-list", "standard", name))
    entries = sorted(named.section.entries.values(), key=lambda e: e.sequence) if named and named.section else []
    lines = [entry.words for entry in entries]
    lines += [entry.words[2:] for entry in store.root.starting(f"access-list {name}")]
    rules = [words for words in lines if words[0] != "remark"]
    number = int(ipaddress.IPv4Address(address))
    for action, source, *rest in rules:
        loose = int(ipaddress.IPv4Address(rest[0])) if rest and rest[0] != "log" else 0
        if source == "any" or (number ^ int(ipaddress.IPv4Address(source))) & ~loose & 0xFFFFFFFF == 0:
            return action == "permit"
    return not rules


def ensure_vlan(store: Store, number: str) -> bool:
    """Make a VLAN that does not exist yet; whether it was made."""
    if number == "1" or ("vlan", number) in store.root.entries:
        return False
    store.vlan(int(number))
    return True


HOOKS = {"vlan_union": vlan_union, "vlan": vlan, "interface": interface, "interface_range": interface_range,
         "line": line, "acl_entry": acl_entry, "acl_sequence": acl_sequence}
