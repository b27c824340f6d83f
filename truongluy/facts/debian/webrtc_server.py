"""The meeting server: how it is reached, who gets in, what it has loaded, what its rooms allow, and its page.

What counts is what the running server does: handshakes, its own answers, its memory; files only for its rooms.
"""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.debian.janus_config import is_true, parse

_PROGRAM = Path(__file__).with_name("webrtc_on_device.py").read_text(encoding="utf-8")

COMMANDS = {
    # A host that does not serve meetings is asked two short questions.
    "webrtc_server": (
        "systemctl is-enabled --quiet janus.service 2>/dev/null || systemctl is-active --quiet janus.service || exit 0\n"
        f"exec python3 -c {shlex.quote(_PROGRAM)}"
    ),
}

_ADMIN = ("admin_ws", "admin_wss", "admin_http", "admin_https", "admin_enabled")
# What Janus does where a room does not say.
_PUBLISHERS = 3


def read_webrtc_server(answers: Answers) -> dict[str, Any]:
    """The server as it runs; lists are empty and values None or false where none does."""
    text = answers["webrtc_server"].strip()
    found = json.loads(text) if text else {}
    configured = {name: parse(one) for name, one in found.get("texts", {}).items()}
    video = configured.get("janus.plugin.videoroom", {})
    rooms = [_room(name, one) for name, one in video.items() if name.startswith("room-")]
    general = video.get("general", {})
    asked = found.get("asked", {})
    if "failed" in asked:
        raise Unreadable(f"the meeting server did not answer on its encrypted port: {asked['failed']}")
    return {
        "installed": bool(found),
        **_service(found),
        **_doors(found),
        "certificate": _certificate(found),
        "invitation_required": asked.get("without_token") == "error" and asked.get("forged_token") == "error",
        "signed_invitations": _signed(configured.get("janus", {})),
        "administered_by": _administered_by(configured),
        "rooms": rooms,
        "rooms_open_without_invitation": [one["room"] for one in rooms if not _guarded(one)],
        "shortest_room_secret": min((one["secret_length"] for one in rooms), default=0),
        "room_makers_key": _measured(general, "admin_key"),
        "forwarding_locked": is_true(general.get("lock_rtp_forward")),
        "known_secrets": sorted(_known("", configured)),
        "secret_files": [one["path"] for one in found.get("secret_files", ())],
        "open_files": [_shown(one) for one in found.get("secret_files", ()) if _open(one)],
        "page": _page(found.get("page")),
    }


def _service(found: dict[str, Any]) -> dict[str, Any]:
    unit, runs, times = found.get("unit", {}), found.get("process", {}), found.get("times", {})
    started = unit.get("ActiveEnterTimestamp", "").removeprefix("@")
    modules = runs.get("modules", ())
    return {
        "running": unit.get("ActiveState") == "active",
        "starts_at_boot": unit.get("UnitFileState") == "enabled",
        "in_force": started.isdigit() and int(started) >= times["written"] > 0,
        "account": runs.get("user"),
        "capabilities": int(runs["CapEff"], 16).bit_count() if runs.get("CapEff") else None,
        "gains_no_privileges": runs.get("NoNewPrivs") == "1",
        "system_calls_filtered": runs.get("Seccomp") == "2",
        "system_read_only": unit.get("ProtectSystem") == "strict",
        "plugins": [name for kind, name in modules if kind == "plugins"],
        "transports": [name for kind, name in modules if kind == "transports"],
        "other_modules": [name for kind, name in modules if kind in ("events", "loggers")],
    }


def _doors(found: dict[str, Any]) -> dict[str, Any]:
    tcp = [one for one in found.get("listeners", ()) if one["protocol"] == "tcp"]
    return {
        "encrypted_listeners": [_place(one) for one in tcp if one["versions"]],
        "plain_listeners": [_place(one) for one in tcp if not one["versions"]],
        "tls_versions": sorted({version for one in tcp for version in one["versions"]}),
    }


def _place(listener: dict[str, Any]) -> str:
    return f"{listener['address']}:{listener['port']}"


