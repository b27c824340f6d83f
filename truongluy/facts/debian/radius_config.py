"""What `freeradius -XC` says of the configuration that would be used, as a tree: every default is filled in.

The program hides secrets itself (`<<< secret >>>`). Braces nest; `key = value` belongs to the section around it, and
remarks (`# Linked to sub-module rlm_eap_tls`) tell which methods a module has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_OPENS = re.compile(r"^(?P<kind>[^\s{}=]+)(?:\s+(?P<name>[^{}=]*?))?\s*\{\s*(?:#.*)?$")
_SETS = re.compile(r"^(?P<key>[\w-]+)\s*=\s*(?P<value>.*)$")
_REMARK = re.compile(
    r"^#\s*(?P<what>Instantiating module|Linked to sub-module|Loaded module)\s+\"?(?P<name>[\w.-]+)"
)


@dataclass
class Section:
    """One `kind name { ... }`; `values` holds the last of equal keys."""

    kind: str
    name: str = ""
    values: dict[str, str] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)

    def value(self, key: str) -> str | None:
        """A setting, or None where it is not given."""
        return self.values.get(key)

    def all(self, kind: str) -> Iterator[Section]:
        """Every section of a kind below this one, however deep."""
        for section in self.sections:
            if section.kind == kind:
                yield section
            yield from section.all(kind)


@dataclass(frozen=True)
class Configuration:
    """The whole: its root section, the modules it loads, and for each EAP instance the methods it offers."""

    root: Section
    modules: frozenset[str]
    methods: dict[str, list[str]]


def parse(text: str) -> Configuration:
    """The configuration in an answer; lines that are neither section, setting nor known remark are talk."""
    root = Section("")
    stack, modules, methods, instance = [root], set[str](), dict[str, list[str]](), ""
    for raw in text.splitlines():
        line = raw.strip()
        if remark := _REMARK.match(line):
            name = remark["name"]
            if remark["what"] == "Loaded module":
                modules.add(name.removeprefix("rlm_"))
            elif remark["what"] == "Instantiating module":
                instance = name
            else:
                methods.setdefault(instance, []).append(name.removeprefix("rlm_eap_"))
        elif line.startswith("}"):
            if len(stack) > 1:
                stack.pop()
        elif opened := _OPENS.match(line):
            section = Section(opened["kind"], (opened["name"] or "").strip())
            stack[-1].sections.append(section)
            stack.append(section)
        elif setting := _SETS.match(line):
            stack[-1].values[setting["key"]] = setting["value"].strip().strip('"')
    return Configuration(root, frozenset(modules), methods)
