"""File sharing over SMB: dialect, signing, encryption, guests."""

from __future__ import annotations

from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.system import active, enabled, key_values

_KEYS = (
    "server min protocol|server signing|server smb encrypt|map to guest|restrict anonymous|guest ok|path|ntlm auth"
    "|usershare allow guests|usershare max shares|available"
)

COMMANDS = {
    # Samba's own view with every default filled in; only the lines that are judged.
    "share_config": (
        "command -v testparm >/dev/null || exit 0; "
        f"testparm -s -v 2>/dev/null | grep -E '^\\[|^[[:space:]]({_KEYS}) = '"
    ),
    "share_installed": "command -v smbd >/dev/null && echo yes || echo no",
    "share_unit": "systemctl show smbd.service -p LoadState -p ActiveState -p UnitFileState",
}


def sections(text: str) -> dict[str, dict[str, str]]:
    """Settings by section of smb.conf, keys in lower case."""
    found: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("["):
            current = found.setdefault(line.strip("[] "), {})
        elif "=" in line:
            key, _, value = line.partition("=")
            current[key.strip().lower()] = value.strip()
    return found


def _yes(value: str | None) -> bool:
    return (value or "no").lower() in ("yes", "true", "1")


def read_file_sharing(answers: Answers) -> dict[str, Any]:
    """Settings of Samba in effect; None where it is not installed."""
    shares = sections(answers["share_config"])
    common = shares.pop("global", {})
    unit = key_values(answers["share_unit"])
    anonymous = common.get("restrict anonymous", "")
    return {
        "installed": answers["share_installed"].strip() == "yes",
        "running": active(unit),
        "starts_at_boot": enabled(unit),
        "minimum_protocol": common.get("server min protocol"),
        "signing": common.get("server signing"),
        "encryption": common.get("server smb encrypt"),
        "ntlm": common.get("ntlm auth"),
        "unknown_users_become": common.get("map to guest"),
        "anonymous_restriction": int(anonymous) if anonymous.isdigit() else None,
        "user_shares_for_guests": _yes(common.get("usershare allow guests")),
        "guest_shares": sorted(name for name, share in shares.items() if _yes(share.get("guest ok"))),
        "shares": sorted(shares),
    }


READERS = {"file_sharing": read_file_sharing}
