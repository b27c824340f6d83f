"""What an office computer's desktop does for its user: screen lock, removable media, automatic login, browsers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from truongluy.facts.answers import Answers, Unreadable

_SETTINGS = {
    "idle_delay": "/org/gnome/desktop/session/idle-delay",
    "lock_enabled": "/org/gnome/desktop/screensaver/lock-enabled",
    "lock_delay": "/org/gnome/desktop/screensaver/lock-delay",
    "autorun_never": "/org/gnome/desktop/media-handling/autorun-never",
}
_DISPLAYS = (
    "/etc/gdm3/*.conf /etc/gdm/*.conf /usr/share/lightdm/lightdm.conf.d/*.conf /etc/lightdm/lightdm.conf.d/*.conf "
    "/etc/lightdm/lightdm.conf /etc/sddm.conf.d/*.conf /etc/sddm.conf"
)
_BROWSERS = "/etc/firefox/policies/policies.json /etc/chromium/policies/managed/*.json"


def _contents(patterns: str) -> str:
    return f'for file in {patterns}; do if test -f "$file"; then echo "@@ $file"; cat "$file"; echo; fi; done; true'


COMMANDS = {
    # -d: what the administrator set, as the compiled databases have it; a user's own choice counts only where allowed.
    "desktop_settings": (
        "command -v dconf >/dev/null || exit 0; "
        f"for key in {' '.join(_SETTINGS.values())}; do "
        'echo "$key = $(HOME=/nonexistent dconf read -d "$key")"; done'
    ),
    "desktop_locks": "cat /etc/dconf/db/local.d/locks/* 2>/dev/null; true",
    "desktop_displays": _contents(_DISPLAYS),
    "desktop_consoles": (
        "grep -rlsE '^ExecStart=.*agetty.*(--autologin|[[:space:]]-a[[:space:]])' /etc/systemd/system; true"
    ),
    "desktop_browsers": _contents(_BROWSERS),
}


def _settings(answers: Answers) -> dict[str, str]:
    """Values by our short name, in dconf's own notation; empty where nobody set one."""
    found = dict(re.findall(r"^(\S+) = (.*)$", answers["desktop_settings"], flags=re.MULTILINE))
    return {name: found.get(key, "").strip() for name, key in _SETTINGS.items()}


def _number(value: str) -> int | None:
    match = re.fullmatch(r"(?:uint32 )?(\d+)", value)
    return int(match[1]) if match else None


def read_screen_lock(answers: Answers) -> dict[str, Any]:
    """Seconds of idleness after which the screen is locked; None where it never locks by itself."""
    settings = _settings(answers)
    idle, delay = _number(settings["idle_delay"]), _number(settings["lock_delay"])
    locks = settings["lock_enabled"] == "true" and bool(idle) and delay is not None
    return {"seconds": (idle or 0) + (delay or 0) if locks else None}


def read_desktop(answers: Answers) -> dict[str, Any]:
    """Protections a user may change for himself: set by nobody, or not locked by the administrator."""
    settings, locked = _settings(answers), answers["desktop_locks"].split()
    return {
        "changeable": sorted(
            key for name, key in _SETTINGS.items() if not settings[name] or key not in locked
        )
    }


def read_removable_media(answers: Answers) -> dict[str, Any]:
    """Whether programs on removable media start by themselves: unless the administrator says never, they may."""
    return {"runs_automatically": _settings(answers)["autorun_never"] != "true"}


def _files(text: str) -> Iterator[tuple[str, str]]:
    """Path and content of each printed file."""
    parts = re.split(r"^@@ (\S+)\n", text, flags=re.MULTILINE)
    yield from zip(parts[1::2], parts[2::2], strict=True)


def _values(content: str) -> dict[str, str]:
    """The last value of each `section.key`, in lower case; comments are left out."""
    found, section = {}, ""
    for line in content.splitlines():
        if header := re.match(r"\s*\[(.+)\]\s*$", line):
            section = header[1]
        elif pair := re.match(r"\s*([A-Za-z][\w-]*)\s*=\s*(.*?)\s*$", line):
            found[f"{section}.{pair[1]}".lower()] = pair[2]
    return found


def _automatic(content: str) -> list[str]:
    """Whom one display manager's file logs in by itself."""
    values = _values(content)
    on = ("true", "1", "yes")
    found = [
        values.get(f"daemon.{kind}login", "?")
        for kind in ("automatic", "timed")
        if values.get(f"daemon.{kind}loginenable", "").lower() in on
    ]
    found += [
        who
        for key, who in values.items()
        if key.startswith("seat") and key.endswith(".autologin-user") and who
    ]
    found += ["guest" for key, v in values.items() if key.endswith(".autologin-guest") and v.lower() in on]
    return found + [who for key, who in values.items() if key == "autologin.user" and who]


def read_automatic_login(answers: Answers) -> dict[str, Any]:
    """Where somebody is logged in without being asked, as "file: account"."""
    displays = [
        f"{file}: {who}" for file, text in _files(answers["desktop_displays"]) for who in _automatic(text)
    ]
    return {"places": sorted(displays + answers["desktop_consoles"].split())}


def _policies(answers: Answers) -> Iterator[tuple[str, dict[str, Any]]]:
    for file, text in _files(answers["desktop_browsers"]):
        try:
            content = json.loads(text)
        except ValueError:
            raise Unreadable(f"the browser policy {file} is not JSON") from None
        yield file, content if isinstance(content, dict) else {}


def _limits(file: str, policy: dict[str, Any]) -> bool:
    if "/firefox/" in file:
        rules = policy.get("policies", {}).get("ExtensionSettings", {})
        return rules.get("*", {}).get("installation_mode") == "blocked"
    return "*" in policy.get("ExtensionInstallBlocklist", [])


def read_browsers(answers: Answers) -> dict[str, Any]:
    """Browsers that no policy keeps from accepting any extension, installed or not yet."""
    limited = {
        browser
        for file, policy in _policies(answers)
        for browser in ("firefox", "chromium")
        if f"/{browser}/" in file and _limits(file, policy)
    }
    return {"accept_any_extension": sorted({"firefox", "chromium"} - limited)}


READERS = {
    "screen_lock": read_screen_lock,
    "desktop": read_desktop,
    "removable_media": read_removable_media,
    "automatic_login": read_automatic_login,
    "browsers": read_browsers,
}
