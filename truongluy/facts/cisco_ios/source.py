"""The two configurations as trees; an answer that is an error or cut short is Unreadable."""

from __future__ import annotations

import re
from functools import lru_cache

from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.cisco_ios.tree import Line, parse

RUNNING = "configuration_running"
STARTUP = "configuration_startup"
_REFUSED = re.compile(r"^\s*% ?(.+)$", re.MULTILINE)
_NO_STARTUP = "startup-config is not present"


@lru_cache(maxsize=8)
def _tree(text: str) -> Line:
    return parse(text)


def running(answers: Answers) -> Line:
    """The running configuration; callers must not change it."""
    return _tree(whole(answers[RUNNING], "show running-config"))


def startup(answers: Answers) -> Line | None:
    """The saved configuration; None when the device says that nothing was ever saved."""
    text = answers[STARTUP]
    if _NO_STARTUP in text:
        return None
    return _tree(whole(text, "show startup-config"))


def whole(text: str, command: str) -> str:
    """The text of a configuration when it is complete; raises Unreadable otherwise."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if "end" not in lines[-3:]:
        refused(text, command)
        raise Unreadable(f"the answer to '{command}' does not reach its closing 'end': it is cut short")
    return text


def refused(text: str, command: str) -> None:
    """Raise Unreadable when the device refused the command."""
    found = _REFUSED.search(text)
    if found:
        raise Unreadable(f"the device refused '{command}': {found[1].strip()[:120]}")
