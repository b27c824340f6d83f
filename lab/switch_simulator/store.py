"""The ordered configuration of one switch: sections of settings, changed line by line and printed as the device does."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .grammar import Invalid, Match, Rule, load
from .grammar.values import PORTS

VTY_LINES = 16


class Refusal(Exception):
    """The device understood the line and refused it; the text is what it prints."""


@dataclass
class Entry:
    """One setting. `negative` prints as `no ...`; `sequence` orders the entries of an access list."""

    rule: Rule
    key: tuple[str, ...]
    words: tuple[str, ...]
    arrival: int
    negative: bool = False
    section: Section | None = None
    sequence: int = 0

    @property
    def value(self) -> tuple[str, ...]:
        """The words after the key."""
        return self.words[len(self.key):]

    @property
    def text(self) -> str:
        """The line as it is printed."""
        return ("no " if self.negative else "") + " ".join(self.words)


@dataclass
class Section:
    """The settings of one configuration mode instance (an interface, a line, an access list, the whole device)."""

    mode: str
    name: str = ""
    entries: dict[tuple[str, ...], Entry] = field(default_factory=dict)

    def get(self, key: str) -> Entry | None:
        """The positive entry with this key ('ip ssh version')."""
        entry = self.entries.get(tuple(key.split()))
        return None if entry is None or entry.negative else entry

    def value(self, key: str, otherwise: str = "") -> str:
        """The value of a setting as text, or `otherwise` when it is not set."""
        entry = self.get(key)
        return " ".join(entry.value) if entry else otherwise

    def has(self, key: str) -> bool:
        """Whether the setting is present (not negated)."""
        return self.get(key) is not None

    def denied(self, key: str) -> bool:
        """Whether a setting that is on by default was switched off."""
        entry = self.entries.get(tuple(key.split()))
        return entry is not None and entry.negative

    def starting(self, prefix: str) -> list[Entry]:
        """Entries whose words begin with `prefix`, in order of arrival."""
        start = tuple(prefix.split())
        return [entry for entry in self.entries.values() if entry.words[: len(start)] == start]


@dataclass
class Change:
    """One understood line on its way into a section; hooks may rewrite it, refuse it or finish it themselves."""

    store: Store
    section: Section
    rule: Rule
    words: list[str]
    key_length: int
    whole: bool
    negative: bool
    reset: bool = False
    messages: list[str] = field(default_factory=list)
    enter: list[Section] = field(default_factory=list)
    done: bool = False
    sequence: int = 0

    @property
    def key(self) -> tuple[str, ...]:
        """The words that identify the setting."""
        return tuple(self.words[: self.key_length])

    @property
    def value(self) -> list[str]:
        """The words after the key."""
        return self.words[self.key_length:]

    @value.setter
    def value(self, words: list[str]) -> None:
        self.words = [*self.words[: self.key_length], *words]


class Store:
    """A whole configuration. `private` is what the device keeps but never prints (SNMPv3 users, key length)."""

    def __init__(self) -> None:
        self._arrivals = itertools.count()
        self.private: dict[tuple[str, ...], str] = {}
        self.root = Section("config")
        for rule in load("config").rules:
            self.seed(self.root, rule)
        for name in [f"GigabitEthernet1/0/{n}" for n in range(1, PORTS + 1)] + ["FastEthernet0", "Vlan1"]:
            self.interface(name)
        self.line("console", 0)
        for number in range(VTY_LINES):
            self.line("vty", number)

    # -- sections ---------------------------------------------------------------------------------------------------

    def new_section(self, mode: str, name: str = "") -> Section:
        """A section holding the lines that the device always prints."""
        section = Section(mode, name)
        for rule in load(mode).rules:
            self.seed(section, rule)
        return section

    def seed(self, section: Section, rule: Rule) -> None:
        """Put the always-printed line of `rule` at its initial value."""
        both, always = rule.get("both"), rule.get("always")
        vty = rule.get("vty") is not None and section.name.startswith("vty") and not self.aaa
        if both is None and always is None and not vty:
            return
        head = tuple(re.split(r" [/{\[]", rule.syntax)[0].split())
        words = head + (tuple(always.split()) if always else ())
        section.entries[head] = Entry(rule, head, words, next(self._arrivals), negative=both == "no")

    def child(self, parent: Section, key: tuple[str, ...], mode: str, rule_name: str) -> Section:
        """The section below `parent` at `key`, made when it is missing."""
        entry = parent.entries.get(key)
        if entry is None or entry.section is None:
            rule = next(r for r in load(parent.mode).rules if r.syntax.startswith(rule_name))
            entry = Entry(rule, key, key, next(self._arrivals), section=self.new_section(mode, " ".join(key[1:])))
            parent.entries[key] = entry
        assert entry.section is not None
        return entry.section

    def interface(self, name: str) -> Section:
        """The section of an interface."""
        mode = "port" if name.startswith(("Gigabit", "Port")) else "svi"
        return self.child(self.root, ("interface", name), mode, "interface INTERFACE")

    def line(self, kind: str, number: int) -> Section:
        """The section of one console or vty line."""
        return self.child(self.root, ("line", kind, str(number)), "line", f"line {kind}")

    def vlan(self, number: int) -> Section:
        """The section of a VLAN."""
        return self.child(self.root, ("vlan", str(number)), "vlan", "vlan VLANS")

    def sections(self, first: str) -> Iterator[tuple[Entry, Section]]:
        """The entries with a section whose key begins with `first`."""
        for entry in list(self.root.entries.values()):
            if entry.section is not None and entry.key[0] == first:
                yield entry, entry.section

    @property
    def hostname(self) -> str:
        """The device's own name."""
        return self.root.value("hostname", "Switch")

    @property
    def aaa(self) -> bool:
        """Whether `aaa new-model` is on."""
        return self.root.has("aaa new-model")

    # -- change -----------------------------------------------------------------------------------------------------

    def change(self, section: Section, found: Match, negative: bool, reset: bool = False) -> Change:
        """Apply an understood line; raises Refusal or Invalid."""
        from .hooks import run_hook

        change = Change(self, section, found.rule, list(found.words), found.key_length, found.whole, negative, reset)
        if found.rule.get("needs") == "aaa" and not self.aaa:
            raise Invalid(0)
        if not reset:
            self._in_order(change)
        if not reset or found.rule.get("enter") is not None:
            run_hook(change)
        if not change.done:
            if found.rule.get("hidden") is not None:
                self._hide(change)
            elif reset:
                self._reset(change)
            elif change.negative:
                self._negate(change)
            else:
                self._set(change)
        return change

    def _in_order(self, change: Change) -> None:
        """Sort freely ordered options the way the device prints them (attribute `order`)."""
        order = (change.rule.get("order") or "").split()
        chunks: list[list[str]] = [[]]
        for word in change.value:
            if word in order:
                chunks.append([])
            chunks[-1].append(word)
        chunks[1:] = sorted(chunks[1:], key=lambda chunk: order.index(chunk[0]))
        change.value = [word for chunk in chunks for word in chunk]

    def _set(self, change: Change) -> None:
        rule, section = change.rule, change.section
        if mode := rule.get("enter"):
            entry_key = tuple(change.words)
            change.enter = [self.child(section, entry_key, mode, rule.syntax.split(" WORD")[0])]
        elif rule.get("on") is not None or " ".join(change.value) == rule.get("default"):
            section.entries.pop(change.key, None)
        else:
            self.put(change)

    def _hide(self, change: Change) -> None:
        """A setting that the device keeps and never prints."""
        if change.negative or change.reset:
            self.private.pop(change.key, None)
        else:
            self.private[change.key] = " ".join(change.value)

    def put(self, change: Change, negative: bool = False) -> None:
        """Store the line under its key; a replaced line keeps its place."""
        old = change.section.entries.get(change.key)
        arrival = old.arrival if old else next(self._arrivals)
        words = change.key if negative else tuple(change.words)
        entry = Entry(change.rule, change.key, words, arrival, negative, sequence=change.sequence)
        change.section.entries[change.key] = entry

    def _negate(self, change: Change) -> None:
        rule, entries = change.rule, change.section.entries
        scope = rule.get("no") or ""
        if rule.get("only_no") is not None:
            self.remove(change.section, tuple(change.words))
        elif scope.startswith("prefix:"):
            self.remove(change.section, tuple(change.words[: int(scope[7:])]))
        elif any(rule.get(name) is not None for name in ("on", "off", "both")):
            self.put(change, negative=True)
        else:
            entries.pop(change.key, None)
            self.seed(change.section, rule)

    def _reset(self, change: Change) -> None:
        change.section.entries.pop(change.key, None)
        self.seed(change.section, change.rule)

    def remove(self, section: Section, prefix: tuple[str, ...]) -> None:
        """Remove every entry whose words begin with `prefix`."""
        for key, entry in list(section.entries.items()):
            if entry.words[: len(prefix)] == prefix:
                del section.entries[key]
