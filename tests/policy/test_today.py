"""Every part takes the same day for today: Viet Nam's, whatever the machine's own clock is set to."""

import ast
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from truongluy import dates

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    file for folder in ("truongluy", "checks", "playbooks", "lab") for file in (ROOT / folder).rglob("*.py")
]


@pytest.mark.parametrize(("hour", "minute", "day"), [(16, 59, date(2026, 6, 30)), (17, 0, date(2026, 7, 1))])
def test_the_day_turns_at_17_utc(monkeypatch, hour, minute, day):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2026, 6, 30, hour, minute, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(dates, "datetime", Clock)
    assert dates.today() == day


def test_nothing_asks_the_machine_for_its_day():
    asking = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in CODE
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in ("date.today", "datetime.today", "datetime.date.today")
    ]
    assert asking == []
