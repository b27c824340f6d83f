"""The law as data: complete, dated, and never surer than its source."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from truongluy import yamlfile

POLICIES = Path(__file__).parents[2] / "policies"
FILES = sorted((POLICIES / "documents").glob("*.yml"))
DOCUMENTS: dict[str, dict[str, Any]] = {file.stem: yamlfile.load(file).data for file in FILES}
CLAUSES = [(name, clause) for name, document in DOCUMENTS.items() for clause in document["clauses"]]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_document_follows_the_schema(file):
    assert [str(p) for p in yamlfile.check(yamlfile.load(file), POLICIES / "schemas" / "document.yml")] == []


def test_the_crosswalk_follows_the_schema_and_names_real_groups():
    document = yamlfile.load(POLICIES / "crosswalk.yml")
    assert yamlfile.check(document, POLICIES / "schemas" / "crosswalk.yml") == []
    assert document.data["verified"] is False
    groups = {group["id"] for group in DOCUMENTS[document.data["from"]]["groups"]}
    assert {group["group"] for group in document.data["groups"]} <= groups
    assert document.data["to"] in DOCUMENTS


def test_every_item_is_there():
    counted = Counter(name for name, _ in CLAUSES)
    assert {name: counted.pop(name) for name in ("tcvn-11930", "tcvn-14423", "plan-316")} == {
        "tcvn-11930": 180,
        "tcvn-14423": 114,
        "plan-316": 45,
    }
    assert counted == {
        "law-86-2015": 3,
        "law-116-2025": 11,
        "decree-85-2016": 30,
        "decree-331-2026": 42,
        "circular-12-2022": 10,
        "circular-20-2017": 5,
        "circular-31-2017": 1,
        "decision-05-2017": 3,
        "directive-14-2019": 2,
        "dispatch-1552-2020": 4,
    }
    assert len(DOCUMENTS["tcvn-11930"]["groups"]) == 44
    assert len(DOCUMENTS["tcvn-14423"]["groups"]) == 18
    assert [c["id"] for n, c in CLAUSES if n == "plan-316"] == [f"P316-{n:02}" for n in range(1, 46)]


def test_the_marks_of_doubt_are_those_of_the_sources():
    """The counts of the compilation: 97 items nobody confirmed, 83 that some source carries."""
    sources = Counter(clause["source"] for name, clause in CLAUSES if name == "tcvn-11930")
    assert sources == {"unconfirmed": 97, "FORM@L3": 41, "TT12": 29, "QD742": 13}
    checks = Counter(clause["check"] for name, clause in CLAUSES if name == "tcvn-11930")
    assert checks == {"evidence": 49, "partial": 57, "machine": 74}
    first = Counter(min(clause["levels"]) for name, clause in CLAUSES if name == "tcvn-11930")
    assert first == {1: 49, 2: 46, 3: 72, 4: 12, 5: 1}
    assert sum(clause["level_verified"] for name, clause in CLAUSES if name == "tcvn-11930") == 33
    assert not any(
        clause["verified"] or clause["level_verified"] for n, clause in CLAUSES if n == "tcvn-14423"
    )


def test_every_level_and_threshold_of_the_sources_is_there():
    """The counts of both compilations; of TCVN 14423 levels 4 and 5 are known where a threshold names them."""
    asked = {
        name: Counter(level for n, c in CLAUSES if n == name for level in c["levels"]) for name in DOCUMENTS
    }
    assert asked["tcvn-11930"] == {1: 49, 2: 95, 3: 167, 4: 179, 5: 180}
    assert asked["tcvn-14423"] == {1: 61, 2: 74, 3: 111, 4: 25, 5: 25}
    new = [clause for name, clause in CLAUSES if name == "tcvn-14423"]
    assert sum("thresholds" in clause for clause in new) == 40
    for level, amount in ((4, 24), (5, 25)):  # one clause of level 4 has its printed number
        by_threshold = [c for c in new if level in c.get("levels_by_threshold", ())]
        assert len(by_threshold) == amount
        for clause in by_threshold:
            values = clause["thresholds"].values()
            assert any(value == "L4" or (isinstance(value, dict) and level in value) for value in values)
    tightened = [c["tightens"] for n, c in CLAUSES if n == "tcvn-11930" and "tightens" in c]
    assert len(tightened) == 18 and sum(4 in one or 5 in one for one in tightened) > 0


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_consistent(name):
    document = DOCUMENTS[name]
    assert document["id"] == name
    ids = [clause["id"] for clause in document["clauses"]]
    assert len(ids) == len(set(ids))
    groups = [group["id"] for group in document["groups"]]
    assert len(groups) == len(set(groups))
    assert {clause["group"] for clause in document["clauses"]} == set(groups)
    assert {clause["source"] for clause in document["clauses"]} <= set(document["sources"])
    assert type(document["valid_from"]) is datetime.date
    assert document["valid_from"] <= document.get("valid_to", datetime.date.max)


@pytest.mark.parametrize(("name", "clause"), CLAUSES, ids=[f"{n}.{c['id']}" for n, c in CLAUSES])
def test_a_clause_is_never_surer_than_its_source(name, clause):
    document = DOCUMENTS[name]
    assert not clause["verified"] or document["sources"][clause["source"]]["checked_against_original"]
    assert not clause.get("thresholds_verified", False) or clause["verified"]
    levels = clause["levels"]
    assert levels == sorted(set(levels))
    assert set(clause.get("numbers", {})) <= set(levels)
    # Where it stands: a number for each level, or a section, or openly only a threshold.
    unnumbered = set(levels) - set(clause.get("numbers", {})) - set(clause.get("levels_by_threshold", []))
    assert not unnumbered or clause["section"]
    assert set(clause.get("levels_by_threshold", [])) <= set(levels)
    if "thresholds" in clause:
        assert "thresholds_verified" in clause
    if not clause["verified"] and name == "tcvn-11930" and clause["source"] == "unconfirmed":
        assert clause["confidence"] in ("high", "medium", "low")


def test_the_dates_of_both_standards():
    old, new = DOCUMENTS["tcvn-11930"], DOCUMENTS["tcvn-14423"]
    assert old["valid_to"] == datetime.date(2026, 6, 30)
    assert new["valid_from"] == datetime.date(2026, 7, 24)
    assert "valid_to" not in new
    assert old["valid_to"] < new["valid_from"]
    assert old["validity_verified"] is False and new["validity_verified"] is False
    for document in (old, new):
        assert document["validity_note"]["vi"] and document["validity_note"]["en"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_both_languages_say_something_of_their_own(name):
    for clause in DOCUMENTS[name]["clauses"]:
        assert clause["vi"] != clause["en"]
