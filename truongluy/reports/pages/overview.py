"""The first page: may the level be claimed, what must be mended first, and how many of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truongluy.finding import SubjectKind
from truongluy.reports.chart import stacked_bars
from truongluy.reports.joined import Joined, Row, count
from truongluy.reports.markup import Html, Nodes, heading, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.pages.system import system_link
from truongluy.reports.vietnamese import number, percent
from truongluy.reports.wording import RECORDS, badge, class_name, english, plain_verdict
from truongluy.verdict import Text, Verdict

_HERE = ""
_FIRST = 25  # the overview names the most urgent; device pages have them all


def overview(joined: Joined, before: Mapping[Verdict, int] | None = None) -> str:
    """The overview; `before` are the counts of the run before provisioning, when there was one."""
    return page(
        f"Tổng quan: {joined.assessment.inventory_name}",
        links.stamp(joined, _HERE),
        _sentence(joined),
        _before_and_after(joined, before),
        heading(2, Text("Cấp độ", "Level claims")),
        _systems(joined),
        _devices(joined),
        heading(2, Text("Cần xử lý trước", "To mend first")),
        _urgent(joined),
        heading(2, Text("Kết quả theo loại thiết bị", "Verdicts by device class")),
        _by_group("class", "Kết quả theo loại thiết bị", _classes(joined)),
        heading(2, Text("Kết quả theo cấp độ", "Verdicts by level")),
        _by_group("level", "Kết quả theo cấp độ của thiết bị", _levels(joined)),
        heading(2, Text("Ý nghĩa của kết quả", "What the verdicts mean")),
        _legend(),
        hide=("navigation",),
    )


def _sentence(joined: Joined) -> Html:
    counts = count(joined.findings)
    judged = counts[Verdict.PASS] + counts[Verdict.FAIL]
    share = percent(counts[Verdict.PASS] / judged) if judged else "–"
    vi = (
        f"{number(len(joined.devices))} thiết bị, {number(len(joined.findings))} kết luận: "
        f"{number(counts[Verdict.FAIL])} không đạt, {number(counts[Verdict.ERROR])} không xác định. "
        f"Trong số đã xác định đạt hay không, {share} đạt."
    )
    en = (
        f"Devices: {len(joined.devices)}; findings: {len(joined.findings)}; "
        f"fail: {counts[Verdict.FAIL]}; unknown: {counts[Verdict.ERROR]}."
    )
    return tag("p", Text(vi, en), class_="tl-lead")


def _systems(joined: Joined) -> Html:
    ours = [system for system in joined.inventory.systems.values() if system.ours]
    systems = sorted(ours, key=lambda system: (-(system.level or 0), system.id))
    if not systems:
        return tag("p", Text("Chưa khai hệ thống thông tin nào.", "No information system is described."))
    return table(
        Text("Hệ thống thông tin", "Information systems"),
        [
            Text("Hệ thống", "System"),
            Text("Cấp độ", "Level"),
            Text("Kết luận", "Claim"),
            Text("Thiết bị", "Devices"),
        ],
        [
            [
                system_link(system, _HERE),
                str(system.level or "–"),
                links.claim(joined.system_claim(system)),
                _names(joined, system.devices),
            ]
            for system in systems
        ],
    )


def _names(joined: Joined, names: Iterable[str]) -> list[Nodes]:
    assessed = {device.name for device in joined.devices}
    shown: list[Nodes] = []
    for name in names:
        shown += [", " if shown else None, links.device(name, _HERE) if name in assessed else name]
    return shown


def _devices(joined: Joined) -> Html:
    return table(
        Text("Thiết bị", "Devices"),
        [
            Text("Thiết bị, loại", "Device, class"),
            Text("Kết luận", "Claim"),
            Text("Kết quả", "Verdicts"),
        ],
        [
            [
                [links.device(device.name, _HERE), tag("br"), class_name(device.device_class).vi],
                links.claim(joined.device_claim(device)),
                links.tally(count(joined.by_device.get(device.name, ()))),
            ]
            for device in joined.devices
        ],
    )


def _urgent(joined: Joined) -> str:
    rows = joined.rows(finding for finding in joined.findings if finding.verdict.blocks_level)
    if not rows:
        nothing = "Không có kiểm soát nào không đạt hoặc không xác định."
        return tag("p", Text(nothing, "Nothing fails, nothing is unknown."))
    shown = table(
        Text("Không đạt và không xác định, nặng nhất trước", "Fails and unknowns, worst first"),
        [
            Text("Đối tượng, kết quả", "Subject, verdict"),
            Text("Kiểm soát hoặc hồ sơ, lý do", "Control or record, reason"),
        ],
        [_urgent_row(joined, row) for row in rows[:_FIRST]],
    )
    if len(rows) <= _FIRST:
        return shown
    left = number(len(rows) - _FIRST)
    more = Text(
        f"Còn {left} mục nữa ở trang thiết bị và hồ sơ.", f"{left} more on the pages of devices and records."
    )
    return f"{shown}\n\n{tag('p', more)}"


def _urgent_row(joined: Joined, row: Row) -> list[Nodes]:
    amount = len(row.findings)
    first = row.findings[0]
    what: Nodes = links.control_of(joined, first.control, _HERE)
    if first.subject_kind is not SubjectKind.DEVICE:
        what = links.record_kind(joined, first.control)
    if amount > 1:
        what = Text(f"{number(amount)} kiểm soát, cùng một lý do", f"{amount} controls, for one reason")
    return [
        [links.subject(joined, first, _HERE), tag("br"), badge(row.verdict)],
        [tag("p", what), tag("p", row.message)],
    ]


def _classes(joined: Joined) -> list[tuple[str, Mapping[Verdict, int]]]:
    classes = sorted({device.device_class for device in joined.devices})
    rows = [
        (class_name(one).vi, _counted(joined, [d.name for d in joined.devices if d.device_class == one]))
        for one in classes
    ]
    return [*rows, (RECORDS.vi, count(joined.documentary))] if joined.documentary else rows


def _levels(joined: Joined) -> list[tuple[str, Mapping[Verdict, int]]]:
    levels = sorted(set(joined.assessment.levels.values()), reverse=True)
    return [
        (
            f"Cấp độ {level}",
            _counted(joined, [name for name, given in joined.assessment.levels.items() if given == level]),
        )
        for level in levels
    ]


def _counted(joined: Joined, names: Iterable[str]) -> Mapping[Verdict, int]:
    return count(finding for name in names for finding in joined.by_device.get(name, ()))


def _by_group(name: str, title: str, rows: list[tuple[str, Mapping[Verdict, int]]]) -> str:
    if not rows:
        return tag("p", Text("Không có gì được đánh giá.", "Nothing was assessed."))
    heads: list[Nodes] = [
        Text("Nhóm", "Group"),
        *[plain_verdict(verdict) for verdict in Verdict],
        Text("Tổng", "Total"),
    ]
    cells = [
        [label, *[number(counts[verdict]) for verdict in Verdict], number(sum(counts.values()))]
        for label, counts in rows
    ]
    return f"{stacked_bars(name, title, rows)}\n\n{table(f'{title} (số kết luận)', heads, cells)}"


def _before_and_after(joined: Joined, before: Mapping[Verdict, int] | None) -> str:
    if before is None:
        return ""
    rows = [("Trước khi cấu hình", before), ("Sau khi cấu hình", count(joined.findings))]
    top = heading(2, Text("Trước và sau khi cấu hình", "Before and after provisioning"))
    return f"{top}\n\n{_by_group('before', 'Trước và sau khi cấu hình', rows)}"


def _legend() -> Html:
    meaning = {
        Verdict.PASS: Text("Đã đọc được và đúng yêu cầu.", "Was read and is as asked."),
        Verdict.FAIL: Text("Đã đọc được và trái yêu cầu.", "Was read and is not as asked."),
        Verdict.WAIVED: Text(
            "Trái yêu cầu, có người có thẩm quyền chấp nhận đến một ngày.",
            "Not as asked; accepted by somebody entitled to, until a date.",
        ),
        Verdict.NOT_APPLICABLE: Text(
            "Không áp dụng được, có nêu lý do.", "Can't apply; the reason is given."
        ),
        Verdict.MANUAL: Text(
            "Máy không tự kết luận được, người kiểm tra.", "No machine can tell; a person must."
        ),
        Verdict.ERROR: Text(
            "Không đọc được, nên không ai biết; không bao giờ được tính là đạt.",
            "Could not be read, so nobody knows; never counted as a pass.",
        ),
    }
    return table(
        Text("Sáu kết quả có thể có", "The six verdicts"),
        [Text("Kết quả", "Verdict"), Text("Nghĩa", "Meaning")],
        [[[badge(verdict), tag("br"), english(verdict)], meaning[verdict]] for verdict in Verdict],
    )
