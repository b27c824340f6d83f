"""The words reports use for verdicts, severities, classes and conditions, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checks.fact_values import OPERATORS
from truongluy import words as said
from truongluy.inventory.classes import CLASS_NAMES
from truongluy.policy import Document
from truongluy.reports.markup import Html, join, tag
from truongluy.verdict import Text, Verdict
from truongluy.words import value_in_words

# A symbol beside the word: a verdict must be readable without colour and at a glance.
SYMBOLS = {
    Verdict.PASS: "✓",
    Verdict.FAIL: "✗",
    Verdict.WAIVED: "◷",
    Verdict.NOT_APPLICABLE: "–",
    Verdict.MANUAL: "☐",
    Verdict.ERROR: "?",
}
VERDICTS_EN = {
    Verdict.PASS: "Pass",
    Verdict.FAIL: "Fail",
    Verdict.WAIVED: "Waived until a date",
    Verdict.NOT_APPLICABLE: "Not applicable",
    Verdict.MANUAL: "Check by hand",
    Verdict.ERROR: "Unknown (could not be read)",
}
SEVERITIES = {
    "critical": Text("Nghiêm trọng", "Critical"),
    "high": Text("Cao", "High"),
    "medium": Text("Trung bình", "Medium"),
    "low": Text("Thấp", "Low"),
}
STATES = {
    "planned": Text("Dự kiến", "Planned"),
    "retired": Text("Đã thanh lý", "Retired"),
}
TOPICS = {
    "accounts": Text("Tài khoản", "Accounts"),
    "audit": Text("Ghi vết hệ thống", "Audit"),
    "backup": Text("Sao lưu", "Backup"),
    "conference_sip": Text("Máy chủ đăng ký cuộc gọi (SIP)", "Call registrar (SIP)"),
    "conference_turn": Text("Máy chủ chuyển tiếp hình và tiếng (TURN)", "Media relay (TURN)"),
    "conference_webrtc": Text("Máy chủ họp qua trình duyệt (WebRTC)", "Browser meeting server (WebRTC)"),
    "file_sharing": Text("Chia sẻ tệp", "File sharing"),
    "files": Text("Quyền tệp", "File permissions"),
    "firewall": Text("Tường lửa", "Firewall"),
    "integrity": Text("Toàn vẹn tệp", "File integrity"),
    "kernel": Text("Nhân hệ điều hành", "Kernel"),
    "logging": Text("Nhật ký", "Logging"),
    "malware": Text("Phòng mã độc", "Malware"),
    "passwords": Text("Mật khẩu", "Passwords"),
    "services": Text("Dịch vụ", "Services"),
    "ssh": Text("Truy cập SSH", "SSH access"),
    "privileges": Text("Nâng quyền", "Raising rights"),
    "workstation": Text("Máy làm việc", "Office computers"),
    "managed_devices": Text("Thiết bị do phần mềm quản lý", "Managed devices"),
    "switch_management": Text("Quản trị thiết bị chuyển mạch", "Switch administration"),
    "switch_network": Text("Mạng trên thiết bị chuyển mạch", "Switched network"),
    "switch_ports": Text("Cổng của thiết bị chuyển mạch", "Switch ports"),
    "radius": Text("Xác thực tài khoản (RADIUS)", "Account authentication (RADIUS)"),
    "room_endpoint": Text("Thiết bị hội nghị truyền hình", "Conference endpoints"),
    "room_kiosk": Text("Máy phòng họp", "Meeting-room computers"),
    "wifi_management": Text("Quản trị điểm truy cập Wi-Fi", "Access point administration"),
    "wifi_networks": Text("Các mạng Wi-Fi", "Wi-Fi networks"),
    "wifi_radio": Text("Sóng Wi-Fi", "Wi-Fi radio"),
    "time": Text("Thời gian", "Time"),
    "updates": Text("Cập nhật", "Updates"),
    "web": Text("Máy chủ web", "Web server"),
}
DOUBT = said.DOUBT
RECORDS = Text("Hồ sơ", "Records")
LAB_DATA = Text(
    "Dữ liệu minh họa: kết quả này là của phòng lab, không phải của một mạng thật.",
    "Example data: these are findings of a lab, not of a real network.",
)


def short_title(document: Document) -> str:
    """The first part of a document's title, its number: `TCVN 14423:2026`."""
    return document.title.vi.split(" – ")[0].split(" về ")[0]


def class_name(device_class: str) -> Text:
    """The class in words; one we have no word for is shown as it is."""
    return CLASS_NAMES.get(device_class, Text(device_class, device_class))


def topic_name(topic: str) -> Text:
    """The topic in words; one we have no word for is shown as its folder is named."""
    return TOPICS.get(topic, Text(topic, topic))


def badge(verdict: Verdict, number: str | None = None) -> Html:
    """A verdict as symbol and word, with a count before it when given."""
    symbol = tag("span", SYMBOLS[verdict], aria_hidden="true")
    words = f"{number} {verdict.vietnamese}" if number else verdict.vietnamese
    return tag("span", symbol, " ", words, class_=f"tl-verdict tl-{verdict.value}")


def english(verdict: Verdict) -> Html:
    """The English word of a verdict, marked as English."""
    return tag("span", VERDICTS_EN[verdict], class_="en", lang="en")


def plain_verdict(verdict: Verdict) -> Html:
    """A verdict as symbol and word without a badge: for the head of a column."""
    return join([tag("span", SYMBOLS[verdict], aria_hidden="true"), " ", verdict.vietnamese])


def condition(operators: Mapping[str, Any]) -> Text:
    """`{at_most: 4}` as `không được quá 4` / `must be at most 4`; several operators must all hold."""
    parts = [_operator(name, value) for name, value in operators.items()]
    return Text(" và ".join(part.vi for part in parts), " and ".join(part.en for part in parts))


def _operator(name: str, value: Any) -> Text:
    """The words of the check itself, so that page and finding can't differ."""
    if name == "absent":
        return Text("không được đặt", "must not be set") if value else Text("phải được đặt", "must be set")
    shown = value_in_words(value)
    if name not in OPERATORS:
        return Text(f"{name}: {shown.vi}", f"{name}: {shown.en}")
    words = OPERATORS[name][1]
    return Text(words.vi.replace("{}", shown.vi), words.en.replace("{}", shown.en))


def expectation(expect: Mapping[str, Any]) -> list[tuple[str, Text]]:
    """What a control expects, as (fact path, condition in words); speaks both kinds of check."""
    lines: list[tuple[str, Text]] = []
    for path, wish in expect.items():
        if isinstance(wish, Mapping) and "must" in wish:
            lines.extend(_each(path, wish))
        else:
            lines.append((path, condition(wish if isinstance(wish, Mapping) else {"equals": wish})))
    return lines


def _each(path: str, wish: Mapping[str, Any]) -> list[tuple[str, Text]]:
    """Conditions on every item of a list, one line per field."""
    chosen = [(field, condition(operators)) for field, operators in (wish.get("where") or {}).items()]
    vi = " và ".join(f"{field} {words.vi}" for field, words in chosen)
    en = " and ".join(f"{field} {words.en}" for field, words in chosen)
    which = Text(
        f"mỗi mục mà {vi}: " if chosen else "mỗi mục: ",
        f"each item where {en}: " if chosen else "each item: ",
    )
    lines = []
    for field, operators in wish["must"].items():
        words = condition(operators)
        lines.append((path, Text(f"{which.vi}{field} {words.vi}", f"{which.en}{field} {words.en}")))
    return lines
