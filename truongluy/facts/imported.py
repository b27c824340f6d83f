"""Devices that a manager of their own looks after: one answer, the report it exported (inventory/imported.py).

Ages are counted to the moment the report was read into evidence, so that judging needs no clock. A key the report
does not have is not in the facts either, and what needs it is an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

from truongluy.facts.answers import Answers, Unreadable
from truongluy.verdict import Text

COMMANDS = {"report": "report"}
"""No command is run: collecting reads the report from the folder imported/."""

# Days are counted as people here count them.
_HERE = timezone(timedelta(hours=7))
_CLOCKS_DIFFER = timedelta(minutes=15)


def report_of(answers: Answers) -> dict[str, Any]:
    """The report in the evidence; Unreadable when nobody can say how old it is."""
    try:
        found = json.loads(answers["report"])
    except ValueError:
        raise Unreadable(
            Text("báo cáo trong chứng cứ không phải JSON", "the kept report is not JSON")
        ) from None
    if not isinstance(found, dict) or "collected_at" not in found or "read_at" not in found:
        raise Unreadable(Text("báo cáo không nói đọc lúc nào", "the report does not say when it was read"))
    if moment(found["collected_at"]) > moment(found["read_at"]) + _CLOCKS_DIFFER:
        raise Unreadable(Text("báo cáo đề giờ ở tương lai", "the report is dated in the future"))
    return found


def moment(text: str) -> datetime:
    """A moment of the report, by our clock."""
    return datetime.fromisoformat(text).astimezone(_HERE)


def at(report: dict[str, Any], path: str) -> Any:
    """The value of a key, or Unreadable: what nobody reported nobody knows."""
    value: Any = report
    for step in path.split("."):
        if not isinstance(value, dict) or step not in value:
            raise Unreadable(Text(f"báo cáo không có khóa '{path}'", f"the report has no key '{path}'"))
        value = value[step]
    return value


def _days(report: dict[str, Any], path: str) -> int:
    """Whole days from a day or moment in the report to the reading; negative when it lies ahead."""
    text = at(report, path)
    day = moment(text).date() if "T" in text else date.fromisoformat(text)
    return (moment(report["read_at"]).date() - day).days


def _past_days(report: dict[str, Any], path: str) -> int:
    days = _days(report, path)
    if days < 0:
        raise Unreadable(Text(f"'{path}' đề ngày ở tương lai", f"'{path}' is dated in the future"))
    return days


def some(**parts: Callable[[], Any]) -> dict[str, Any]:
    """The parts that the report tells; when it tells none, the first reason why."""
    found, reasons = {}, []
    for name, part in parts.items():
        try:
            found[name] = part()
        except Unreadable as reason:
            reasons.append(reason)
    if not found:
        raise reasons[0]
    return found


def read_report(answers: Answers) -> dict[str, Any]:
    """How old the report is."""
    report = report_of(answers)
    return {"age_days": max(_days(report, "collected_at"), 0), "agent": report.get("agent")}


def read_support(answers: Answers) -> dict[str, Any]:
    """How long the maker still mends the operating system."""
    report = report_of(answers)
    return {"days_left": -_days(report, "os.supported_until")}


def read_updates(answers: Answers) -> dict[str, Any]:
    """When updates were last installed, and how many wait."""
    report = report_of(answers)
    return some(
        days_since_installed=lambda: _past_days(report, "updates.last_installed"),
        pending=lambda: at(report, "updates.pending"),
    )


def read_malware(answers: Answers) -> dict[str, Any]:
    """The product, whether it watches, and how old its signatures are."""
    report = report_of(answers)
    return some(
        product=lambda: at(report, "malware_protection.product"),
        watches=lambda: at(report, "malware_protection.enabled"),
        signature_age_days=lambda: _past_days(report, "malware_protection.signatures_at"),
    )


def read_screen_lock(answers: Answers) -> dict[str, Any]:
    """Seconds of idleness after which the screen locks; None for never."""
    return {"seconds": at(report_of(answers), "screen_lock_seconds") or None}


def read_sign_in(answers: Answers) -> dict[str, Any]:
    """Whether opening the device takes a code, and how short it may be."""
    report = report_of(answers)
    return some(
        required=lambda: at(report, "sign_in.required"),
        minimum_length=lambda: at(report, "sign_in.minimum_length"),
    )


def read_automatic_login(answers: Answers) -> dict[str, Any]:
    """Where somebody is logged in without being asked."""
    return {"places": ["report"] if at(report_of(answers), "automatic_login") else []}


def _one(path: str, name: str) -> Callable[[Answers], Any]:
    """A reader of one key under a name of our own."""
    return lambda answers: {name: at(report_of(answers), path)}


READERS: dict[str, Callable[[Answers], Any]] = {
    "report": read_report,
    "support": read_support,
    "updates": read_updates,
    "malware": read_malware,
    "screen_lock": read_screen_lock,
    "sign_in": read_sign_in,
    "automatic_login": read_automatic_login,
    "removable_media": _one("autorun_enabled", "runs_automatically"),
    "disk": _one("disk_encrypted", "encrypted"),
    "firewall": _one("firewall_enabled", "enabled"),
    "local_administrators": _one("administrators", "accounts"),
    "integrity": _one("rooted", "rooted"),
    "management": _one("managed", "enrolled"),
}
