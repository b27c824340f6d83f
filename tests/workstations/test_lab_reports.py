"""The lab's reports are good when delivered, and each break recipe makes its control, and only the report, fail."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from checks import KINDS
from lab import imported as lab_reports
from tests.policy.samples import the_policy
from tests.workstations.example import DEVICES
from truongluy import facts
from truongluy.assess import judge_control
from truongluy.facts.answers import Answer
from truongluy.inventory import imported
from truongluy.verdict import Verdict

CASES = [
    (name, control)
    for name in ("pc-02", "tablet-01")
    for control in the_policy().controls.values()
    if control.fits(DEVICES[name].device_class, (), DEVICES[name].platform)
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(lab_reports, "REPORTS", tmp_path)
    return tmp_path


def judged(folder, name, control):
    found, problems = imported.read(folder, DEVICES)
    assert problems == []
    now = datetime.now(UTC)
    text = json.dumps({"read_at": now.isoformat(), **found[name].data})
    kept = facts.read(DEVICES[name].platform, {"report": Answer(text)})
    values = {one: parameter.at(3) for one, parameter in control.parameters.items()}
    return judge_control(the_policy(), control, DEVICES[name], kept, values, now.date(), KINDS, 3)


@pytest.mark.parametrize(("name", "control"), CASES, ids=[f"{n}-{c.id}" for n, c in CASES])
def test_good_when_delivered_broken_by_its_recipe_good_again(folder, name, control):
    platform = DEVICES[name].platform
    lab_reports.deliver(name, platform)
    assert judged(folder, name, control).verdict is Verdict.PASS
    lab_reports.change(name, control.breaks[platform])
    broken = judged(folder, name, control)
    assert broken.verdict is Verdict.FAIL, broken.message.en
    assert broken.actual
    lab_reports.deliver(name, platform)
    assert judged(folder, name, control).verdict is Verdict.PASS


def test_what_stops_reporting_is_gone(folder):
    lab_reports.deliver("pc-02", "windows")
    assert lab_reports.reported("pc-02")
    lab_reports.withdraw("pc-02")
    assert not lab_reports.reported("pc-02") and imported.read(folder, DEVICES) == ({}, [])


def test_every_report_says_that_it_is_invented(folder):
    lab_reports.deliver("pc-02", "windows")
    assert "Dữ liệu minh họa" in (folder / "pc-02.json").read_text(encoding="utf-8")
