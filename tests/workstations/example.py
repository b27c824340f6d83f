"""A report on one Windows PC and one tablet, and the little inventory it speaks of."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from truongluy.inventory import Device

NOW = "2026-11-24T08:00:00+07:00"
PC = {
    "device": "pc-02",
    "platform": "windows",
    "collected_at": NOW,
    "agent": "Agent minh họa 1.0",
    "os": {"name": "Windows 11 Pro", "supported_until": "2027-10-12"},
    "updates": {"last_installed": "2026-11-20", "pending": 0},
    "disk_encrypted": True,
    "firewall_enabled": True,
    "malware_protection": {"product": "Microsoft Defender", "enabled": True, "signatures_at": NOW},
    "screen_lock_seconds": 600,
    "sign_in": {"required": True, "minimum_length": 8},
    "automatic_login": False,
    "autorun_enabled": False,
    "administrators": ["quantri", "hotro"],
    "managed": True,
}
TABLET = {"device": "tablet-01", "platform": "android", "collected_at": NOW, "rooted": False}


def device(name: str, device_class: str, platform: str, level: int = 2) -> Device:
    return Device(name, "so-gddt", device_class, platform, "10.99.30.99", "staff", level, (), ("office",), {})


DEVICES = {
    "pc-01": device("pc-01", "workstation", "debian"),
    "pc-02": device("pc-02", "workstation", "windows"),
    "tablet-01": device("tablet-01", "tablet", "android"),
}


def as_json(*entries: dict[str, Any]) -> str:
    return json.dumps({"schema": "endpoint-report/1", "devices": list(entries)}, ensure_ascii=False, indent=1)


def as_csv(*entries: dict[str, Any]) -> str:
    """The same entries as CSV, written by another hand than ours: the standard library's."""
    rows = [{"schema": "endpoint-report/1", **_flat(entry)} for entry in entries]
    head = list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, head, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _flat(entry: dict[str, Any], before: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in entry.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{key}.")
        elif isinstance(value, list):
            flat[before + key] = ";".join(value)
        else:
            flat[before + key] = str(value).lower() if isinstance(value, bool) else str(value)
    return flat


def put(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file
