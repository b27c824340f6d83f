"""The verbs say by exit status and JSON what the calendar, the waivers and the plan say."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.duties.example import WAIVER
from tests.inventory.conftest import Spoiled, spoil  # noqa: F401
from truongluy import commands
from truongluy import evidence as evidence_of
from truongluy.collect import evidence_root
from truongluy.commands import assessing, scheduling
from truongluy.evidence import DeviceEvidence
from truongluy.verdict import InputError, Text, Trouble

TODAY = "2026-11-24"


@pytest.fixture
def network(request, tmp_path, monkeypatch) -> str:
    """A copy of the lab of which nothing was ever collected, with one waiver in place of its own."""
    for module in (assessing, scheduling):
        monkeypatch.setattr(module, "BUILD", tmp_path / "build")
    spoiled = request.getfixturevalue("spoil")
    for own in (spoiled.path / "waivers").glob("*.yml"):
        own.unlink()
    spoiled.write("waivers/old-switch.yml", WAIVER)
    return str(spoiled.path)


def told(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


def test_duties_of_the_lab_are_in_order_today_and_late_when_nobody_reports(network, capsys):
    assert commands.duties(network, TODAY, as_json=True) == commands.DONE
    content = told(capsys)
    assert {one["state"] for one in content["duties"]} <= {"due", "not_yet", "done"}
    assert any(one["duty"] == "yearly_review" for one in content["ended"])
    assert commands.duties(network, "2026-12-20", as_json=True) == commands.NOT_COMPLIANT
    late = [one for one in told(capsys)["duties"] if one["state"] == "overdue"]
    assert {(one["duty"], one["last_day"]) for one in late} == {("level_report_to_owner", "2026-12-19")}
    assert all(one["verified"] is False and one["reading"]["vi"] for one in late)


def test_duties_in_words_carry_their_doubt(network, capsys):
    commands.duties(network, TODAY)
    printed = " ".join(capsys.readouterr().out.split())
    assert "decree-331-2026.A35" in printed and "cần đối chiếu" in printed


def test_until_widens_the_view_and_may_not_lie_before_as_of(network, capsys):
    commands.duties(network, TODAY, "2029-12-31", as_json=True)
    assert "2029-08-19" in {one["last_day"] for one in told(capsys)["duties"]}
    with pytest.raises(InputError, match="--until"):
        commands.duties(network, TODAY, "2026-11-23")
    with pytest.raises(InputError, match="--until"):
        commands.duties(network, TODAY, "soon")


def test_the_calendar_file_is_written_the_same_twice(network, tmp_path):
    files = [tmp_path / name for name in ("one.ics", "two.ics")]
    for file in files:
        commands.duties(network, TODAY, ics=str(file))
    assert files[0].read_bytes() == files[1].read_bytes()
    assert Calendar.from_ical(files[0].read_bytes()).walk("VEVENT")
    with pytest.raises(Trouble):
        commands.duties(network, TODAY, ics=str(tmp_path / "no-folder" / "x.ics"))


def test_waivers_without_evidence_are_unknown_not_needed_or_unneeded(network, capsys):
    assert commands.waivers(network, TODAY, as_json=True) == commands.DONE
    (one,) = told(capsys)["waivers"]
    assert (one["state"], one["unknown"], one["needed"]) == ("in_force", ["sw-school-01"], True)
    for on, state in (("2027-03-05", "ending"), ("2027-04-01", "expired")):
        assert commands.waivers(network, on, as_json=True) == commands.NOT_COMPLIANT
        assert told(capsys)["waivers"][0]["state"] == state


def test_waivers_in_words_say_who_and_what_protects_instead(network, capsys):
    commands.waivers(network, TODAY)
    printed = " ".join(capsys.readouterr().out.split())
    for said in ("31/03/2027", "Lê Thị Mẫu", "Chia vùng mạng nhỏ"):
        assert said in printed


def test_a_plan_without_evidence_is_refused(network):
    with pytest.raises(InputError, match="there is no evidence yet"):
        commands.plan(commands.Choice(network, as_of=TODAY))


def test_a_plan_from_evidence_of_devices_that_were_not_reached(network, tmp_path, capsys):
    inventory = commands.find_inventory(network)
    at = datetime(2026, 11, 24, 1, tzinfo=UTC)
    off = DeviceEvidence("log-01", "debian", "10.99.10.12", at, (), error=Text("máy tắt", "it is off"))
    root = evidence_root(tmp_path / "build", inventory)
    evidence_of.write(root, inventory.name, inventory.digest, [off], at)
    assert commands.plan(commands.Choice(network, as_of=TODAY), as_json=True) == commands.NOT_COMPLIANT
    actions = told(capsys)["actions"]
    (lost,) = [one for one in actions if one["source"] == "finding"]
    assert (
        lost["reference"] == "log-01"
        and lost["detail"]["en"] == "it is off"
        and lost["until_is_a_suggestion"]
    )
    (waived,) = [one for one in actions if one["source"] == "waiver"]
    assert waived["until"] == "2027-03-31"
    days = [date.fromisoformat(one["until"]) for one in actions if not one["overdue"]]
    assert days == sorted(days)


@pytest.mark.parametrize("verb", ["duties", "waivers"])
def test_a_waiver_of_no_control_stops_the_verb(network, verb):
    file = Path(network) / "waivers" / "old-switch.yml"
    file.write_text(WAIVER.replace("access_ports_limit_storms", "no_such_control"), encoding="utf-8")
    with pytest.raises(InputError, match="no_such_control"):
        getattr(commands, verb)(network, TODAY)
    with pytest.raises(InputError, match="no_such_control"):
        commands.validate(network)
