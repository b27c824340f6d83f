"""`make demo`: real hosts fail their security level, are provisioned, and pass; with the numbers to prove it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from checks import KINDS
from lab import bootstrap, engine, requirements
from truongluy import commands
from truongluy import inventory as inventory_of
from truongluy import policy as policy_of
from truongluy.access import BUILD, ROOT
from truongluy.assess import Assessment, assess
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.provision import Run, provision
from truongluy.reports import summary, terminal

NAME = "lab"


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
        terminal.step(len(self.seconds) + 1, vi, en)
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 1)

    def judge(self) -> Assessment:
        """Collect and judge the whole lab."""
        devices = list(self.inventory.devices.values())
        return assess(self.inventory, self.policy, commands.gather(self.inventory, devices), self.as_of, KINDS)

    def provision(self, *, check: bool = False) -> Run:
        """Provision the whole lab."""
        devices = list(self.inventory.devices.values())
        return provision(self.inventory, devices, check=check, diff=check, progress=terminal.play_progress())


def run() -> int:
    """The whole circle; a failure or Ctrl-C removes the lab."""
    try:
        return _run()
    except BaseException:
        engine.down()
        raise


def _run() -> int:
    demo = Demo(
        inventory_of.load(ROOT / "inventories" / NAME), policy_of.load(), datetime.now(commands.HERE).date()
    )
    with demo.step("lab", "Dựng phòng thử nghiệm", "Bring up the lab"):
        requirements.ensure()
        engine.up(fresh=True)
        bootstrap.run()
    with demo.step("check_before", "Thu thập và kiểm tra thiết bị nguyên trạng", "Collect and judge as it comes"):
        before = demo.judge()
    terminal.print_findings(before, demo.policy, demo.inventory, all_findings=False)
    with demo.step("provision", "Cấu hình theo chuẩn bảo mật", "Provision to the hardened baseline"):
        first = demo.provision()
    with demo.step("provision_again", "Cấu hình lần hai: không được đổi gì", "Provision again: nothing may change"):
        second = demo.provision()
    with demo.step("provision_dry_run", "Chạy thử (--check --diff)", "Dry run (--check --diff)"):
        dry = demo.provision(check=True)
    with demo.step("check_after", "Thu thập và kiểm tra lại", "Collect and judge again"):
        after = demo.judge()
    terminal.print_findings(after, demo.policy, demo.inventory, all_findings=False)
    with demo.step("report", "Viết báo cáo", "Write the reports"):
        commands.write_reports(demo.inventory, demo.policy, after)
    folder = BUILD / "reports" / NAME
    summary.write(folder / "summary.json", demo.inventory, demo.policy, before, after, second.total_changed, demo.seconds)
    terminal.print_demo(before, after, demo.inventory, demo.seconds, BUILD)
    return _verdict(before, after, first, second, dry)


def _verdict(before: Assessment, after: Assessment, first: Run, second: Run, dry: Run) -> int:
    wrong = [
        (not before.compliant, "trước khi cấu hình phải có lỗi", "nothing failed before provisioning"),
        (first.ok, f"cấu hình lỗi, xem {first.log}", f"provisioning failed, see {first.log}"),
        (second.ok and second.total_changed == 0, f"lần hai còn thay đổi {second.changed}", f"second run changed {second.changed}"),
        (dry.ok and dry.total_changed == 0, f"chạy thử báo thay đổi {dry.changed}", f"dry run would change {dry.changed}"),
        (after.compliant, "sau khi cấu hình vẫn chưa đạt", "not compliant after provisioning"),
    ]
    for holds, vi, en in wrong:
        if not holds:
            print(f"KHÔNG ĐẠT: {vi} / NOT REACHED: {en}")
    return commands.DONE if all(holds for holds, _, _ in wrong) else commands.NOT_COMPLIANT
