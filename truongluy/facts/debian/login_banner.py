"""What a stranger reads before logging in, on the console and over the network."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from truongluy.facts.answers import Answers

COMMANDS: dict[str, str] = {
    "banner_network": "if test -e /etc/issue.net; then cat /etc/issue.net; fi",
    "banner_console": "if test -e /etc/issue; then cat /etc/issue; fi",
}

# Escapes that agetty replaces by facts about the machine, and names that say the same in plain words.
_DETAILS = re.compile(
    r"\\[SVnromsv]|%[hrsv]\b|\b(?:Debian|Ubuntu|GNU/Linux|Linux kernel|kernel \d\S*|OpenSSH\S*)\b",
    re.IGNORECASE,
)


def _banner(text: str) -> dict[str, Any]:
    return {
        "lines": [line.strip() for line in text.splitlines() if line.strip()],
        "system_details": sorted(set(_DETAILS.findall(text))),
    }


def read_login_banner(answers: Answers) -> dict[str, Any]:
    """Lines of both banners, and what they give away about the system; no lines where there is no file."""
    return {"network": _banner(answers["banner_network"]), "console": _banner(answers["banner_console"])}


READERS: dict[str, Callable[[Answers], Any]] = {"login_banner": read_login_banner}
