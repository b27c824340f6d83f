"""One page per device: what it is, whether its level may be claimed, and each verdict with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from truongluy.assess import Finding
from truongluy.inventory import Device
from truongluy.reports.joined import Joined, count
from truongluy.reports.markup import Html, Nodes, heading, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.vietnamese import number, seconds
from truongluy.reports.wording import badge, class_name, expectation, value_in_words
from truongluy.verdict import Text, Verdict

# Keys the page already tells in words of its own, or that are lists of other things (a switch's ports).
_TOLD = {"site", "device_class", "platform", "zone", "functions", "ansible_host", "ports"}
_ATTRIBUTES = {
    "purpose": Text("Mục đích", "Purpose"),
    "location": Text("Vị trí", "Location"),
    "owner": Text("Người phụ trách", "Owner"),
    "model": Text("Kiểu máy", "Model"),
    "serial": Text("Số sê-ri", "Serial number"),
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
        blocks.append(heading(2, Text(f"{verdict.vietnamese} ({number(len(group))})", "")))
        blocks.append(_findings(joined, verdict, group))
    if not findings:
        blocks.append(
            tag("p", Text("Không có kết luận nào cho thiết bị này.", "There is no finding for this device."))
        )
    return page(f"Thiết bị {device.name}", *blocks)


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
            [class_name(device.device_class), f"; {device.platform}"],
        ],
        [Text("Đơn vị, vùng mạng", "Site, zone"), f"{device.site}; {device.zone}"],
        [Text("Địa chỉ", "Address"), device.address],
        [Text("Chức năng", "Functions"), ", ".join(device.functions) or "–"],
        [Text("Hệ thống", "Systems"), ", ".join(systems) or "–"],
        [Text("Cấp độ", "Level"), _level(device.level, level)],
    ]
    rows += [
        [_ATTRIBUTES[key], str(device.attributes[key])] for key in _ATTRIBUTES if key in device.attributes
    ]
    taken = joined.assessment.seconds.get(device.name)
    if taken:
        rows.append([Text("Thời gian đọc", "Time to read"), _time(taken)])
    return table(
        Text("Thông tin thiết bị", "Attributes"), [Text("Mục", "Item"), Text("Giá trị", "Value")], rows
    )


def _level(own: int, judged: int) -> str:
    return str(own) if own == judged else f"{own} (đánh giá theo cấp độ {judged})"


def _time(taken: Mapping[str, float]) -> str:
    total, login = taken.get("total"), taken.get("login")
    if total is None or login is None:
        return "–"
    return f"{seconds(total)}, trong đó đăng nhập {seconds(login)}"


def _findings(joined: Joined, verdict: Verdict, findings: list[Finding]) -> Html:
    return table(
        f"Kiểm soát: {verdict.vietnamese}",
        [
            Text("Kiểm soát", "Control"),
            Text("Yêu cầu và thực tế", "Asked and seen"),
            Text("Bằng chứng", "Evidence"),
            Text("Cách sửa", "Mended by"),
        ],
        [_row(joined, finding) for finding in findings],
    )


def _row(joined: Joined, finding: Finding) -> list[Nodes]:
    control = joined.policy.controls.get(finding.control)
    return [
        [badge(finding.verdict), tag("br"), links.control_of(joined, finding.control)],
        [
            tag("p", finding.message) if finding.verdict is not Verdict.PASS else None,
            *_asked_and_seen(finding),
        ],
        [[tag("code", command), " "] for command in finding.evidence] or "–",
        links.role(control.fixed_by) if control else "–",
    ]


def _asked_and_seen(finding: Finding) -> list[Nodes]:
    lines: list[Nodes] = []
    if isinstance(finding.expected, Mapping):
        for path, words in expectation(finding.expected):
            lines.append(tag("p", tag("b", "Yêu cầu: "), tag("code", path), " ", words))
    if isinstance(finding.actual, Mapping):
        for path, value in finding.actual.items():
            lines.append(tag("p", tag("b", "Thực tế: "), tag("code", path), " = ", _short(value)))
    return lines


def _short(value: Any) -> Nodes:
    words = value_in_words(value)
    if len(words.vi) <= 300:
        return words.vi
    return f"{words.vi[:300]}… (rút gọn)"
