"""Removing a record, letting it expire, or changing one byte of its file each becomes a finding that names it."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.policy.samples import the_policy
from tests.records.conftest import PLAN_YEARS, TODAY
from truongluy import inventory
from truongluy.finding import SubjectKind
from truongluy.period import last_day
from truongluy.records import standing, term_of
from truongluy.verdict import Verdict

POLICY = the_policy()


@pytest.mark.parametrize("on", [PLAN_YEARS, TODAY, date(2027, 5, 20), date(2027, 11, 1)])
def test_the_example_keeps_everything(kept, on):
    found = kept.judge(on)
    assert len(found) > 50 and not kept.failing(on)
    assert all(finding.clauses and finding.evidence for finding in found)
    assert {finding.subject_kind for finding in found} == {SubjectKind.UNIT, SubjectKind.SYSTEM}


def test_the_two_regimes_ask_for_different_records(kept):
    then = {finding.control for finding in kept.judge(PLAN_YEARS)}
    now = {finding.control for finding in kept.judge(TODAY)}
    assert {"unit_plan", "unit_inspection", "maintenance_log"} <= then - now
    clauses = {clause.split(".")[0] for finding in kept.judge(TODAY) for clause in finding.clauses}
    assert "tcvn-14423" in clauses and not clauses & {"tcvn-11930", "decree-85-2016", "plan-316"}


@pytest.mark.parametrize("kind", ["security_regulation", "security_assignment", "incident_response_plan"])
def test_a_record_taken_away_is_missing(kept, kind):
    (finding,) = kept.without(kind).failing()
    assert (finding.subject, finding.control, finding.verdict) == ("so-gddt", kind, Verdict.FAIL)
    assert POLICY.records[kind].title.vi in finding.message.vi and "Nguyễn Thị Ví Dụ" in finding.message.vi
    assert POLICY.records[kind].supplier.en in finding.message.en and not finding.evidence


def test_a_system_left_out_of_its_record_has_none(kept):
    for entry in (entries := kept.entries()):
        if entry["kind"] == "level_decision":
            entry["systems"].remove("portal")
    (finding,) = kept.write(entries).failing()
    assert (finding.subject, finding.subject_kind) == ("portal", SubjectKind.SYSTEM)
    assert "Trần Văn Thí Dụ" in finding.message.vi  # the system's contact, whom to ask


def test_a_record_of_a_later_day_does_not_count_yet(kept):
    kept.without("security_regulation")
    entries = kept.entries()
    entries.append(
        {**kept.newest("policy_review"), "kind": "security_regulation", "date": TODAY + timedelta(days=1)}
    )
    (finding,) = kept.write(entries).failing()
    assert "chưa tới ngày" in finding.message.vi and "11-2026/SGDĐT" in finding.message.vi
    assert not kept.failing(TODAY + timedelta(days=1))


def test_the_last_day_passes_and_the_next_fails(kept):
    kept.write(
        [one for one in kept.entries() if one["kind"] != "monitoring_contract" or one["date"].year == 2025]
    )
    last = kept.newest("monitoring_contract")["valid_until"]
    kept.change("monitoring_contract", valid_until=TODAY)
    assert not kept.failing(TODAY)
    (finding,) = kept.failing(TODAY + timedelta(days=1))
    assert finding.control == "monitoring_contract" and "24/11/2026" in finding.message.vi
    assert "HĐ minh họa 01-2026/SGDĐT" in finding.message.vi and last != TODAY


def test_a_document_cannot_give_itself_more_time_than_the_law(kept):
    kept.change("policy_review", valid_until=date(2040, 1, 1))
    day = kept.newest("policy_review")["date"]
    wrong = [
        one for one in kept.failing(last_day(day, "P1Y") + timedelta(days=1)) if one.subject == "so-gddt"
    ]
    assert "policy_review" in {finding.control for finding in wrong}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(day=st.dates(date(2026, 7, 24), date(2032, 12, 31)))
def test_any_day_of_a_yearly_record_lasts_to_its_last_day_and_no_longer(kept, day):
    entries = [one for one in kept.entries() if one["kind"] != "asset_check"]
    kept.write([*entries, {**kept.entries()[0], "kind": "asset_check", "date": day, "result": "khớp"}])
    shown = inventory.load(kept.path)
    term = term_of(POLICY, POLICY.records["asset_check"], 3, day)
    last = last_day(day, term.period)
    for on, stands in (
        (day, True),
        (last, True),
        (last + timedelta(days=1), False),
        (day - timedelta(days=1), False),
    ):
        if on < date(2026, 7, 24):
            continue
        (one,) = [
            one
            for one in standing(shown, POLICY, on)
            if (one.subject.id, one.kind.id) == ("so-gddt", "asset_check")
        ]
        assert (one.state.value == "valid") is stands, (day, on, one.state)


def test_one_changed_byte_is_named_with_both_hashes(kept):
    record = kept.newest("security_regulation")
    file = kept.path / "records" / "files" / record["file"]
    content = bytearray(file.read_bytes())
    content[-2] ^= 1
    actual = kept.store(record["file"], bytes(content))
    (finding,) = kept.failing()
    assert finding.control == "security_regulation" and record["file"] in finding.message.vi
    assert record["sha256"][:12] in finding.message.vi and actual[:12] in finding.message.vi
    assert finding.evidence == (f"records/files/{record['file']}",)
    assert finding.actual["sha256"] == actual  # whole, to be pasted once somebody has looked


def test_a_file_of_several_records_spoils_each_of_them(kept):
    record = kept.newest("policy_review")
    (kept.path / "records" / "files" / record["file"]).unlink()
    spoilt = {finding.control for finding in kept.failing()}
    same = {one["kind"] for one in kept.entries() if one["file"] == record["file"]}
    assert "policy_review" in spoilt and spoilt == same
    assert all("is not there" in finding.message.en for finding in kept.failing())


def test_an_old_record_that_was_changed_is_told_though_a_new_one_stands(kept):
    kept.store("so-gddt/quy-che-2022.md", b"rewritten")
    (finding,) = kept.failing()
    assert finding.control == "security_regulation" and "quy-che-2022.md" in finding.message.vi


def test_a_changed_file_is_told_though_nothing_asks_for_it_any_more(kept):
    kept.store("so-gddt/kiem-tra-don-vi-2025.md", b"rewritten")
    (finding,) = kept.failing()
    assert (finding.control, finding.clauses) == ("unit_inspection", ())


def test_what_a_record_must_state_is_asked_for(kept):
    kept.write([
        {key: value for key, value in one.items() if (one["kind"], key) != ("incident_drill", "result")}
        for one in kept.entries()
    ])  # fmt: skip
    (finding,) = kept.failing()
    assert finding.control == "incident_drill" and "(result)" in finding.message.vi


@pytest.mark.parametrize(
    "name", ["Công ty Giám sát Ví Dụ (minh họa)", " công ty  GIÁM SÁT ví dụ (MINH HỌA) "]
)
def test_whoever_watches_may_not_assess(kept, name):
    kept.change("assessment_contract", provider=name.strip())
    (finding,) = kept.failing()
    assert (finding.subject, finding.control) == ("so-gddt", "assessment_contract")
    assert "01-2026/SGDĐT" in finding.message.vi and "02-2026/SGDĐT" in finding.message.vi
    assert len(finding.evidence) == 2


def test_a_school_may_not_be_assessed_by_whom_the_department_pays_to_watch(kept):
    kept.change("periodic_assessment", "thcs-minh-hoa", provider="Công ty Giám sát Ví Dụ (minh họa)")
    assert {finding.subject for finding in kept.failing()} == {"school-files", "school-network"}
    assert all("lớp 3 phải độc lập với lớp 2" in finding.message.vi for finding in kept.failing())


def test_without_any_record_everything_asked_fails(kept):
    asked = {
        (finding.subject, finding.control) for finding in kept.judge() if finding.control != "incident_report"
    }
    shutil.rmtree(kept.path / "records")
    found = kept.judge()
    assert found and all(finding.verdict is Verdict.FAIL for finding in found)
    occasional = {kind.id for kind in POLICY.records.values() if kind.occasional}
    assert {(one.subject, one.control) for one in found} == {one for one in asked if one[1] not in occasional}


def test_a_higher_level_asks_more_often(kept):
    on = date(2027, 5, 20)
    assert not kept.failing(on)
    entries = [one for one in kept.entries() if one["date"] != date(2027, 5, 5)]
    assert {one.control for one in kept.write(entries).failing(on)} == {
        "access_and_log_review",
        "vulnerability_scan",
    }
    level_two = [
        one for one in standing(inventory.load(kept.path), POLICY, on, 2) if one.state.value != "valid"
    ]
    assert not level_two
