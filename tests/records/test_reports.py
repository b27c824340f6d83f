"""Records count in an assessment of the whole inventory, and every report shows them beside the devices."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest
from rich.console import Console

from checks import KINDS
from tests.policy.samples import the_policy
from tests.records.conftest import TODAY, Kept
from truongluy import inventory
from truongluy.assess import Assessment, assess
from truongluy.commands import recording
from truongluy.evidence import Evidence
from truongluy.finding import Finding, SubjectKind
from truongluy.inventory import Inventory
from truongluy.reports import terminal
from truongluy.reports.joined import Joined
from truongluy.reports.junit import junit
from truongluy.reports.pages.layers import LayerState, state_of
from truongluy.reports.site import page_texts
from truongluy.verdict import InputError, Text, Verdict

POLICY = the_policy()
NOTHING = Evidence("lab", datetime(2026, 11, 24, tzinfo=UTC), {}, Path("run"), "0" * 64)


def whole(found: Inventory, on: date = TODAY, level: int | None = None) -> Assessment:
    return assess(found, POLICY, NOTHING, on, KINDS, None, level)


def all_well(found: Inventory) -> Joined:
    """The assessment as if every device had passed, so that only records decide."""
    judged = whole(found)
    findings = [
        replace(one, verdict=Verdict.PASS) if one.subject_kind is SubjectKind.DEVICE else one
        for one in judged.findings
    ]
    return Joined(replace(judged, findings=tuple(findings)), found, POLICY)


def test_only_a_whole_run_judges_records(kept: Kept):
    found = inventory.load(kept.path)
    documentary = [one for one in whole(found).findings if one.subject_kind is not SubjectKind.DEVICE]
    assert len(documentary) > 50
    limited = assess(found, POLICY, NOTHING, TODAY, KINDS, list(found.devices.values()))
    assert all(one.subject_kind is SubjectKind.DEVICE for one in limited.findings)
    assert Joined(limited, found, POLICY).system_claim(found.systems["portal"]) is None


def test_records_that_do_not_fit_the_policy_stop_the_assessment(kept: Kept):
    kept.change("policy_review", kind="policy_reviews")
    with pytest.raises(InputError, match="policy_review"):
        whole(inventory.load(kept.path))


@pytest.mark.parametrize(("kind", "unit", "loses"), [
    (None, "so-gddt", set()),
    ("policy_review", "so-gddt", {"central-logging", "department-network", "portal"}),
    ("restore_test", "thcs-minh-hoa", {"school-files", "school-network"}),
])  # fmt: skip
def test_a_level_is_claimed_only_with_the_records_of_system_and_owner(kept: Kept, kind, unit, loses):
    if kind:
        kept.without(kind, unit)
    joined = all_well(inventory.load(kept.path))
    systems = [one for one in joined.inventory.systems.values() if one.ours and one.devices]
    claims = {one.id: joined.system_claim(one) for one in systems}
    assert all(claim is not None and claim.with_records for claim in claims.values())
    assert loses <= {name for name, claim in claims.items() if claim and not claim.holds}
    if not kind:
        assert all(claim and claim.holds for claim in claims.values())


def test_a_level_asked_for_is_the_level_records_are_judged_at(kept: Kept):
    found = inventory.load(kept.path)
    joined = Joined(whole(found, level=4), found, POLICY)
    assert {one.subject.level for one in joined.standings} == {4}
    judged = {(one.subject.id, one.kind.id): one.state.value == "valid" for one in joined.standings}
    found = [one for one in joined.documentary if one.control in POLICY.records]
    assert judged == {(one.subject, one.control): one.verdict is Verdict.PASS for one in found}


def test_junit_has_a_suite_for_each_unit_and_system(kept: Kept):
    kept.without("policy_review")
    root = xml.fromstring(junit(whole(inventory.load(kept.path))))
    suites = {suite.get("name"): suite for suite in root}
    assert {"unit:so-gddt", "unit:thcs-minh-hoa", "system:portal"} <= set(suites)
    case = suites["unit:so-gddt"].find("testcase[@name='policy_review']/failure")
    assert case is not None and "thiếu" in case.get("message", "")


def test_the_terminal_shows_records_as_a_class_of_their_own(kept: Kept):
    joined = all_well(inventory.load(kept.path))
    console = Console(width=120, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    terminal.print_demo(console, joined, joined, {}, {})
    assert "Hồ sơ / Records" in console.export_text()


def test_pages_name_state_document_hash_and_clause(kept: Kept):
    kept.without("policy_review").change("security_regulation", sha256="0" * 64)
    found = inventory.load(kept.path)
    texts = page_texts(Joined(whole(found), found, POLICY))
    page = texts["records/so-gddt.md"]
    assert "Thiếu" in page and "Tệp đã bị sửa" in page and "QĐ minh họa 40/QĐ-SGDĐT" in page
    assert kept.newest("security_regulation")["file"] in page
    assert "tcvn-14423.html#clause-t26-info-01" in page and "cần đối chiếu văn bản gốc" in page
    assert 'id="so-gddt-policy-review"' in page
    overview = texts["index.md"]
    assert "records/so-gddt.html#so-gddt-" in overview and "Hồ sơ" in overview
    assert "records/thcs-minh-hoa.md" in texts and "thcs-minh-hoa.html" in texts["records/index.md"]


def test_what_a_record_says_of_itself_is_escaped(kept: Kept):
    kept.change("policy_review", number="<script>alert(1)</script>", title="<img src=x>")
    found = inventory.load(kept.path)
    texts = page_texts(Joined(whole(found), found, POLICY))
    assert not [name for name, text in texts.items() if "<script>alert" in text or "<img src=x>" in text]


def logs(joined: Joined, verdict: Verdict) -> Joined:
    """The same, with one verdict for every finding on sending logs."""
    controls = {one.id for one in POLICY.controls_of_clause["tcvn-11930.MGT-OPMON-02"]}
    changed = [replace(one, verdict=verdict) if one.control in controls else one for one in joined.findings]
    return Joined(replace(joined.assessment, findings=tuple(changed)), joined.inventory, POLICY)


def test_each_layer_needs_what_shows_it(kept: Kept):
    joined = all_well(inventory.load(kept.path))
    assert [state_of(joined, layer) for layer in (1, 2, 3, 4)] == [LayerState.SHOWN] * 4
    assert state_of(logs(joined, Verdict.ERROR), 2) is LayerState.UNKNOWN
    assert state_of(logs(joined, Verdict.FAIL), 2) is LayerState.NOT_SHOWN
    limited = Joined(replace(joined.assessment, findings=()), joined.inventory, POLICY)
    assert [state_of(limited, layer) for layer in (1, 2, 3, 4)] == [LayerState.UNKNOWN] * 4


@pytest.mark.parametrize(("kind", "layer"), [
    ("security_assignment", 1), ("monitoring_contract", 2), ("assessment_contract", 3),
    ("national_monitoring_connection", 4),
])  # fmt: skip
def test_a_layer_without_its_record_is_not_shown(kept: Kept, kind, layer):
    joined = all_well(inventory.load(kept.without(kind).path))
    assert state_of(joined, layer) is LayerState.NOT_SHOWN
    assert all(state_of(joined, other) is LayerState.SHOWN for other in {1, 2, 3, 4} - {layer})


def test_the_verb_prints_and_says_by_its_status(kept: Kept, capsys):
    assert recording.records(str(kept.path), "2026-11-24") == 0
    assert "Còn giá trị / Stands" in capsys.readouterr().out
    kept.without("policy_review")
    assert recording.records(str(kept.path), "2026-11-24", as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    (missing,) = [one for one in told["records"] if one["state"] != "valid"]
    assert (missing["kind"], missing["subject"], missing["number"]) == ("policy_review", "so-gddt", None)
    assert recording.records(str(kept.path), "2010-01-01") == 1  # nothing was asked: nothing was shown
    assert "No record is asked" in capsys.readouterr().out


def test_a_record_finding_is_never_taken_for_a_device(kept: Kept):
    found = inventory.load(kept.path)
    same = Finding(
        "portal-01", "policy_review", Verdict.FAIL, Text("a", "a"), subject_kind=SubjectKind.SYSTEM
    )
    judged = whole(found)
    joined = Joined(replace(judged, findings=(*judged.findings, same)), found, POLICY)
    assert same not in joined.by_device["portal-01"] and same not in judged.of_device("portal-01")
