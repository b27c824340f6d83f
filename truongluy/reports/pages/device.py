"""One page per device: what it is, whether its level may be claimed, and each verdict with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from truongluy.finding import Finding
from truongluy.inventory import Device
from truongluy.policy import Control
from truongluy.reports.joined import Joined, count
from truongluy.reports.markup import Html, Nodes, heading, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.vietnamese import day, number, seconds
from truongluy.reports.wording import VERDICTS_EN, badge, class_name, expectation, value_in_words
from truongluy.verdict import Text, Verdict

_SEEN = (Verdict.PASS, Verdict.FAIL)
_LONGEST = 300  # characters of one value; the evidence has it whole
_ATTRIBUTES = {
    "purpose": Text("Mục đích", "Purpose"),
    "location": Text("Vị trí", "Location"),
    "owner": Text("Người phụ trách", "Owner"),
    "model": Text("Kiểu máy", "Model"),
    "serial_number": Text("Số sê-ri", "Serial number"),
    "support_until": Text("Hãng hỗ trợ đến", "Supported until"),
}


def device_page(joined: Joined, device: Device) -> str:
    """The page of one device."""
    findings = joined.by_device.get(device.name, ())
    blocks: list[str] = [
        links.stamp(joined),
        tag("p", links.claim(joined.device_claim(device)), class_="tl-lead"),
        tag("p", links.tally(count(findings))),
        heading(2, Text("Thông tin thiết bị", "Attributes")),
        _attributes(joined, device),
    ]
    for verdict, group in _by_verdict(findings):
        blocks += _group(joined, verdict, group)
    if not findings:
        blocks.append(
            tag("p", Text("Không có kết luận nào cho thiết bị này.", "There is no finding for this device."))
        )
    return page(f"Thiết bị {device.name}", *blocks, hide=("navigation",))


def _by_verdict(findings: Sequence[Finding]) -> list[tuple[Verdict, list[Finding]]]:
    groups: dict[Verdict, list[Finding]] = {}
    for finding in findings:  # they come sorted: what needs work first
        groups.setdefault(finding.verdict, []).append(finding)
    return list(groups.items())


def _attributes(joined: Joined, device: Device) -> Html:
    known = joined.inventory.systems
    systems = [known[name].name.vi for name in device.systems if name in known]
    level = joined.assessment.levels[device.name]
    rows: list[list[Nodes]] = [
        [
            Text("Loại, nền tảng", "Class, platform"),
            f"{class_name(device.device_class).vi}; {device.platform}",
        ],
        [Text("Đơn vị, vùng mạng", "Site, zone"), f"{device.site}; {device.zone}"],
        [Text("Địa chỉ", "Address"), device.address],
        [Text("Chức năng", "Functions"), ", ".join(device.functions) or "–"],
        [Text("Hệ thống", "Systems"), ", ".join(systems) or "–"],
        [Text("Cấp độ", "Level"), _level(device.level, level)],
    ]
    rows += [[words, _attribute(joined, device, key)] for key, words in _ATTRIBUTES.items()]
    taken = joined.assessment.seconds.get(device.name)
    if taken:
        rows.append([Text("Thời gian đọc", "Time to read"), _time(taken)])
    return table(
        Text("Thông tin thiết bị", "Attributes"), [Text("Mục", "Item"), Text("Giá trị", "Value")], rows
    )


def _attribute(joined: Joined, device: Device, key: str) -> str:
    """One attribute as people write it: a person by name, a date as dd/mm/yyyy."""
    value = device.attributes.get(key)
    if key == "owner" and str(value) in joined.inventory.people:
        return joined.inventory.people[str(value)].name
    try:
        return day(date.fromisoformat(str(value)))
    except ValueError:
        return "–" if value is None else str(value)


def _level(own: int, judged: int) -> str:
    return str(own) if own == judged else f"{own} (đánh giá theo cấp độ {judged})"


def _time(taken: Mapping[str, float]) -> str:
    total, login = taken.get("total"), taken.get("login")
    if total is None or login is None:
        return "–"
    return f"{seconds(total)}, trong đó đăng nhập {seconds(login)}"


def _group(joined: Joined, verdict: Verdict, findings: list[Finding]) -> list[str]:
    """All findings of one verdict; a reason that all of them share is told once."""
    reasons = {finding.message for finding in findings}
    shared = len(findings) > 1 and len(reasons) == 1
    heads = [Text("Kiểm soát", "Control"), Text("Chi tiết", "Details")]
    rows = [_row(joined, finding, not shared) for finding in findings]
    return [
        heading(2, Text(f"{verdict.vietnamese} ({number(len(findings))})", VERDICTS_EN[verdict])),
        tag("p", reasons.pop()) if shared else "",
        table(f"Kiểm soát: {verdict.vietnamese}", heads, rows),
    ]


def _row(joined: Joined, finding: Finding, with_reason: bool) -> list[Nodes]:
    control = joined.policy.controls.get(finding.control)
    told = _asked_and_seen(finding)
    details = [
        # What was asked and seen says more than the sentence that sums it up.
        None if (told and finding.verdict in _SEEN) or not with_reason else tag("p", finding.message),
        *told,
        _line("Căn cứ", _clauses(joined, finding)),
        _line("Bằng chứng", [[tag("code", command), " "] for command in finding.evidence]),
        # No role mends what could not be read.
        _line("Cách sửa", _mended(joined, control, finding) if finding.verdict in _SEEN else None),
    ]
    name = links.control_of(joined, finding.control)
    return [[badge(finding.verdict), tag("br"), name], tag("div", *details, class_="tl-details")]


def _mended(joined: Joined, control: Control | None, finding: Finding) -> Html | None:
    device = joined.inventory.devices.get(finding.subject)
    return links.role(control.mended_by(device.platform)) if control and device else None


def _line(label: str, content: Nodes) -> Html | None:
    return tag("p", tag("b", f"{label}: "), content) if content else None


def _clauses(joined: Joined, finding: Finding) -> list[Nodes]:
    known = [joined.policy.clauses[name] for name in finding.clauses if name in joined.policy.clauses]
    return [[links.clause(clause), " "] for clause in known]


def _asked_and_seen(finding: Finding) -> list[Nodes]:
    lines: list[Nodes] = []
    if isinstance(finding.expected, Mapping):
        for path, words in expectation(finding.expected):
            lines.append(_line("Yêu cầu", [tag("code", path), " ", words]))
    if isinstance(finding.actual, Mapping):
        for path, value in finding.actual.items():
            lines.append(_line("Thực tế", [tag("code", path), " = ", _short(value)]))
    return lines


def _short(value: Any) -> str:
    words = value_in_words(value).vi
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}… (rút gọn)"
