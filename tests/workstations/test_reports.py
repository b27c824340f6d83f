"""Reports of agents and device managers: read alike from JSON and CSV, and refused in words when wrong."""

from __future__ import annotations

import pytest

from tests.workstations.example import DEVICES, PC, TABLET, as_csv, as_json, put
from truongluy.inventory import imported


def read(folder):
    return imported.read(folder, DEVICES)


def test_json_and_csv_say_the_same(tmp_path):
    put(tmp_path / "a", "thang-11.json", as_json(PC, TABLET))
    put(tmp_path / "b", "thang-11.csv", as_csv(PC, TABLET))
    (ours, none), (theirs, nothing) = read(tmp_path / "a"), read(tmp_path / "b")
    assert none == nothing == []
    assert {name: report.data for name, report in ours.items()} == {"pc-02": PC, "tablet-01": TABLET}
    assert {name: report.data for name, report in theirs.items()} == {"pc-02": PC, "tablet-01": TABLET}
    assert theirs["tablet-01"].place == "thang-11.csv:3"


@pytest.mark.parametrize("name", ["a.json", "a.csv"])
def test_what_windows_writes_first_does_no_harm(tmp_path, name):
    text = as_csv(PC) if name.endswith("csv") else as_json(PC)
    put(tmp_path, name, "\ufeff" + text)
    assert set(read(tmp_path)[0]) == {"pc-02"}, read(tmp_path)[1]


def test_no_folder_is_no_report(tmp_path):
    assert read(tmp_path / "nothing") == ({}, [])


WRONG = {
    "unknown device": (as_json({**PC, "device": "pc-99"}), ".json", "pc-99", 5),
    "another platform": (as_json({**TABLET, "platform": "ipados"}), ".json", "android", 6),
    "a device we read ourselves": (as_json({**PC, "device": "pc-01"}), ".json", "debian", 6),
    "twice in one file": (as_json(PC, {**PC, "agent": "B"}), ".json", "pc-02", None),
    "unclosed": (as_json(PC)[:-4], ".json", "", None),
    "unknown key": (as_json({**PC, "firewal_enabled": True}), ".json", "firewal_enabled", None),
    "a guess instead of a key left out": (
        as_json({**PC, "disk_encrypted": None}),
        ".json",
        "disk_encrypted",
        None,
    ),
    "another version": (as_json(PC).replace("report/1", "report/2"), ".json", "schema", 2),
    "no time zone": (as_json({**PC, "collected_at": "2026-11-24T08:00:00"}), ".json", "collected_at", 7),
    "no such day": (as_json({**PC, "collected_at": "2026-02-30T08:00:00Z"}), ".json", "collected_at", 7),
    "words for a flag": (as_csv(PC).replace(",true,", ",bật,", 1), ".csv", "disk_encrypted", 2),
    "unknown column": (as_csv(PC).replace("disk_encrypted", "disk"), ".csv", "disk", 1),
    "column twice": (as_csv(PC).replace("disk_encrypted", "managed"), ".csv", "managed", 1),
    "short row": (as_csv(PC) + "endpoint-report/1,tablet-01\n", ".csv", "2", 3),
    "versions differ": (as_csv(PC, TABLET).replace("report/1", "report/2", 1), ".csv", "schema", 2),
    "no row": (as_csv(PC).split("\n")[0], ".csv", "", 1),
    "unclosed quotation": (as_csv(PC) + '"', ".csv", "CSV", 0),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_report_is_refused_by_file_and_line(tmp_path, case):
    text, suffix, word, line = WRONG[case]
    file = put(tmp_path, f"bao-cao{suffix}", text)
    found, problems = read(tmp_path)
    assert found == {}, "a file with a problem vouches for nothing"
    assert problems and all(problem.file == file for problem in problems)
    assert any(word in problem.what.en or word in problem.why.en for problem in problems), problems
    assert line is None or line in {problem.line for problem in problems}, problems
    for problem in problems:
        assert problem.what.vi and problem.remedy.vi and problem.remedy.en


def test_two_reports_on_a_device_are_none(tmp_path):
    put(tmp_path, "a.json", as_json(PC))
    put(tmp_path, "b.csv", as_csv({**PC, "disk_encrypted": False}, TABLET))
    found, problems = read(tmp_path)
    assert "pc-02" not in found
    assert any("two reports" in problem.what.en for problem in problems)


def test_one_bad_file_does_not_spoil_another(tmp_path):
    put(tmp_path, "a.json", as_json(TABLET))
    put(tmp_path, "b.json", as_json({**PC, "device": "pc-99"}))
    found, problems = read(tmp_path)
    assert set(found) == {"tablet-01"} and len(problems) == 1


@pytest.mark.parametrize(
    "entry", [{"bitlocker_password": "Khong-Duoc-Lo-1"}, {"agent": "password: Khong-Duoc-Lo-1"}]
)
def test_a_secret_is_refused_and_never_shown(tmp_path, entry):
    for name, write in (("a.json", as_json), ("b.csv", as_csv)):
        folder = tmp_path / name[0]
        put(folder, name, write({**PC, **entry}))
        found, problems = read(folder)
        assert found == {} and problems
        assert "Khong-Duoc-Lo" not in "".join(map(str, problems))


def test_a_strange_file_is_told(tmp_path):
    put(tmp_path, "bao-cao.xlsx", "x")
    put(tmp_path, "README.md", "x")
    assert [problem.file.name for problem in read(tmp_path)[1]] == ["bao-cao.xlsx"]
