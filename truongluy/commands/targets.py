"""The verb on the targets of Plan 316: where they stand on a day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from rich.console import Console

from truongluy import collect as collecting
from truongluy import evidence as evidence_of
from truongluy.access import BUILD
from truongluy.assess import Assessment
from truongluy.commands.assessing import kept_evidence
from truongluy.commands.running import DONE, NOT_COMPLIANT, Choice, day, find_both
from truongluy.commands.target_tables import print_indicators
from truongluy.indicators import Measured, State, measure, phase
from truongluy.policy.indicators import TargetKind
from truongluy.reports import indicators as shown


def indicators(choice: Choice, folder: str | None, *, as_json: bool = False) -> int:
    """Print every indicator on a day; says by status when a target is not shown to be reached.

    Findings come from the named run, or the newest if there is one; without evidence they have no data.
    """
    found, policy = find_both(choice.inventory)
    on = day(choice.as_of)
    assessment: Assessment | None = None
    if folder or evidence_of.latest(collecting.evidence_root(BUILD, found)):
        assessment = judged_on(choice, folder, on)
    measured = measure(found, policy, assessment, on)
    if as_json:
        data = shown.as_json(measured, on, phase(policy, on))
        print(json.dumps(data, ensure_ascii=False, indent=1, default=str))
    else:
        print_indicators(Console(), measured, on, phase(policy, on))
    return NOT_COMPLIANT if any(_open(one) for one in measured) else DONE


def judged_on(choice: Choice, folder: str | None, on: date) -> Assessment:
    """The assessment of kept evidence, without devices of which nothing in force then asks anything: those are unknown."""
    kept = kept_evidence(choice, folder)
    devices = kept.devices if kept.devices is not None else tuple(kept.inventory.devices.values())
    asked = tuple(
        device
        for device in devices
        if any(
            control.fits(device.device_class, device.functions, device.platform)
            and kept.policy.asked(control, device.level, on, device.device_class)
            for control in kept.policy.controls.values()
        )
    )
    return replace(kept, devices=asked).judge(on)


def _open(one: Measured) -> bool:
    """Whether a target with a number is not shown to be reached; what is only planned is nobody's fault."""
    wanted = one.indicator.target.kind is not TargetKind.NONE and one.indicator.source != "planned"
    return wanted and one.state is not State.MET
