"""What people read of the targets: page, terminal, JSON; every unit without a figure is named."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from rich.console import Console

from tests.indicators.example import LAB, ON, POLICY, figure, indicator, judged, measured, share, with_figures
from truongluy import commands
from truongluy.commands.target_tables import print_indicators
from truongluy.indicators import phase
from truongluy.policy.indicators import Target, TargetKind
from truongluy.reports import indicators as shown
from truongluy.reports.joined import Joined
from truongluy.reports.pages.indicators import PATH, indicators_page
from truongluy.reports.site import navigation, page_texts

HOSTILE = "<script>alert(1)</script> | [x](javascript:y)"


def page(inventory=LAB, on=ON) -> str:
    return indicators_page(Joined(judged(inventory, on=on), inventory, POLICY))


def test_the_page_names_each_indicator_and_each_row_of_the_plan():
    text = page()
    for one in POLICY.indicators.values():
        assert f'id="indicator-{one.id}"' in text
    for clause in POLICY.documents["plan-316"].clauses.values():
        assert clause.id in text


def test_the_page_is_part_of_the_site():
    joined = Joined(judged(), LAB, POLICY)
    assert PATH in page_texts(joined)
    assert {"Chỉ tiêu": PATH} in navigation(joined, [])


def test_a_unit_without_a_figure_is_named_on_the_page():
    one = figure(name="equipment_installed", numerator=1, denominator=2)
    text = page(with_figures(one))
    assert "1 trên 2 đơn vị chưa có số liệu" in text
    assert "Chưa có số liệu: Trường THCS Minh Họa" in text


def test_an_ended_plan_is_said_to_have_ended_and_its_rows_link_nowhere():
    """Pages are written only for documents in force: a link to one that is not there would be broken."""
    after, before = page(), page(on=date(2025, 6, 30))
    assert "giai đoạn 2021–2025 đã kết thúc" in after
    assert "giai đoạn 2021–2025 đã kết thúc" not in before
    assert "plan-316.html#clause-p316-04" in before
    assert "plan-316.html" not in after


def test_what_a_unit_typed_cant_break_the_page():
    text = page(with_figures(figure(source=HOSTILE)))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_nearly_all_is_not_printed_as_all():
    one = figure(name="staff_using_dossier_software", numerator=9996, denominator=10000)
    found = measured(with_figures(one))["staff_using_dossier_software"]
    assert shown.figure(found) == "9.996/10.000 (99,9%)"
    assert found.state.value == "not_met"


@pytest.mark.parametrize(
    ("target", "changes", "vi"),
    [
        (share(100), {}, "100%"),
        (share(30), {}, "từ 30% trở lên"),
        (share(10), {"higher": False}, "không quá 10%"),
        (Target(TargetKind.SHARE, Fraction(13, 39)), {}, "từ 33,3% trở lên"),
        (Target(TargetKind.COUNT, Fraction(6)), {}, "từ 6 chữ trở lên"),
        (Target(TargetKind.BEFORE, Fraction(1), (30, 5)), {}, "mọi đơn vị, trước ngày 30/5"),
        (Target(TargetKind.NONE), {}, "không nêu số"),
    ],
)
def test_targets_in_words(target, changes, vi):
    assert shown.target(indicator(target, **changes)).vi == vi


def test_the_terminal_says_what_the_page_says():
    out = io.StringIO()
    found = list(measured(assessment=judged()).values())
    print_indicators(Console(file=out, width=100), found, ON, phase(POLICY, ON))
    text = out.getvalue()
    assert "đã kết thúc" in text
    assert "24/11/2026" in text
    for state, amount in shown.counts(found).items():
        assert not amount or f"{state.words.vi} {amount}" in text


def test_json_carries_exact_fractions(monkeypatch, capsys):
    monkeypatch.setattr("truongluy.evidence.latest", lambda root: None)
    status = commands.indicators(commands.Choice("quang-ngai", None, "2026-11-24"), None, as_json=True)
    data = json.loads(capsys.readouterr().out)
    found = {one["id"]: one for one in data["indicators"]}
    assert status == commands.NOT_COMPLIANT
    assert found["staff_using_dossier_software"]["share"] == "2499/2500"
    remote = found["institutions_teaching_remotely"]
    assert (remote["state"], len(remote["missing"]), len(remote["units"])) == ("incomplete", 7, 99)
    assert found["networked_computers_protected"]["share"] is None


def test_a_target_reached_everywhere_ends_with_done(monkeypatch, capsys):
    only = {"staff_using_dossier_software", "money_for_security", "ioffice_users"}
    policy = replace(POLICY, indicators={name: POLICY.indicators[name] for name in only})
    one = figure(name="staff_using_dossier_software", numerator=3, denominator=3)
    monkeypatch.setattr("truongluy.evidence.latest", lambda root: None)
    monkeypatch.setattr("truongluy.commands.targets.find_both", lambda name: (with_figures(one), policy))
    assert commands.indicators(commands.Choice("lab", None, "2026-11-24"), None) == commands.DONE
    assert "Đạt 2" in capsys.readouterr().out
