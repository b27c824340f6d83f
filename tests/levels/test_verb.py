"""`invoke level` prints what was proposed, with its doubt, and says by exit status whether a look is needed."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.inventory.conftest import LAB
from truongluy import commands
from truongluy.commands.running import DONE, NOT_COMPLIANT
from truongluy.verdict import InputError

DOUBT = "cần đối chiếu văn bản gốc"


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")


def test_a_system_is_explained_under_both_decrees(capsys):
    assert commands.level("lab", "portal", "2026-11-24") == DONE
    said = capsys.readouterr().out
    for words in (
        "cấp độ 3",
        "Điều 13 khoản 2 điểm b",
        "Điều 9 khoản 2 điểm a",
        "QĐ minh họa 01/QĐ-SGDĐT",
        "28/08/2026",
    ):
        assert words in said
    for line in said.splitlines():
        assert "Nghị định 331/2026/NĐ-CP," not in line or DOUBT in line, line


def test_a_threshold_is_told_as_people_say_it(capsys):
    commands.level("lab", "school-management", "2025-06-30")
    assert "từ 10.000 người thì cấp độ 3" in capsys.readouterr().out
    commands.level("lab", "school-management", "2026-11-24")
    said = capsys.readouterr().out
    assert "từ 100.000 người thì cấp độ 3" in said and "10,000 people or more: level 3" in said


def test_between_the_decrees_nothing_is_proposed(capsys):
    assert commands.level("lab", "portal", "2026-07-15") == NOT_COMPLIANT
    said = capsys.readouterr().out
    assert "không đề xuất" in said and "không có nghị định" in said


def test_what_is_not_known_is_asked(capsys):
    commands.level("lab", "e-learning", "2026-11-24")
    said = capsys.readouterr().out
    assert "chưa đủ dữ liệu" in said and "cấp độ 2 đến 3" in said and "subjects.basic" in said


def test_all_systems_are_listed(capsys):
    assert commands.level("lab", None, "2026-11-24") == DONE
    said = capsys.readouterr().out
    assert "portal" in said and "? 2–3" in said and "chủ quản: chưa rõ" in said and DOUBT in said


def test_json_holds_the_marks(capsys):
    commands.level("lab", "portal", "2026-11-24", as_json=True)
    (one,) = json.loads(capsys.readouterr().out)["systems"]
    assert one["approved"]["level"] == one["proposed"]["level"] == 3
    assert one["proposed"]["verified"] is False and one["under"]["decree-85-2016"]["verified"] is True
    assert {"id": "decree-331-2026.A13-2-B", "verified": False} in [
        clause for rule in one["proposed"]["rules"] for clause in rule["clauses"]
    ]


def test_an_unknown_system_is_wrong_input():
    with pytest.raises(InputError) as raised:
        commands.level("lab", "portl", None)
    assert "portal" in raised.value.problems[0].remedy.vi


def test_a_level_approved_too_low_is_warned_of_and_refused_nowhere(tmp_path, capsys):
    shutil.copytree(LAB, tmp_path / "lab")
    file = tmp_path / "lab" / "systems" / "portal.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("approved: 3", "approved: 2"), encoding="utf-8")
    assert commands.validate(str(tmp_path / "lab")) == DONE
    assert "portal: cấp độ đã phê duyệt là 2, theo nghị định ít nhất là 3" in capsys.readouterr().out
    assert commands.level(str(tmp_path / "lab"), "portal", "2026-11-24") == NOT_COMPLIANT
