"""What platforms answer, turned into facts of one normal form.

A platform is a module or package here with COMMANDS (id -> command) and READERS (fact -> reader).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from truongluy.facts.answers import Answer, Answers, Unreadable
from truongluy.verdict import Text

Reader = Callable[[Answers], Any]
_MISSING = object()


@dataclass(frozen=True)
class Facts:
    """One device as found: values by top-level fact, and why the others could not be read.

    `sources` names the commands that each fact was read from.
    """

    values: Mapping[str, Any]
    unread: Mapping[str, str | Text] = field(default_factory=dict)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def at(self, path: str) -> Any:
        """The value at a dotted path; raises Unreadable when it was not read. Keys may hold dots themselves."""
        top = path.split(".", 1)[0]
        if top in self.unread:
            raise Unreadable(self.unread[top])
        found = _descend(self.values, path.split("."))
        if found is _MISSING:
            raise Unreadable(
                Text(
                    f"không có dữ kiện '{path}' trong những gì đã đọc",
                    f"fact '{path}' is not in what was read",
                )
            )
        return found

    def commands_of(self, path: str) -> tuple[str, ...]:
        """Ids of the commands the fact at this path came from."""
        return self.sources.get(path.split(".", 1)[0], ())


def _descend(value: Any, parts: list[str]) -> Any:
    if not parts:
        return value
    if not isinstance(value, Mapping):
        return _MISSING
    for length in range(1, len(parts) + 1):
        key = ".".join(parts[:length])
        if key in value:
            found = _descend(value[key], parts[length:])
            if found is not _MISSING:
                return found
    return _MISSING


def commands(platform: str) -> dict[str, str]:
    """The commands a platform declares, by id."""
    return dict(_platform(platform).COMMANDS)


def needed(platform: str, fact: str) -> tuple[str, ...] | None:
    """Ids of the commands that one fact of a platform is read from, where it declares them (NEEDED); None: maybe all."""
    declared: Mapping[str, tuple[str, ...]] = getattr(_platform(platform), "NEEDED", {})
    return declared.get(fact)


def redact(platform: str, command_id: str, text: str) -> str:
    """The answer without secrets, by the platform's own rule where it has one."""
    rule = getattr(_platform(platform), "redact", None)
    return rule(command_id, text) if rule else text


def read(platform: str, answers: Mapping[str, Answer]) -> Facts:
    """Read every fact of a platform; one that can't be read never spoils another."""
    values: dict[str, Any] = {}
    unread: dict[str, str | Text] = {}
    sources: dict[str, tuple[str, ...]] = {}
    for name, reader in _platform(platform).READERS.items():
        view = Answers(answers)
        try:
            values[name] = reader(view)
        except Unreadable as reason:
            unread[name] = reason.text
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as broken:
            kind = f"{type(broken).__name__}: {str(broken)[:120]}"
            unread[name] = Text(
                f"câu trả lời có dạng mà bộ đọc không biết ({kind})",
                f"the answer has a form the reader does not know ({kind})",
            )
        sources[name] = tuple(sorted(view.read_ids))
    return Facts(values, unread, sources)


def known_platforms() -> tuple[str, ...]:
    """Platforms that can be read."""
    return ("debian", "hostapd", "openwrt", "cisco_ios", "cisco_roomos", "windows", "android", "ipados", "poly")


def _platform(name: str) -> Any:
    if name not in known_platforms():
        raise LookupError(f"no facts for platform '{name}'")
    return import_module(f"truongluy.facts.{name}")
