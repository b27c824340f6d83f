"""Tables for the terminal: readable in 80 columns, without colour, and with a hostile banner inside them."""

from __future__ import annotations

from collections.abc import Mapping

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from truongluy.assess import Assessment
from truongluy.reports.due_words import but_waived
from truongluy.reports.joined import Joined, Row, count
from truongluy.reports.markup import visible
from truongluy.reports.vietnamese import day, moment, number, seconds
from truongluy.reports.wording import RECORDS, SYMBOLS, class_name
from truongluy.verdict import Verdict

_STYLES = {
    Verdict.PASS: "green",
    Verdict.FAIL: "bold red",
    Verdict.WAIVED: "magenta",
    Verdict.NOT_APPLICABLE: "dim",
    Verdict.MANUAL: "blue",
    Verdict.ERROR: "bold yellow",
}


def print_findings(
    console: Console, joined: Joined, show_all: bool = False, limit: int | None = None
) -> None:
    """What needs work first; `show_all` adds what is fine; `limit` cuts a long list and says that it did."""
    rows = joined.rows(f for f in joined.findings if show_all or f.verdict.blocks_level)
    shown = rows if limit is None else rows[:limit]
    table = columns("Kết quả / Verdict", "Đối tượng / Subject", "Kiểm soát, lý do / Control, reason")
    for row in shown:
        table.add_row(verdict_line(row.verdict), safe_line(row.subject), _reason(row))
    if shown:
        console.print(table)
    if len(rows) > len(shown):
        left = number(len(rows) - len(shown))
        console.print(safe_line(f"… còn {left} mục nữa, xem báo cáo / {left} more, see the report"))
    print_counts(console, joined.assessment)


def print_counts(console: Console, assessment: Assessment) -> None:
    """One line of counts, the date, and whether the level may be claimed."""
    line = Line()
    for verdict, amount in assessment.counts.items():
        if amount:
            words = f"{SYMBOLS[verdict]} {verdict.vietnamese} {number(amount)}"
            line.append(words, _STYLES[verdict]).append("   ")
    console.print(line)
    console.print(safe_line(f"Theo ngày / as of {day(assessment.as_of)}"))
    console.print(safe_line(f"Thu thập / collected {moment(assessment.collected_at)}"))
    if assessment.run:
        console.print(safe_line(f"Chứng cứ / evidence {assessment.run}, SHA-256 {assessment.sha256[:16]}…"))
    if assessment.compliant:
        apart = but_waived(assessment.counts[Verdict.WAIVED])
        met = f"✓ Đạt mọi kiểm soát máy đã đánh giá{apart.vi} / every machine control judged is met{apart.en}"
        console.print(Line(met, "magenta" if apart.vi else "green"))
    else:
        console.print(Line("✗ Chưa được công bố cấp độ / the level can't be claimed", "bold red"))


def print_seconds(console: Console, assessment: Assessment) -> None:
    """Seconds per device beside the seconds that logging in alone took."""
    table = columns("Thiết bị / Device", "Đăng nhập / Login", "Tất cả / Total")
    for device in sorted(assessment.levels):
        taken = assessment.seconds.get(device, {})
        table.add_row(safe_line(device), _duration(taken.get("login")), _duration(taken.get("total")))
    console.print(table)


def print_demo(
    console: Console,
    before: Joined,
    after: Joined,
    steps: Mapping[str, float],
    where: Mapping[str, str],
) -> None:
    """The end of a demo: verdicts per class before and after, seconds per step, where to look.

    `where` maps what a place holds to its path or address.
    """
    console.print(_before_and_after(before, after))
    table = columns("Bước / Step", "Thời gian / Time")
    for step, taken in steps.items():
        table.add_row(safe_line(step), _duration(taken))
    table.add_row(Line("Tổng / Total", "bold"), _duration(sum(steps.values())))
    console.print(table)
    for what, place in where.items():
        console.print(safe_line(f"{what}: {place}"), soft_wrap=True)


def _before_and_after(before: Joined, after: Joined) -> Table:
    table = columns("Loại thiết bị / Class", "Kết quả / Verdict", "Trước / Before", "Sau / After")
    groups = {
        str(class_name(one)): (_of_class(before, one), _of_class(after, one))
        for one in sorted({device.device_class for device in after.devices})
    }
    if after.documentary or before.documentary:
        groups[str(RECORDS)] = (count(before.documentary), count(after.documentary))
    for title, (old, new) in groups.items():
        name: str | None = title
        for verdict in Verdict:
            if old[verdict] or new[verdict] or verdict.blocks_level:
                table.add_row(
                    safe_line(name or ""), verdict_line(verdict), number(old[verdict]), number(new[verdict])
                )
                name = None
        table.add_section()
    return table


def _of_class(joined: Joined, device_class: str) -> Mapping[Verdict, int]:
    names = {device.name for device in joined.devices if device.device_class == device_class}
    return count(finding for name in names for finding in joined.by_device.get(name, ()))


def columns(*heads: str) -> Table:
    """A table with these heads, each "tiếng Việt / English" on two lines."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for index, head in enumerate(heads):
        vi, _, en = head.partition(" / ")
        last = index == len(heads) - 1
        table.add_column(f"{vi}\n{en}", ratio=1 if last and len(heads) == 3 else None, overflow="fold")
    return table


def verdict_line(verdict: Verdict) -> Line:
    """A verdict as symbol and word, in its colour."""
    return Line(f"{SYMBOLS[verdict]} {verdict.vietnamese}", _STYLES[verdict])


def _reason(row: Row) -> Line:
    amount = len(row.findings)
    name = row.findings[0].control if amount == 1 else f"{number(amount)} kiểm soát / controls"
    line = Line(visible(name), "bold")
    if row.verdict is not Verdict.PASS:
        line.append(f"\n{visible(row.message.vi)}", "not bold")
        line.append(f"\n{visible(row.message.en)}", "not bold dim")
    return line


def safe_line(text: str) -> Line:
    """Text in which nothing hides and nothing is markup."""
    return Line(visible(text))


def _duration(value: float | None) -> Line:
    return Line("–" if value is None else seconds(value))
