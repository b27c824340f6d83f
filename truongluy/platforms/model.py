"""What the planner must know of a platform's configuration language, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from truongluy.facts.cisco_ios.tree import starts_with
from truongluy.verdict import Text


@dataclass(frozen=True)
class Feature:
    """Root lines that belong together; features are pushed in the order they are listed.

    `roots` are whole-line patterns without a leading `no`. In an `owned` feature every running line
    that is not intended is removed; in the others only what an `absent` pattern names.
    """

    name: str
    roots: tuple[str, ...]
    owned: bool = False

    def holds(self, text: str) -> bool:
        """Whether a root line belongs to this feature."""
        positive = text.removeprefix("no ")
        return any(re.fullmatch(pattern, positive) for pattern in self.roots)


@dataclass(frozen=True)
class Guard:
    """A command that must not be sent unless some line stands in the configuration."""

    command: str
    needs: str
    why: Text


@dataclass(frozen=True)
class PlatformModel:
    """One platform.

    `single_valued`: a line that starts so replaces the line that starts the same.
    `sections`: patterns of lines that open a section. `shown_when_off`: features whose `no ...` the
    device prints. `defaults`: (parent pattern, line) that hold although they are not printed.
    `spelled`: (pattern, replacement) that bring old and new spellings to one. `listed`: commands whose
    number list adds up, compared number by number. `negations`: how a line is removed where
    `no` before the whole line is not right.
    """

    name: str
    features: tuple[Feature, ...]
    single_valued: tuple[str, ...]
    sections: tuple[str, ...]
    shown_when_off: tuple[str, ...]
    defaults: tuple[tuple[str, str], ...]
    spelled: tuple[tuple[str, str], ...]
    listed: tuple[str, ...]
    negations: tuple[tuple[str, str], ...]
    guards: tuple[Guard, ...]
    error_pattern: str
    confirm_pattern: str

    def key(self, text: str) -> str:
        """What identifies the setting of a line; lines with one key replace each other."""
        fitting = [prefix for prefix in self.single_valued if starts_with(text, prefix)]
        return max(fitting, key=len) if fitting else text

    def opens_section(self, text: str) -> bool:
        """Whether lines that follow stand below this one."""
        return any(re.fullmatch(pattern, text) for pattern in self.sections)

    def prints_off(self, text: str) -> bool:
        """Whether the device prints `no TEXT` when it is off."""
        return any(re.fullmatch(pattern, text) for pattern in self.shown_when_off)

    def feature_of(self, text: str) -> Feature | None:
        """The feature a root line belongs to."""
        return next((feature for feature in self.features if feature.holds(text)), None)

    def negation(self, text: str) -> str:
        """The command that removes a line."""
        for pattern, replacement in self.negations:
            if re.fullmatch(pattern, text):
                return re.sub(pattern, replacement, text, count=1)
        return text.removeprefix("no ") if text.startswith("no ") else f"no {text}"
