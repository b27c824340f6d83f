"""The lab's endpoint is good when delivered; each break recipe makes its control fail; what is not told is an error."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checks import KINDS
from lab import imported as lab_reports
from tests.policy.samples import the_policy
from tests.rooms.poly.example import DEVICES
from truongluy import facts
from truongluy import inventory as inventory_of
from truongluy.assess import judge_control
from truongluy.facts.answers import Answer
from truongluy.inventory import imported
from truongluy.values import values_for
from truongluy.verdict import Verdict

LAB = inventory_of.load(Path(__file__).resolve().parents[3] / "inventories" / "lab")
ROOM = DEVICES["room-03"]
CONTROLS = [c for c in the_policy().controls.values() if c.fits(ROOM.device_class, (), ROOM.platform)]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(lab_reports, "REPORTS", tmp_path)
    return tmp_path


def judged(control, report):
    now = datetime.now(UTC)
    kept = facts.read("poly", {"report": Answer(json.dumps({"read_at": now.isoformat(), **report}))})
    room = LAB.devices["room-03"]
    wanted = values_for(LAB, the_policy(), room, now.date()).get(control.id, {})
    values = {name: one.value for name, one in wanted.items()}
    return judge_control(the_policy(), control, room, kept, values, now.date(), KINDS, room.level)


def delivered(folder):
    found, problems = imported.read(folder, DEVICES)
    assert problems == []
    return found["room-03"].data


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_good_when_delivered_broken_by_its_recipe_good_again(folder, control):
    lab_reports.deliver("room-03", "poly")
    assert judged(control, delivered(folder)).verdict is Verdict.PASS
    lab_reports.change("room-03", control.breaks["poly"])
    broken = judged(control, delivered(folder))
    assert broken.verdict is Verdict.FAIL, broken.message.en
    assert broken.actual is not None
    lab_reports.deliver("room-03", "poly")
    assert judged(control, delivered(folder)).verdict is Verdict.PASS


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_an_export_without_the_keys_is_an_error_and_never_a_pass(control):
    # The day of the export is always there, so how old it is can always be told.
    wanted = Verdict.FAIL if control.id == "report_recent" else Verdict.ERROR
    bare = {"device": "room-03", "platform": "poly", "collected_at": "2020-01-01T00:00:00Z"}
    assert judged(control, bare).verdict is wanted


def test_a_break_changes_one_key_and_leaves_its_neighbours(folder):
    lab_reports.deliver("room-03", "poly")
    before = delivered(folder)["room"]
    lab_reports.change("room-03", "room: {sip: {transport: tcp}}")
    after = delivered(folder)["room"]
    assert after["sip"] == before["sip"] | {"transport": "tcp"}
    assert {**after, "sip": None} == {**before, "sip": None}


def test_the_report_says_that_it_is_invented(folder):
    lab_reports.deliver("room-03", "poly")
    assert "Dữ liệu minh họa" in (folder / "room-03.json").read_text(encoding="utf-8")
