"""The lab's devices that answer to nobody: their manager's report, written anew at `lab up` (dữ liệu minh họa).

Its dates are those of the day the lab was brought up, as if the manager had exported it a minute ago: a lab that stays
up for weeks gets an old report, and its check says so.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from lab.paths import BUILD
from truongluy import yamlfile
from truongluy.commands.running import HERE

REPORTS = BUILD / "imported"
_NOTE = "Dữ liệu minh họa: phòng thử nghiệm viết ra, không đọc từ máy thật nào / written by the lab, read from no real device"


def deliver(name: str, platform: str) -> None:
    """Write the report on a well-kept device."""
    _write(name, _entry(name, platform, datetime.now(HERE).replace(microsecond=0)))


def withdraw(name: str) -> None:
    """Take the report on a device away, as when it stops reporting."""
    _file(name).unlink(missing_ok=True)


def reported(name: str) -> bool:
    """Whether there is a report on a device."""
    return _file(name).is_file()


def change(name: str, recipe: str) -> None:
    """Change keys of the report on a device: what a control's break recipe does here."""
    entry = json.loads(_file(name).read_text(encoding="utf-8"))["devices"][0]
    changes = yamlfile.parse(recipe.encode(), "break").data
    _write(name, _changed(entry, changes))


def _changed(entry: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The entry with the changes in it: of a group of keys only those named change, the rest is still reported."""
    return entry | {
        key: _changed(entry[key], value) if isinstance(value, dict) and key in entry else value
        for key, value in changes.items()
    }


def _file(name: str) -> Path:
    return REPORTS / f"{name}.json"


def _write(name: str, entry: dict[str, Any]) -> None:
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = {"schema": "endpoint-report/1", "note": _NOTE, "devices": [entry]}
    _file(name).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _entry(name: str, platform: str, now: datetime) -> dict[str, Any]:
    """What a manager would say of a well-kept device; years of support are invented like the rest."""
    every = {
        "device": name,
        "platform": platform,
        "collected_at": (now - timedelta(minutes=1)).isoformat(),
        "agent": "Phần mềm quản lý thiết bị (minh họa)",
        "updates": {"last_installed": (now - timedelta(days=3)).date().isoformat(), "pending": 0},
    }
    supported = (now + timedelta(days=700)).date().isoformat()
    if platform == "poly":
        system = {"name": "Poly VideoOS", "version": "4.2.0", "supported_until": supported}
        return every | {"os": system, "room": _room(now)}
    user = {"disk_encrypted": True, "sign_in": {"required": True, "minimum_length": 8}, "managed": True}
    return every | user | _user_device(platform, supported, (now - timedelta(hours=5)).isoformat())


def _user_device(platform: str, supported: str, signatures: str) -> dict[str, Any]:
    """What only one platform of user devices says."""
    own: dict[str, dict[str, Any]] = {
        "windows": {
            "os": {"name": "Windows 11 Pro", "version": "minh họa", "supported_until": supported},
            "firewall_enabled": True,
            "malware_protection": {
                "product": "Microsoft Defender",
                "enabled": True,
                "signatures_at": signatures,
            },
            "screen_lock_seconds": 600,
            "automatic_login": False,
            "autorun_enabled": False,
            "administrators": ["quantri"],
        },
        "android": {
            "os": {"name": "Android", "version": "minh họa", "supported_until": supported},
            "malware_protection": {"product": "Play Protect", "enabled": True, "signatures_at": signatures},
            "screen_lock_seconds": 120,
            "rooted": False,
        },
    }
    return own[platform]


def _room(now: datetime) -> dict[str, Any]:
    """A conference endpoint as its administrator should keep it."""
    return {
        "auto_answer": False,
        "media_encryption": "required",
        "remote_camera_control": False,
        "h323": False,
        "remote_support": False,
        "settings_locked": True,
        "usb_ports_enabled": False,
        "session_timeout_minutes": 10,
        "max_failed_logins": 4,
        "admin_code": {"protected": True, "minimum_length": 15},
        "room_code": {"protected": True, "minimum_length": 15},
        "services": {
            "http": False,
            "https": True,
            "telnet": False,
            "ssh": False,
            "snmp": False,
            "tls_minimum": "1.2",
        },
        "sip": {"transport": "tls", "certificate_checked": True, "listens": False},
        "registration": {"kind": "sip", "state": "registered", "server": "hop.so-gddt.example"},
        "camera": True,
        "microphone": True,
        "speaker": True,
        "clock": {"synchronised": True, "servers": ["10.99.10.12"]},
        "certificate_until": (now + timedelta(days=200)).isoformat(),
    }
