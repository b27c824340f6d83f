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
    for key, value in changes.items():
        # Of a group of keys only those named change; the rest is still reported.
        entry[key] = {**entry[key], **value} if isinstance(value, dict) and key in entry else value
    _write(name, entry)


def _file(name: str) -> Path:
    return REPORTS / f"{name}.json"


def _write(name: str, entry: dict[str, Any]) -> None:
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = {"schema": "endpoint-report/1", "note": _NOTE, "devices": [entry]}
    _file(name).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _entry(name: str, platform: str, now: datetime) -> dict[str, Any]:
    """What a manager would say of a well-kept device; years of support are invented like the rest."""
    common = {
        "device": name,
        "platform": platform,
        "collected_at": (now - timedelta(minutes=1)).isoformat(),
        "agent": "Phần mềm quản lý thiết bị (minh họa)",
        "updates": {"last_installed": (now - timedelta(days=3)).date().isoformat(), "pending": 0},
        "disk_encrypted": True,
        "sign_in": {"required": True, "minimum_length": 8},
        "managed": True,
    }
    supported = (now + timedelta(days=700)).date().isoformat()
    signatures = (now - timedelta(hours=5)).isoformat()
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
    return common | own[platform]
