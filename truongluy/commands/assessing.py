"""The verbs that collect, judge, provision and report."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from rich.console import Console

from checks import KINDS
from truongluy import collect as collecting
from truongluy import console as shown
from truongluy import coverage
from truongluy import evidence as evidence_of
from truongluy import provision as provisioning
from truongluy.access import BUILD, imported_for, ssh_config_for
from truongluy.assess import Assessment, assess
from truongluy.commands.levels import concerns
from truongluy.commands.running import (
    DONE,
    HERE,
    NOT_COMPLIANT,
    Choice,
    day,
    find_both,
    find_inventory,
    level_of,
    unknown,
)
from truongluy.evidence import Evidence
from truongluy.inventory import Device, Inventory, imported
from truongluy.inventory.classes import IMPORTED
from truongluy.policy import Policy
from truongluy.policy.model import MANAGED
from truongluy.reports import summary, terminal
from truongluy.reports.joined import Joined
from truongluy.reports.junit import write_junit
from truongluy.reports.site import SiteError, write_site
from truongluy.values import values_for
from truongluy.verdict import InputError, Problem, Text, Trouble


def validate(inventory: str) -> int:
    """Check an inventory and the policy."""
    found, policy = find_both(inventory)
    if silent := coverage.problems(policy):
        raise InputError(silent)
    if wrong := imported.read(imported_for(found), found.devices)[1]:
        raise InputError(wrong)
    print(
        f"{found.name}: {len(found.devices)} thiết bị, {len(found.sites)} đơn vị, {len(found.systems)} hệ thống; "
        f"{len(policy.controls)} kiểm soát, {len(policy.clauses)} điều khoản. Hợp lệ. / Valid."
    )
    for concern in concerns(found, policy, day(None)):
        print(f"Cần xem lại / Look again: {concern}")
    return DONE


def check(choice: Choice, *, all_findings: bool = False, as_json: bool = False) -> int:
    """Collect, judge, print and keep."""
    (found, policy), on, level = find_both(choice.inventory), day(choice.as_of), level_of(choice.level)
    devices = found.select(choice.limit)
    evidence = gather(found, devices, quiet=as_json)
    kept = Kept(found, policy, evidence, tuple(devices) if choice.limit else None, level)
    return _tell(found, policy, kept.judge(on), all_findings, as_json)


def judge(choice: Choice, folder: str | None, *, all_findings: bool = False, as_json: bool = False) -> int:
    """Judge kept evidence; no device is touched."""
    kept = kept_evidence(choice, folder)
    return _tell(kept.inventory, kept.policy, kept.judge(day(choice.as_of)), all_findings, as_json)


def report(choice: Choice, folder: str | None, compare_with: str | None = None) -> int:
    """Write the site, JUnit and JSON of kept evidence; `compare_with` is a day of an earlier regime."""
    kept = kept_evidence(choice, folder)
    now = kept.judge(day(choice.as_of))
    earlier = kept.judge(day(compare_with, "--compare-with")) if compare_with else None
    print(f"Báo cáo / Report: {write_reports(kept.inventory, kept.policy, now, earlier=earlier)}")
    return DONE


def verify(inventory: str, folder: str | None) -> int:
    """Check that kept evidence is whole, back to the first run."""
    run = _run_of(find_inventory(inventory), folder)
    if problems := evidence_of.verify_chain(run):
        raise InputError(problems)
    print(
        f"{run.name}: chứng cứ nguyên vẹn tới lần đầu. Hãy ghi mã băm này ở nơi khác: {evidence_of.manifest_hash(run)}\n"
        "Evidence is whole back to the first run. Keep this hash somewhere else: a chain can't show that its end was cut off."
    )
    return DONE


def provision(
    inventory: str, limit: str | None, *, check: bool = False, diff: bool = False, tags: str | None = None
) -> int:
    """Run playbooks/site.yml on the chosen devices."""
    found, _ = find_both(inventory)
    devices = found.select(limit)
    if managed := [device.name for device in devices if device.platform in IMPORTED]:
        print(f"{', '.join(managed)}: {MANAGED}")
    if len(managed) == len(devices):
        return DONE
    run = provisioning.provision(found, devices, check=check, diff=diff, tags=tags, progress=print)
    if run.failed or not run.ok:
        print(f"Chưa xong: {', '.join(run.failed) or 'xem log'} (log: {run.log}) / Not done", file=sys.stderr)
        return NOT_COMPLIANT
    return DONE


def show_values(inventory: str, host: str, as_of: str | None) -> int:
    """Print what values_for says of a device."""
    (found, policy), on = find_both(inventory), day(as_of)
    (device,) = found.select(host)[:1]
    shown.print_values(device, values_for(found, policy, device, on), on)
    return DONE


def explain(inventory: str, control: str) -> int:
    """Print one control."""
    found, policy = find_both(inventory)
    if control not in policy.controls:
        raise InputError([unknown(control, policy.controls, "kiểm soát", "control", "policies/controls")])
    shown.print_control(policy, found, policy.controls[control])
    return DONE


def gather(inventory: Inventory, devices: list[Device], *, quiet: bool = False) -> Evidence:
    """Collect devices with progress and write the evidence."""
    if any(device.platform not in IMPORTED for device in devices):
        ssh_config_for(inventory)
    with shown.progress(len(devices), quiet=quiet) as advance:
        collected = collecting.collect(inventory, devices, advance)
    root = collecting.evidence_root(BUILD, inventory)
    return evidence_of.write(root, inventory.name, inventory.digest, collected, datetime.now(HERE))


def write_reports(
    inventory: Inventory,
    policy: Policy,
    assessment: Assessment,
    before: Assessment | None = None,
    earlier: Assessment | None = None,
) -> Path:
    """Write site, JUnit and findings under build/; returns the site's first page.

    `before` was judged before provisioning; `earlier` is the same evidence judged on a day of an earlier regime.
    """
    _keep(inventory, assessment)
    counts = before.counts if before else None
    try:
        return write_site(Joined(assessment, inventory, policy), counts, BUILD, earlier)
    except SiteError as refused:
        raise Trouble(
            Text("MkDocs không dựng được trang báo cáo", "MkDocs could not build the site"), str(refused)
        ) from None


def report_folder(inventory: Inventory) -> Path:
    """Where the files for other programs go."""
    return BUILD / "reports" / inventory.name


def _keep(inventory: Inventory, assessment: Assessment) -> None:
    write_junit(assessment, report_folder(inventory) / "junit.xml")
    summary.write_json(summary.findings(assessment), report_folder(inventory) / "findings.json")


@dataclass(frozen=True)
class Kept:
    """One collecting run with what it is judged by, as often as one likes; `devices` is None for the whole inventory."""

    inventory: Inventory
    policy: Policy
    evidence: Evidence
    devices: tuple[Device, ...] | None
    level: int | None

    def judge(self, on: date) -> Assessment:
        """What the evidence says by what is in force on a day."""
        return assess(self.inventory, self.policy, self.evidence, on, KINDS, self.devices, self.level)


def kept_evidence(choice: Choice, folder: str | None) -> Kept:
    """The evidence a verb names.

    A run of some devices is judged for those only: they say nothing of the others, nor of the unit's records.
    """
    found, policy = find_both(choice.inventory)
    evidence = evidence_of.read(_run_of(found, folder))
    chosen = found.select(choice.limit)
    in_run = [device for device in chosen if choice.limit or device.name in evidence.devices]
    whole = not choice.limit and len(in_run) == len(chosen)
    return Kept(found, policy, evidence, None if whole else tuple(in_run), level_of(choice.level))


def _run_of(inventory: Inventory, folder: str | None) -> Path:
    """The folder of a run: the one named, or the newest of the inventory."""
    root = collecting.evidence_root(BUILD, inventory)
    run = Path(folder) if folder else evidence_of.latest(root)
    if run is None:
        raise InputError([_no_evidence(root, inventory.name)])
    return run


def _tell(
    inventory: Inventory, policy: Policy, assessment: Assessment, all_findings: bool, as_json: bool
) -> int:
    _keep(inventory, assessment)
    if as_json:
        print(json.dumps(summary.findings(assessment), ensure_ascii=False, indent=1, default=str))
    else:
        console = Console()
        terminal.print_findings(console, Joined(assessment, inventory, policy), show_all=all_findings)
        terminal.print_seconds(console, assessment)
    return DONE if assessment.compliant else NOT_COMPLIANT


def _no_evidence(root: Path, inventory: str) -> Problem:
    return Problem(
        root, 0,
        Text("chưa có chứng cứ", "there is no evidence yet"),
        Text("chưa lần nào thu thập", "nothing was collected"),
        Text(f"invoke check -i {inventory}", f"invoke check -i {inventory}"),
    )  # fmt: skip