def _certificate(found: dict[str, Any]) -> dict[str, Any] | None:
    shown = found.get("certificate")
    if shown is None:
        return None
    left = (shown["end"] - found["times"]["now"]) // 86400 if "end" in shown else None
    return {"trusted": shown["trusted"], "names": shown.get("names", []), "days_left": left}


def _signed(core: dict[str, Any]) -> bool:
    """Whether tokens are checked by signature: without it they would have to be told to the server one by one."""
    general = core.get("general", {})
    return is_true(general.get("token_auth")) and bool(_measured(general, "token_auth_secret"))


def _administered_by(configured: dict[str, dict[str, Any]]) -> list[str]:
    """Settings by which a running server could be administered, as `transport: setting`."""
    return sorted(
        f"{name.removeprefix('janus.transport.')}: {key}"
        for name, groups in configured.items()
        if name.startswith("janus.transport.")
        for key in _ADMIN
        if is_true(groups.get("admin", {}).get(key))
    )


def _measured(group: dict[str, Any], name: str) -> int:
    """Characters of a secret; 0 where it is not set."""
    return int(str(group.get(f"{name}_measured", "0")).split()[0])


def _known(path: str, group: dict[str, Any]) -> list[str]:
    """Where a secret stands that every manual prints."""
    found = []
    for name, value in group.items():
        if isinstance(value, dict):
            found += _known(f"{path}{name}: ", value)
        elif name.endswith("_measured") and str(value).endswith("known"):
            found.append(path + name.removesuffix("_measured"))
    return found


def _room(name: str, room: dict[str, Any]) -> dict[str, Any]:
    return {
        "room": name.removeprefix("room-"),
        "name": room.get("description"),
        "pin_digits": _measured(room, "pin"),
        "pin_known_to_everybody": str(room.get("pin_measured", "")).endswith("known"),
        "secret_length": _measured(room, "secret"),
        "signed_invitation": is_true(room.get("signed_tokens")),
        "watching_needs_a_place": is_true(room.get("require_pvtid")),
        "listed": not is_true(room.get("is_private")),
        "recorded": is_true(room.get("record")),
        "recording_locked": is_true(room.get("lock_record")),
        "publishers": int(room.get("publishers", _PUBLISHERS)),
        # Without a hard cap a sender may go beyond it: as good as none.
        "bitrate": int(room.get("bitrate", 0)) if is_true(room.get("bitrate_cap")) else None,
    }


def _guarded(room: dict[str, Any]) -> bool:
    """Whether only an invitation to this very room opens it, to those who watch as to those who send."""
    return bool(room["signed_invitation"] and room["watching_needs_a_place"] and not room["listed"])


def _open(file: dict[str, str]) -> bool:
    """Whether somebody beside root and the server's own group may read or change a file with a secret."""
    return (
        bool(int(file["mode"], 8) & 0o027)
        or file["owner"] != "root"
        or file["group"] not in ("root", "janus")
    )


def _shown(file: dict[str, str]) -> str:
    return f"{file['path']} ({file['mode']} {file['owner']}:{file['group']})"


def _page(given: dict[str, Any] | None) -> dict[str, Any]:
    shown = given or {}
    headers = shown.get("headers", {})
    directives = [one.split() for one in headers.get("content-security-policy", "").split(";") if one.strip()]
    policy = {words[0]: words[1:] for words in directives}
    return {
        "served": shown.get("status") == 200,
        "unencrypted": bool(shown.get("plain")),
        "tls_versions": shown.get("versions", []),
        "headers": sorted(headers),
        "hsts_seconds": _seconds(headers.get("strict-transport-security", "")),
        "scripts_from": policy.get("script-src", policy.get("default-src", [])),
        "talks_to": policy.get("connect-src", policy.get("default-src", [])),
        "version_shown": any(sign.isdigit() for sign in headers.get("server", "")),
    }


def _seconds(header: str) -> int | None:
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if name.lower() == "max-age" and value.isdigit():
            return int(value)
    return None


READERS = {"webrtc_server": read_webrtc_server}
