"""`make demo`: real hosts fail their security level, are provisioned, and pass; with the numbers to prove it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime

from rich.console import Console

from checks import KINDS
from lab import cli, single
from lab.hosts import without
from lab.run import LabError
from truongluy import commands
from truongluy import console as shown
from truongluy import inventory as inventory_of
from truongluy import policy as policy_of
from truongluy.access import BUILD, ROOT
from truongluy.assess import Assessment, assess
from truongluy.evidence import Evidence
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.provision import Run, provision
from truongluy.reports import summary, terminal
from truongluy.reports.joined import Joined

NAME = "lab"
EARLIER = date(2025, 6, 30)  # the report explains what the former regime asked of the same evidence


@dataclass
class Demo:
    """What the steps found, kept for the summary."""

    inventory: Inventory
    policy: Policy
    as_of: date
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str, vi: str, en: str) -> Iterator[None]:
        """Time a step and say that it began."""
        shown.step(len(self.seconds) + 1, vi, en)
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 1)

    def bring_up(self, no_wifi_vm: bool) -> None:
        """Deliver a new lab; a device that is left out of it counts as not deployed from here on."""
        cli.prepare()
        if not no_wifi_vm:
            # Where there is nothing to install it with, `up` says what is left out for it.
            with suppress(LabError):
                cli.prepare(vm=True)
        cli.up(fresh=True, no_wifi_vm=no_wifi_vm)
        self.inventory = without(self.inventory, set(self.inventory.devices) - set(single.status()))
        cli.bootstrap()

    def gather(self) -> Evidence:
        """Collect the whole lab."""
        return commands.gather(self.inventory, list(self.inventory.devices.values()))

    def judge(self, evidence: Evidence, on: date | None = None) -> Assessment:
        """Judge the whole lab, today or on another day."""
        return assess(self.inventory, self.policy, evidence, on or self.as_of, KINDS)

    def show(self, assessment: Assessment) -> Joined:
        """Print what fails, and give the assessment in the form reports take."""
        joined = Joined(assessment, self.inventory, self.policy)
        terminal.print_findings(Console(), joined, limit=25)
        return joined

    def provision(self, *, check: bool = False) -> Run:
        """Provision the whole lab."""
        devices = list(self.inventory.devices.values())
        return provision(self.inventory, devices, check=check, diff=check, progress=shown.play_progress())


def run(keep: bool = False, no_wifi_vm: bool = False) -> int:
    """The whole circle; a failure or Ctrl-C removes the lab, unless it is to be kept for a look.

    With `no_wifi_vm` the access point that needs a virtual machine counts as not deployed.
    """
    try:
        status = _run(no_wifi_vm)
    except BaseException:
        cli.down()
        raise
    if status != commands.DONE and not keep:
        cli.down()
    return status


def _run(no_wifi_vm: bool) -> int:
    described = inventory_of.load(ROOT / "inventories" / NAME)
    demo = Demo(described, policy_of.load(), datetime.now(commands.HERE).date())
    with demo.step("lab", "Dựng phòng thử nghiệm", "Bring up the lab"):
        demo.bring_up(no_wifi_vm)
    with demo.step(
        "check_before", "Thu thập và kiểm tra thiết bị nguyên trạng", "Collect and judge as it comes"
    ):
        before = demo.judge(demo.gather())
    was = demo.show(before)
    with demo.step("provision", "Cấu hình theo chuẩn bảo mật", "Provision to the hardened baseline"):
        first = demo.provision()
    with demo.step(
        "provision_again", "Cấu hình lần hai: không được đổi gì", "Provision again: nothing may change"
    ):
        second = demo.provision()
    with demo.step("provision_dry_run", "Chạy thử (--check --diff)", "Dry run (--check --diff)"):
        dry = demo.provision(check=True)
    with demo.step("check_after", "Thu thập và kiểm tra lại", "Collect and judge again"):
        evidence = demo.gather()
        after = demo.judge(evidence)
    now = demo.show(after)
    terminal.print_seconds(Console(), after)
    with demo.step("report", "Viết báo cáo", "Write the reports"):
        earlier = demo.judge(evidence, EARLIER)
        site = commands.write_reports(demo.inventory, demo.policy, after, before, earlier)
    file = commands.report_folder(demo.inventory) / "summary.json"
    summary.write_json(
        summary.summary(demo.inventory, before, after, second.total_changed, demo.seconds), file
    )
    terminal.print_demo(Console(), was, now, demo.seconds, {
        "Báo cáo / Report": str(site), "Tóm tắt / Summary": str(file),
        "Chứng cứ / Evidence": str(BUILD / "evidence" / NAME), "Gỡ phòng thử nghiệm / Remove the lab": "invoke lab.down",
    })  # fmt: skip
    return _verdict(before, after, first, second, dry)


def _verdict(before: Assessment, after: Assessment, first: Run, second: Run, dry: Run) -> int:
    wrong = [
        (not before.compliant, "trước khi cấu hình phải có lỗi", "nothing failed before provisioning"),
        (first.ok, f"cấu hình lỗi, xem {first.log}", f"provisioning failed, see {first.log}"),
        (
            second.ok and second.total_changed == 0,
            f"lần hai còn thay đổi {second.changed}",
            f"second run changed {second.changed}",
        ),
        (
            dry.ok and dry.total_changed == 0,
            f"chạy thử báo thay đổi {dry.changed}",
            f"dry run would change {dry.changed}",
        ),
        (after.compliant, "sau khi cấu hình vẫn chưa đạt", "not compliant after provisioning"),
    ]
    for holds, vi, en in wrong:
        if not holds:
            print(f"KHÔNG ĐẠT: {vi} / NOT REACHED: {en}")
    return commands.DONE if all(holds for holds, _, _ in wrong) else commands.NOT_COMPLIANT
