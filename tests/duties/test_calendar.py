"""The calendar: last days as the texts are read, records that count, and what nobody can tell."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duties.example import LAB
from tests.policy.samples import the_policy
from truongluy.dates import VIETNAM, add_months, in_year, local_day
from truongluy.duties import LEAD_DAYS, Due, State, calendar, ended
from truongluy.inventory import Incident, Inventory, Record
from truongluy.policy.duties import AfterIncident, Once, Renewal, Yearly
from truongluy.verdict import Text

POLICY = the_policy()
NOW = date(2026, 11, 24)


def record(kind: str, day: date, unit: str = "thcs-minh-hoa", **changes: object) -> Record:
    """One whole record of a unit."""
    given = {
        "kind": kind, "unit": unit, "systems": (), "number": f"BC minh họa {day}", "title": "minh họa", "day": day,
        "signed_by": "school-head", "file": "x.pdf", "sha256": "0" * 64, "found_sha256": "0" * 64,
        "valid_until": None, "provider": "", "participants": 9, "result": "tốt", "note": "", "source": "records/x.yml",
        "line": 1,
    }  # fmt: skip
    return Record(**{**given, **changes})  # type: ignore[arg-type]


def lab(*records: Record, incidents: tuple[Incident, ...] = ()) -> Inventory:
    """The lab with nothing but these records; its systems were levelled long ago."""
    systems = {
        name: replace(system, decided_on=date(2018, 1, 1)) if system.decided_on else system
        for name, system in LAB.systems.items()
    }
    return replace(LAB, systems=systems, records=records, incidents={one.id: one for one in incidents})


def dues(
    inventory: Inventory, duty: str, on: date, until: date | None = None, subject: str = "thcs-minh-hoa"
):
    """What the calendar says of one duty and subject."""
    found = calendar(inventory, POLICY, on, until or add_months(on, 12))
    return [due for due in found if due.duty.id == duty and due.subject == subject]


def test_before_30_may_is_29_may():
    before, last, after = (date(2023, 5, 28), date(2023, 5, 29), date(2023, 5, 30))
    for on, state in ((before, State.DUE), (last, State.DUE), (after, State.OVERDUE)):
        first = dues(lab(), "yearly_review", on)
        assert [due.state for due in first if due.last == last] == [state], on


def test_before_20_and_25_december_are_the_days_before():
    found = {
        due.duty.id: due.last for due in calendar(lab(), POLICY, NOW, date(2026, 12, 31)) if due.last >= NOW
    }
    assert found["level_report_to_owner"] == date(2026, 12, 19)
    assert found["level_report_to_public_security"] == date(2026, 12, 24)
    assert "level_report_to_ministry_of_information" not in found, (
        "that addressee belongs to the former regime"
    )


def test_the_addressee_follows_the_regime():
    old = {due.duty.id for due in calendar(lab(), POLICY, date(2025, 6, 30), date(2025, 12, 31))}
    assert "level_report_to_ministry_of_information" in old
    assert "level_report_to_public_security" not in old


@given(st.dates(date(2022, 4, 30), date(2025, 6, 30)), st.integers(-40, 300))
def test_a_record_counts_for_the_year_whose_window_it_lies_in(on, offset):
    sent = on + timedelta(offset)
    found = dues(lab(record("yearly_review", sent)), "yearly_review", on)
    for due in found:
        opens, next_opens = date(due.last.year, 5, 1), date(due.last.year + 1, 5, 1)
        counts = opens <= sent < next_opens and sent <= on
        assert (due.state is State.DONE) == counts
        assert due.late == (counts and sent > due.last)
        if not counts:
            assert due.state is (
                State.OVERDUE if due.last < on else State.DUE if opens <= on else State.NOT_YET
            )


def test_a_record_whose_file_changed_shows_nothing():
    changed = record("yearly_review", date(2023, 5, 10), found_sha256="1" * 64)
    (due, *_) = dues(lab(changed), "yearly_review", date(2023, 6, 1))
    assert due.state is State.OVERDUE


@pytest.mark.parametrize("kind", ["policy_review", "incident_drill"])
def test_another_kind_fulfils_nothing(kind):
    (due, *_) = dues(lab(record(kind, date(2023, 5, 10))), "yearly_review", date(2023, 6, 1))
    assert due.state is State.OVERDUE


@given(st.dates(date(2022, 1, 1), date(2024, 12, 31)), st.integers(0, 900))
def test_training_is_due_again_a_year_after_the_last_one(trained, later):
    on = trained + timedelta(later)
    if on > date(2025, 12, 31):
        return  # after the plan's period another text sets the interval
    (due,) = dues(lab(record("security_training", trained)), "security_training", on, add_months(on, 12))
    assert due.last == add_months(trained, 12)
    left = (due.last - on).days
    assert due.state is (State.OVERDUE if left < 0 else State.DUE if left <= LEAD_DAYS else State.NOT_YET)


def test_29_february_comes_again_on_28():
    on = date(2024, 3, 1)
    (due,) = dues(
        lab(record("security_training", date(2024, 2, 29))), "security_training", on, date(2025, 3, 1)
    )
    assert due.last == date(2025, 2, 28)


def test_without_any_record_nobody_knows_and_that_wants_action():
    (due,) = dues(lab(), "security_training", NOW)
    assert due.state is State.UNKNOWN and due.wants_action and not due.record


@given(st.dates(date(1900, 1, 31), date(2200, 12, 31)), st.integers(1, 48))
def test_months_never_spill_over(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(1)).day == 1)


@given(st.integers(1900, 2200))
def test_29_february_of_a_common_year_is_28(year):
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    assert in_year(year, 2, 29).day == (29 if leap else 28)


def incident(
    detected: datetime, serious: bool = False, ended_at: datetime | None = None, **sent: datetime
) -> Incident:
    return Incident(
        "defacement", "incidents/defacement.yml", "portal", Text("đổi trang", "defaced"), detected, serious,
        ended_at, MappingProxyType(sent),
    )  # fmt: skip


def of_portal(found: Incident, duty: str, on: date) -> list[Due]:
    return dues(lab(incidents=(found,)), duty, on, subject="portal")


@given(
    st.datetimes(datetime(2026, 9, 1), datetime(2026, 12, 1)),
    st.integers(-12, 14),
    st.integers(0, 10),
)
def test_72_hours_run_on_from_detection_in_any_zone(moment, offset, later):
    detected = moment.replace(tzinfo=timezone(timedelta(hours=offset)))
    on = local_day(detected) + timedelta(later)
    (due,) = of_portal(incident(detected), "incident_report_72h", on)
    assert due.at is not None and due.at - detected == timedelta(hours=72)
    assert due.last == due.at.astimezone(VIETNAM).date()
    assert due.state is (State.OVERDUE if on > due.last else State.DUE)


def test_an_hour_too_late_is_late():
    detected = datetime.combine(date(2026, 10, 1), time(8, 30), VIETNAM)
    for hours, late in ((72, False), (73, True)):
        sent = incident(detected, report=detected + timedelta(hours=hours))
        (due,) = of_portal(sent, "incident_report_72h", date(2026, 10, 10))
        assert (due.state, due.late) == (State.DONE, late)


def test_a_report_sent_after_the_day_is_not_known_yet():
    detected = datetime.combine(date(2026, 10, 1), time(8, 30), VIETNAM)
    sent = incident(detected, report=detected + timedelta(hours=48))
    (due,) = of_portal(sent, "incident_report_72h", date(2026, 10, 2))
    assert due.state is State.DUE


def test_the_first_notice_within_24_hours_is_for_serious_incidents():
    detected = datetime.combine(date(2026, 10, 1), time(8, 30), VIETNAM)
    assert of_portal(incident(detected), "first_incident_notice_24h", date(2026, 10, 1)) == []
    (due,) = of_portal(incident(detected, serious=True), "first_incident_notice_24h", date(2026, 10, 1))
    assert due.at == datetime.combine(date(2026, 10, 2), time(8, 30), VIETNAM)


def test_five_days_do_not_count_the_first_and_end_at_midnight():
    # 23:30 in Viet Nam is still the day before in London and already none of ours in Tokyo.
    detected = datetime.combine(date(2025, 3, 1), time(23, 30), VIETNAM)
    for on, state in ((date(2025, 3, 6), State.DUE), (date(2025, 3, 7), State.OVERDUE)):
        (due,) = of_portal(incident(detected), "first_incident_report_5_days", on)
        assert (due.last, due.state) == (date(2025, 3, 6), state)


def test_the_regime_of_an_incident_is_that_of_its_detection():
    old = datetime.combine(date(2026, 6, 30), time(23, 59), VIETNAM)
    assert of_portal(incident(old), "incident_report_72h", date(2026, 7, 1)) == []
    assert of_portal(incident(old), "first_incident_report_5_days", date(2026, 7, 1))


def test_transition_dates_are_last_days_and_then_unknown():
    planned = next(
        name for name, one in LAB.systems.items() if one.state == "planned" and one.hosted == "own"
    )
    for on, state in (
        (date(2026, 10, 1), State.NOT_YET),
        (date(2027, 1, 1), State.DUE),
        (date(2027, 1, 2), State.UNKNOWN),
    ):
        (due,) = dues(lab(), "transition_approval", on, subject=planned)
        assert (due.last, due.state) == (date(2027, 1, 1), state)


def test_systems_levelled_before_the_new_law_have_until_1_july_2027():
    (due,) = dues(lab(), "transition_levelled_systems", NOW, subject="portal")
    assert due.last == date(2027, 7, 1)
    assert dues(LAB, "transition_levelled_systems", NOW, subject="portal") == [], "levelled after 1 July 2026"


def test_administrators_of_level_3_are_certified_by_19_august_2029():
    found = calendar(LAB, POLICY, NOW, date(2029, 12, 31))
    assert {(due.subject, due.last) for due in found if due.duty.id == "administrators_certified"} == {
        ("so-gddt", date(2029, 8, 19))
    }


def test_what_nothing_in_force_asks_is_not_due_but_told():
    over = {duty.id: end for duty, end in ended(POLICY, NOW)}
    assert over["yearly_review"] == date(2025, 12, 31)
    assert not {due.duty.id for due in calendar(lab(), POLICY, NOW, add_months(NOW, 12))} & set(over)


def test_every_basis_in_a_due_is_in_force_and_doubt_is_kept():
    for on in (date(2025, 6, 30), NOW):
        for due in calendar(lab(), POLICY, on, add_months(on, 12)):
            documents = [POLICY.documents[clause.document] for clause in due.basis]
            assert all(document.in_force(due.last) for document in documents)
            sure = due.duty.verified and all(c.verified for c in due.basis)
            assert due.doubtful == (not sure or any(not d.validity_verified for d in documents))


def test_deadlines_are_those_of_the_clauses():
    """A number stands in the clause's thresholds and in the duty: they must be the same number."""
    for duty in POLICY.duties.values():
        clauses = [POLICY.clauses[name].raw for name in duty.basis]
        known = {str(value) for raw in clauses for value in (raw.get("thresholds") or {}).values()}
        schedule = duty.schedule
        if isinstance(schedule, Yearly) and known:
            assert f"{schedule.before[0]:02}-{schedule.before[1]:02}" in known, duty.id
        elif isinstance(schedule, Once):
            said = " ".join(f"{raw['vi']} {known}" for raw in clauses)
            assert schedule.by.isoformat() in said or re.search(r"12 tháng|12 months", said), duty.id
        elif isinstance(schedule, AfterIncident):
            assert str(schedule.hours or schedule.days) in known, duty.id
        else:
            assert isinstance(schedule, (Renewal, Yearly))
