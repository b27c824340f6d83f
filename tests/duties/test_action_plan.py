"""The action plan holds everything open, once, with who and until when, most urgent first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.duties import example
from tests.duties.test_calendar import POLICY, lab, record
from truongluy.action_plan import SEVERITIES, SUGGESTED_DAYS, Action, Source, action_plan
from truongluy.assess import Assessment
from truongluy.finding import Finding, SubjectKind
from truongluy.inventory import Inventory
from truongluy.policy.model import NO_ROLE, PEOPLE
from truongluy.verdict import Text, Verdict

ON = date(2026, 11, 24)
COLLECTED = datetime(2026, 11, 23, 20, tzinfo=UTC)  # already the 24th in Viet Nam


def plan(*findings: Finding, inventory: Inventory | None = None, on: date = ON) -> list[Action]:
    assessment = Assessment("lab", on, COLLECTED, (), findings, {})
    return action_plan(assessment, inventory or example.LAB, POLICY)


def of(source: Source, actions: list[Action]) -> list[Action]:
    return [one for one in actions if one.source is source]


def paper(kind: str, subject: str, verdict: Verdict = Verdict.FAIL) -> Finding:
    return Finding(subject, kind, verdict, Text("thiếu hồ sơ", "missing"), subject_kind=SubjectKind.UNIT)


def test_a_control_that_fails_on_devices_of_one_site_is_one_action():
    control = next(iter(POLICY.controls))
    fails = [example.finding(device=name, control=control) for name in ("portal-01", "log-01", "files-01")]
    actions = of(Source.FINDING, plan(*fails))
    assert sorted(one.subjects for one in actions) == [("files-01",), ("portal-01", "log-01")]
    severity = POLICY.controls[control].severity
    for one in actions:
        assert one.until == date(2026, 11, 24) + timedelta(days=SUGGESTED_DAYS[severity])
        assert one.suggested and not one.overdue and one.who.vi and one.why == ("d.C",)


def test_a_device_that_nobody_could_read_is_one_action():
    controls = list(POLICY.controls)[:5]
    lost = [
        replace(example.finding(Verdict.ERROR, "log-01", name), message=Text("tắt", "off"))
        for name in controls
    ]
    (action,) = of(Source.FINDING, plan(*lost))
    assert action.reference == "log-01" and "5" in action.what.vi


def test_what_only_people_can_mend_says_so():
    by_people = next(one for one in POLICY.controls.values() if one.fixed_by == PEOPLE)
    by_a_role = next(one for one in POLICY.controls.values() if one.fixed_by == "wifi_access_point")
    found = [example.finding(device="ap-01", control=one.id) for one in (by_people, by_a_role)]
    said = {one.reference: one.detail for one in of(Source.FINDING, plan(*found))}
    assert (
        str(NO_ROLE[PEOPLE].vi) in said[by_people.id].vi and str(NO_ROLE[PEOPLE].en) in said[by_people.id].en
    )
    assert str(NO_ROLE[PEOPLE].vi) not in said[by_a_role.id].vi


def test_what_passes_is_waived_or_does_not_apply_is_no_finding_action():
    fine = [example.finding(verdict) for verdict in (Verdict.PASS, Verdict.WAIVED, Verdict.NOT_APPLICABLE)]
    assert of(Source.FINDING, plan(*fine)) == []
    assert len(of(Source.FINDING, plan(example.finding(Verdict.MANUAL)))) == 1


def test_every_waiver_is_an_action_with_its_end():
    inventory = example.lab(example.waiver())
    waived = example.finding(Verdict.WAIVED)
    (action,) = of(Source.WAIVER, plan(waived, inventory=inventory))
    assert (action.until, action.overdue, action.subjects) == (date(2027, 3, 31), False, ("sw-school-01",))
    (late,) = of(Source.WAIVER, plan(example.finding(), inventory=inventory, on=date(2027, 4, 1)))
    assert late.overdue
    (fixed,) = of(Source.WAIVER, plan(example.finding(Verdict.PASS), inventory=inventory))
    assert "no longer needed" in fixed.detail.en and fixed.severity == "low"


def test_a_missing_record_is_one_action_and_not_also_a_duty():
    inventory = lab(record("security_training", date(2026, 1, 10), unit="so-gddt"))
    missing = paper("security_training", "thcs-minh-hoa")
    actions = plan(missing, inventory=inventory)
    (of_record,) = of(Source.RECORD, actions)
    assert of_record.overdue and of_record.what == POLICY.records["security_training"].title
    for one in of(Source.DUTY, actions):
        assert one.reference != "security_training" or "thcs-minh-hoa" not in one.subjects
    without = [
        one for one in of(Source.DUTY, plan(inventory=inventory)) if one.reference == "security_training"
    ]
    assert any("thcs-minh-hoa" in one.subjects for one in without)


def test_what_was_done_or_is_not_due_yet_is_no_action():
    inventory = lab()
    references = {one.reference for one in of(Source.DUTY, plan(inventory=inventory))}
    assert "level_report_to_owner" not in references, "its window opens on 1 December"
    assert "level_report_to_owner" in {
        one.reference for one in plan(inventory=inventory, on=date(2026, 12, 2))
    }


def test_late_things_come_first_then_by_day_then_by_severity():
    inventory = replace(
        lab(), waivers={"w": example.waiver(first=date(2025, 11, 1), until=date(2026, 10, 31))}
    )
    actions = plan(example.finding(), paper("policy_review", "so-gddt"), inventory=inventory)
    keys = [(not one.overdue, one.until, SEVERITIES.index(one.severity)) for one in actions]
    assert keys == sorted(keys) and len({one.source for one in actions}) == 4


def test_every_action_says_what_why_who_and_until():
    inventory = replace(lab(), waivers={"w": example.waiver()})
    for one in plan(example.finding(), paper("policy_review", "so-gddt"), inventory=inventory):
        assert one.what.vi and one.detail.vi and one.who.vi not in ("", "–") and one.subjects
