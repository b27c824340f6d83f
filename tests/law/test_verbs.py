"""The verbs on the law, as an officer types them and as another program reads them."""

from __future__ import annotations

import json

import pytest

from truongluy import commands
from truongluy.verdict import InputError


def in_force(capsys, on: str) -> set[str]:
    assert commands.documents(on, as_json=True) == commands.DONE
    told = json.loads(capsys.readouterr().out)
    return {one["id"] for one in told["documents"] if one["in_force"]}


def test_the_regime_changes_overnight(capsys):
    before, after = in_force(capsys, "2026-06-30"), in_force(capsys, "2026-07-01")
    assert {"law-86-2015", "decree-85-2016", "circular-12-2022", "tcvn-11930"} <= before
    assert not before & {"law-116-2025", "decree-331-2026", "tcvn-14423"}
    assert "law-116-2025" in after and not after & {"law-86-2015", "decree-85-2016", "decree-331-2026"}
    assert {"decree-331-2026", "tcvn-14423"} <= in_force(capsys, "2026-08-19")


def test_documents_says_what_comes_within_a_year(capsys):
    commands.documents("2026-11-24")
    told = capsys.readouterr().out
    for words in ("01/01/2027", "01/07/2027", "19/08/2029", "cần đối chiếu", "không có / none"):
        assert words in told
    commands.documents("2026-05-01")
    told = capsys.readouterr().out
    assert "01/07/2026  decree-85-2016" in told and "không còn hiệu lực" in told


def test_clauses_of_one_document(capsys):
    assert commands.documents("2026-11-24", "decree-85-2016") == commands.DONE
    told = capsys.readouterr().out
    assert "A8-2-C" in told and "không có hiệu lực / not in force" in told
    commands.documents("2026-11-24", "tcvn-14423", as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert len(told["clauses"]) == 114
    assert all(one["kind"] != "silent" and one["verified"] is False for one in told["clauses"])


def test_an_unknown_document_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="decree-331-2026"):
        commands.documents(None, "decree-331")


def test_coverage_counts_what_it_lists(capsys):
    status = commands.coverage("2026-11-24", as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert set(told["documents"]) == in_force(capsys, "2026-11-24")
    assert status == (commands.NOT_COMPLIANT if told["open"] else commands.DONE)
    assert all(one["reason"] for one in told["open"])
    level_3 = told["documents"]["tcvn-14423"]["3"]
    assert sum(level_3.values()) == 111 and level_3["machine"] > 40


@pytest.mark.parametrize("on", ["2025-06-30", "2026-07-15", "2026-11-24"])
def test_coverage_fits_a_terminal_of_80_columns(capsys, monkeypatch, on):
    monkeypatch.setenv("COLUMNS", "80")
    commands.coverage(on)
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 80
    assert "Còn mở" in told or "Mở" in told
