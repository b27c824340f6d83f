"""What the verbs print besides findings: values, controls, documents, and progress on long work."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text as Line

from truongluy.evidence import DeviceEvidence
from truongluy.inventory import Device, Inventory
from truongluy.policy import Clause, Control, Policy
from truongluy.policy.model import NO_ROLE
from truongluy.values import Value

DOUBT = "cần đối chiếu văn bản gốc / to be checked against the original"
_TASK = re.compile(r"^(TASK|PLAY) \[(?P<name>.+?)\]")


def step(number: int, vi: str, en: str) -> None:
    """Say that a step begins."""
    Console().print(Line(f"\n{number}. {vi} / {en}", "bold"))


@contextmanager
def progress(total: int, *, quiet: bool = False) -> Iterator[Callable[[DeviceEvidence], None]]:
    """A bar that grows with each device read; unreached devices are named at once."""
    console = Console(stderr=True)
    columns = (TextColumn("Thu thập / Collecting"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("", total=total)

        def advance(one: DeviceEvidence) -> None:
            bar.advance(task)
            if one.error and not quiet:
                console.print(Line(f"{one.device}: {one.error.vi} / {one.error.en}", "yellow"))

        yield advance


def play_progress() -> Callable[[str], None]:
    """Shows Ansible's roles as they come: one line that changes on a terminal, one line per role elsewhere."""
    terminal = sys.stderr.isatty()
    seen: set[str] = set()

    def show(line: str) -> None:
        if not (found := _TASK.match(line)):
            return
        name = found["name"] if terminal else found["name"].split(" : ")[0]
        if terminal:
            print(f"\r\033[K  {name[:100]}", end="", file=sys.stderr, flush=True)
        elif name not in seen:
            seen.add(name)
            print(f"  {name}", file=sys.stderr, flush=True)

    return show


def print_values(device: Device, values: Mapping[str, Mapping[str, Value]], on: date) -> None:
    """Each value of a device and why it is what it is."""
    table = plain_table("Kiểm soát / Control", "Giá trị / Value", "Vì sao / Because")
    for control, given in sorted(values.items()):
        for name, value in given.items():
            because = (
                value.because
                if value.verified or value.because.startswith("inventory")
                else f"{value.because} ({DOUBT})"
            )
            asked = "" if value.asked else "\n(không văn bản nào yêu cầu ở cấp này / not asked at this level)"
            table.add_row(Line(control), Line(f"{name} = {value.value}"), Line(because + asked))
    console = Console()
    console.print(
        Line(f"{device.name}: {device.device_class}, cấp độ / level {device.level}, {on:%d/%m/%Y}", "bold")
    )
    console.print(table)


def print_control(policy: Policy, inventory: Inventory, control: Control) -> None:
    """One control: what, why, its clauses, where it is judged, what fixes it."""
    console = Console()
    judged = [
        d.name for d in inventory.devices.values() if control.fits(d.device_class, d.functions, d.platform)
    ]
    console.print(Line(f"{control.id}: {control.title}", "bold"))
    rows = {
        "Vì sao / Why": control.why.vi + "\n" + control.why.en,
        "Mức độ / Severity": control.severity,
        "Tệp / File": "/".join(control.path.parts[-4:]),
        "Kiểm tra / Check": f"{control.check}: {dict(control.expect)}",
        "Giá trị / Values": "\n".join(
            f"{p.name}: {p.from_inventory or dict(p.at_level)} {p.unit} ({p.desc.vi})" for p in control.parameters.values()
        ) or "–",
        "Điều khoản / Clauses": "\n".join(_clause(policy.clauses[name], policy) for name in control.satisfies),
        "Áp dụng / Judged on": ", ".join(judged) or "–",
        "Cách sửa / Fixed by": str(NO_ROLE[control.fixed_by]) if control.fixed_by in NO_ROLE
        else f"roles/{control.fixed_by}: invoke provision -i {inventory.name} --tags {control.fixed_by}",
    }  # fmt: skip
    table = plain_table("", "")
    for name, words in rows.items():
        table.add_row(Line(name, "bold"), Line(words))
    console.print(table)


def _clause(clause: Clause, policy: Policy) -> str:
    numbers = ", ".join(f"cấp {level}: {number}" for level, number in sorted(clause.numbers.items()))
    doubt = "" if clause.verified else f" ({DOUBT})"
    return f"{policy.documents[clause.document].title.vi.split(' – ')[0]} {clause.id} [{numbers}]{doubt}\n  {clause.text.vi}"


def plain_table(*heads: str) -> Table:
    """A table without lines between its cells; no head where no column has one."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, show_header=any(heads))
    for head in heads:
        table.add_column(head, overflow="fold")
    return table
