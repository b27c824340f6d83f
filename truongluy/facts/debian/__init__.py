"""Debian and its children (Ubuntu): every topic module of this package, joined."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from truongluy.facts import Reader

COMMANDS: dict[str, str] = {}
READERS: dict[str, Reader] = {}
NEEDED: dict[str, tuple[str, ...]] = {}
"""Fact -> the commands it is read from, for those that are asked alone."""

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    _topic = import_module(f"{__name__}.{_module}")
    for _target, _names in ((COMMANDS, "COMMANDS"), (READERS, "READERS"), (NEEDED, "NEEDED")):
        _added = getattr(_topic, _names, {})
        if _again := set(_target) & set(_added):
            raise ImportError(f"{_topic.__name__}: {_names} already declared elsewhere: {sorted(_again)}")
        _target.update(_added)
