"""`invoke budget.report` as a user runs it: tables, data, a workbook, refusals, how it ends."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from truongluy.commands import budget_report
from truongluy.commands.running import DONE, NOT_COMPLIANT, exit_with

DAY = "2026-11-29"


@pytest.fixture(autouse=True)
def without_evidence(monkeypatch, tmp_path):
    """Whether the lab was read on this machine decides nothing here."""
    monkeypatch.setattr(budget_report, "BUILD", tmp_path / "build")


def test_the_lab_passes_today_and_failed_in_2024(capsys):
    assert budget_report.report("lab", as_of=DAY) == DONE
    said = capsys.readouterr().out
    assert "9,99%" in said and "10,00%" in said and "113.000 đồng" in said and "125.556 đồng" in said
    assert "cần đối chiếu văn bản gốc" in said and "chưa có giá" in said and "chưa có số liệu" in said
    assert budget_report.report("lab", year="2024", as_of=DAY) == NOT_COMPLIANT


def test_a_province_of_which_some_declared_nothing_is_not_compliant(capsys):
    assert budget_report.report("quang-ngai", as_of=DAY, as_json=True) == NOT_COMPLIANT
    data = json.loads(capsys.readouterr().out)
    assert {one["name"] for one in data["totals"]["kinds_of_units"]} == {"department", "school", "centre"}
    assert {one["name"] for one in data["totals"]["areas"]} == {"centre", "coast", "upland"}
    assert {one["name"] for one in data["costs"]["areas"]} == {"centre", "coast", "upland"}
    assert data["costs"]["judged"] is False


def test_data_holds_whole_dong_only(capsys):
    budget_report.report("lab", unit="so-gddt", as_of=DAY, as_json=True)

    def no_fraction(text):
        raise AssertionError(text)

    data = json.loads(capsys.readouterr().out, parse_float=no_fraction)
    year = next(one for one in data["shares"] if one["years"] == [2024] and one["test"].endswith("year"))
    assert year["shares"][0]["shortfall_new_money"] == 125_556 and year["verdict"] == "fail"
    assert data["all_units"] == [] and len(data["forecast"]["years"]) == 5


def test_a_workbook_is_written_and_replaced(capsys, tmp_path):
    file = tmp_path / "a.xlsx"
    for _ in range(2):
        assert budget_report.report("lab", as_of=DAY, output=str(file)) == DONE
    assert load_workbook(file).sheetnames[0] == "Tóm tắt"
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize(
    "options, told",
    [
        ({"unit": "so-gdd"}, "so-gddt"),
        ({"year": "26"}, "--year 2026"),
        ({"as_of": "hôm nay"}, "--as-of"),
        ({"output": "a.pdf"}, ".xlsx"),
        ({"output": "no/such/folder/a.xlsx"}, "no/such/folder"),
    ],
)
def test_wrong_options_are_refused(options, told, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        exit_with(budget_report.report, "lab", **options)
    assert ended.value.code == 2 and told in capsys.readouterr().err
