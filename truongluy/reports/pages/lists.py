"""The two lists from which a reader reaches every device and every control."""

from __future__ import annotations

from truongluy.policy import Control
from truongluy.reports.joined import Joined, count
from truongluy.reports.markup import Nodes, heading, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.wording import STATES, class_name, topic_name
from truongluy.verdict import Text


def devices_index(joined: Joined) -> str:
    """All devices, grouped by class."""
    blocks: list[str] = [links.stamp(joined)]
    for device_class in sorted({device.device_class for device in joined.devices}):
        rows: list[list[Nodes]] = [
            [
                links.device(device.name),
                device.site,
                str(joined.assessment.levels[device.name]),
                links.claim(joined.device_claim(device)),
                links.tally(count(joined.by_device.get(device.name, ()))),
            ]
            for device in joined.devices
            if device.device_class == device_class
        ]
        heads = [
            Text("Thiết bị", "Device"),
            Text("Đơn vị", "Site"),
            Text("Cấp độ", "Level"),
            Text("Kết luận", "Claim"),
            Text("Kết quả", "Verdicts"),
        ]
        blocks += [heading(2, class_name(device_class)), table(class_name(device_class), heads, rows)]
    return page("Thiết bị", *blocks, *_not_deployed(joined), hide=("navigation",))


def _not_deployed(joined: Joined) -> list[str]:
    """What is described and not there to be judged; left out when there is none."""
    if not (idle := joined.inventory.not_deployed):
        return []
    title = Text("Dự kiến hoặc đã thanh lý, không kiểm tra", "Planned or retired, not judged")
    heads = [
        Text("Thiết bị", "Device"),
        Text("Loại", "Class"),
        Text("Đơn vị", "Site"),
        Text("Tình trạng", "State"),
        Text("Dùng để", "Purpose"),
    ]
    rows: list[list[Nodes]] = [
        [
            device.name,
            class_name(device.device_class),
            device.site,
            STATES[device.attributes["state"]],
            device.attributes["purpose"],
        ]
        for device in idle.values()
    ]
    return [heading(2, title), table(title, heads, rows)]


def controls_index(joined: Joined) -> str:
    """All controls of the policy, grouped by topic; those nobody asked here are listed too."""
    blocks: list[str] = [links.stamp(joined)]
    for topic in sorted({control.topic for control in joined.controls}):
        rows = [_control_row(joined, control) for control in joined.controls if control.topic == topic]
        heads = [
            Text("Kiểm soát", "Control"),
            Text("Áp dụng cho", "Applies to"),
            Text("Mức độ", "Severity"),
            Text("Kết quả", "Verdicts"),
        ]
        blocks += [heading(2, topic_name(topic)), table(topic_name(topic), heads, rows)]
    if not joined.controls:
        blocks.append(tag("p", Text("Chưa có kiểm soát nào.", "There is no control yet.")))
    return page("Kiểm soát", *blocks, hide=("navigation",))


def _control_row(joined: Joined, control: Control) -> list[Nodes]:
    return [
        [links.control(control), tag("code", control.id)],
        [[class_name(one).vi, " "] for one in control.applies_to],
        links.severity(control),
        links.tally(count(joined.by_control.get(control.id, ()))),
    ]
