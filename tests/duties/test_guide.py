"""What the guide shows is accepted as it stands there."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.inventory.conftest import Spoiled, spoil  # noqa: F401
from tests.policy.samples import the_policy
from truongluy import inventory as inventory_of
from truongluy.duties import State, calendar
from truongluy.waivers import WaiverState, cross_check, state_of

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "waivers-and-duties.md"


@pytest.fixture
def shown(request) -> Spoiled:
    """The lab with the guide's waiver and incident."""
    spoiled = request.getfixturevalue("spoil")
    waiver, incident = re.findall(r"```yaml\n(---\n.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    for folder, text in (("waivers", waiver), ("incidents", incident)):
        (spoiled.path / folder).mkdir(exist_ok=True)
        spoiled.write(f"{folder}/example.yml", text)
    return spoiled


def test_the_guides_waiver_fits_inventory_and_policy(shown):
    inventory = inventory_of.load(shown.path)
    assert cross_check(inventory, the_policy()) == []
    assert state_of(inventory.waivers["example"], date(2026, 11, 24)) is WaiverState.IN_FORCE


def test_the_guides_incident_was_reported_in_time(shown):
    inventory = inventory_of.load(shown.path)
    assert inventory.incidents["example"].detected == datetime(2026, 10, 1, 1, 30, tzinfo=UTC)
    dues = [
        due for due in calendar(inventory, the_policy(), date(2026, 11, 24), date(2027, 1, 1)) if due.incident
    ]
    assert dues and all(due.state is State.DONE and not due.late for due in dues)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("system: portal", "system: nobody", "does not exist"),
        ("detected: 2026-10-01 08:30:00+07:00", "detected: 2026-10-01", "`detected`"),
        ("report: 2026-10-03 09:00:00+07:00", "report: 2026-09-03 09:00:00+07:00", "`report` is before"),
    ],
)
def test_a_wrong_incident_is_refused_with_its_line(shown, old, new, said):
    line = shown.line_of("incidents/example.yml", old)
    shown.replace("incidents/example.yml", old, new)
    (problem,) = shown.problems()
    assert said in str(problem) and problem.line == line


def test_a_time_without_an_offset_is_viet_nams(shown):
    shown.replace("incidents/example.yml", "08:30:00+07:00", "08:30:00")
    assert inventory_of.load(shown.path).incidents["example"].detected == datetime(
        2026, 10, 1, 1, 30, tzinfo=UTC
    )
