"""Indicators computed from findings, inventory and records: what nobody could read or supply is never reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indicators.example import LAB, ON, POLICY, judged, measured
from truongluy.finding import Finding, SubjectKind
from truongluy.indicators import Given, State, phase
from truongluy.indicators.findings import devices_proved
from truongluy.inventory.records import Record
from truongluy.verdict import Text, Verdict

CLASSES = ("server", "workstation", "tablet", "meeting_room")
COMPUTERS = [one.name for one in LAB.devices.values() if one.device_class in CLASSES]
FIREWALL = "incoming_connections_denied_by_default"
OTHERS = [verdict for verdict in Verdict if verdict is not Verdict.PASS]


def protected(assessment, inventory=LAB):
    return measured(inventory, assessment)["networked_computers_protected"]


def test_computers_are_protected_when_every_proof_passes():
    one = protected(judged())
    assert (one.numerator, one.denominator, one.state) == (len(COMPUTERS), len(COMPUTERS), State.MET)
    assert sum(part.denominator for part in one.parts) == len(COMPUTERS)


@pytest.mark.parametrize("verdict", OTHERS)
def test_only_a_pass_protects(verdict):
    """A waived, unknown, manual or unapplicable firewall: that computer counts and is not protected."""

    def spoilt(device: str, control: str) -> Verdict:
        hit = device == "portal-01" and control in (FIREWALL, "firewall_starts_at_boot")
        return verdict if hit else Verdict.PASS

    one = protected(judged(verdict=spoilt))
    assert (one.numerator, one.denominator, one.state) == (len(COMPUTERS) - 1, len(COMPUTERS), State.NOT_MET)
    unit = next(unit for unit in one.by_unit if unit.unit == "so-gddt")
    assert "portal-01" in unit.note.vi


def test_a_control_that_does_not_apply_leaves_the_others_to_prove():
    def partly(device: str, control: str) -> Verdict:
        return Verdict.NOT_APPLICABLE if control == "firewall_starts_at_boot" else Verdict.PASS

    assert protected(judged(verdict=partly)).state is State.MET


@pytest.mark.parametrize(
    ("device", "control", "counts"),
    [
        ("pc-01", "firewall_starts_at_boot", True),
        ("pc-02", "user_device_firewall_on", True),
        ("pc-02", "malware_protection_current", True),
        ("tablet-01", "tablet_not_rooted", True),
        ("tablet-01", "user_device_updates_recent", True),
        ("tablet-01", "tablet_screen_locks_when_idle", False),
        ("room-01", "firewall_starts_at_boot", True),
        ("room-02", "endpoint_firmware_new_enough", True),
        ("room-02", "endpoint_passphrases_set", True),
        ("room-03", "operating_system_supported", True),
        ("room-03", "endpoint_never_answers_by_itself", True),
        ("room-03", "endpoint_usb_ports_closed", False),
    ],
)
def test_each_kind_has_proofs_of_its_own(device, control, counts):
    """A tablet has no firewall to show; that it is managed and not rooted stands for it. So it is with endpoints."""
    failing = judged(
        verdict=lambda one, name: Verdict.FAIL if (one, name) == (device, control) else Verdict.PASS
    )
    assert (device, control) in {(one.subject, one.control) for one in failing.findings}
    assert protected(failing).numerator == len(COMPUTERS) - counts


def test_nothing_assessed_is_no_data_and_not_zero():
    for name in (
        "networked_computers_protected",
        "devices_sending_logs",
        "level_requirements_met",
        "checks_passed",
    ):
        one = measured()[name]
        assert (one.numerator, one.denominator, one.state) == (None, None, State.NO_DATA)
        assert one.missing == tuple(LAB.sites)


def test_a_device_left_out_of_the_run_counts_as_not_protected():
    whole = judged()
    without = replace(
        whole,
        findings=tuple(one for one in whole.findings if one.subject != "portal-01"),
        levels={name: level for name, level in whole.levels.items() if name != "portal-01"},
    )
    one = protected(without)
    assert (one.numerator, one.denominator, one.state) == (len(COMPUTERS) - 1, len(COMPUTERS), State.NOT_MET)
    assert "chưa rõ" in one.explanation.vi
    assert "thiết bị được đánh giá" in measured(assessment=without)["checks_passed"].explanation.vi


def test_a_unit_outside_the_run_is_named_and_not_counted():
    whole = judged()
    of_department = {name for name, device in LAB.devices.items() if device.site == "so-gddt"}
    partly = replace(
        whole,
        findings=tuple(one for one in whole.findings if one.subject in of_department),
        levels={name: level for name, level in whole.levels.items() if name in of_department},
    )
    one = protected(partly)
    assert one.missing == ("thcs-minh-hoa",)
    assert one.numerator == one.denominator == len(of_department & set(COMPUTERS))
    assert one.state is State.INCOMPLETE


@settings(max_examples=25)
@given(st.lists(st.sampled_from(COMPUTERS), unique=True), st.sampled_from(COMPUTERS), st.sampled_from(OTHERS))
def test_one_more_failing_device_never_protects_more(failing, another, verdict):
    def of(names):
        found = judged(verdict=lambda device, _: verdict if device in names else Verdict.PASS)
        counted = devices_proved(
            Given(LAB, POLICY, found, ON), POLICY.indicators["networked_computers_protected"]
        )
        return sum(unit.numerator for unit in counted.by_unit)

    assert of([*failing, another]) == of(failing) - (another not in failing)


def test_findings_of_records_are_no_devices():
    whole = judged()
    record = Finding("portal-01", FIREWALL, Verdict.FAIL, Text("x", "x"), subject_kind=SubjectKind.SYSTEM)
    assert protected(replace(whole, findings=(*whole.findings, record))).state is State.MET


def test_checks_and_requirements_are_counted_from_findings():
    def failing(device: str, control: str) -> Verdict:
        return Verdict.ERROR if (device, control) == ("portal-01", FIREWALL) else Verdict.PASS

    good, bad = measured(assessment=judged()), measured(assessment=judged(verdict=failing))
    assert good["checks_passed"].numerator == good["checks_passed"].denominator == len(judged().findings)
    assert bad["checks_passed"].numerator == good["checks_passed"].numerator - 1
    lost = {
        clause.full_id
        for clause in POLICY.asked(POLICY.controls[FIREWALL], LAB.devices["portal-01"].level, ON, "server")
    }
    before, after = good["level_requirements_met"], bad["level_requirements_met"]
    assert before.numerator - after.numerator == len(lost)
    assert sum(part.denominator for part in after.parts) == after.denominator


def test_systems_are_levelled_from_the_day_of_their_decision():
    own = [system for system in LAB.systems.values() if system.ours]
    first = min(system.decided_on for system in own)
    now, before = (
        measured()["systems_levelled"],
        measured(on=first.replace(year=first.year - 1))["systems_levelled"],
    )
    assert (now.numerator, now.denominator) == (len(own), len(own))
    assert (before.numerator, before.denominator) == (0, len(own))
    assert [unit.unit for unit in now.by_unit] == list(LAB.sites)


def test_units_with_identifiers_only_once_somebody_has_one():
    assert measured()["units_with_identifier"].state is State.NO_DATA
    site = replace(LAB.sites["so-gddt"], identifiers={"qcvn_102": "000.00.00.H48"})
    one = measured(replace(LAB, sites={**LAB.sites, "so-gddt": site}))["units_with_identifier"]
    assert (one.numerator, one.denominator, one.missing) == (1, 2, ())


def record(kind: str, unit: str = "so-gddt", day: date = date(2026, 3, 1), **changes) -> Record:
    one = Record(
        kind=kind, unit=unit, systems=(), number="01", title="minh họa", day=day, signed_by="director", file="x.pdf",
        sha256="a", found_sha256="a", valid_until=None, provider="", participants=10, result="đạt", note="",
        source="records/x.yml", line=3,
    )  # fmt: skip
    return replace(one, **changes)


def with_records(*records: Record):
    return replace(LAB, records=records)


def test_no_record_at_all_is_no_data_and_not_zero():
    found = measured(with_records())
    for name in (
        "security_staff_trained",
        "units_with_regulation",
        "yearly_reviews_on_time",
        "protection_layers_proved",
    ):
        assert (found[name].numerator, found[name].state) == (None, State.NO_DATA)


def test_training_counts_in_its_own_year_only():
    trained = with_records(record("security_training", day=date(2025, 12, 31)))
    assert measured(trained, on=date(2025, 12, 31))["security_staff_trained"].state is State.MET
    assert measured(trained, on=date(2025, 12, 30))["security_staff_trained"].state is State.NO_DATA
    later = measured(trained, on=date(2026, 1, 1))["security_staff_trained"]
    assert (later.numerator, later.state) == (0, State.NOT_MET)
    assert "chưa kết thúc" in later.explanation.vi


def test_a_changed_file_proves_nothing():
    spoilt = with_records(record("security_training", found_sha256="b"))
    assert measured(spoilt)["security_staff_trained"].numerator == 0


@pytest.mark.parametrize(
    ("sent", "on", "numerator"),
    [
        (date(2026, 5, 29), ON, 1),
        (date(2026, 5, 30), ON, 0),
        (date(2025, 5, 29), ON, 0),
        (date(2025, 5, 29), date(2026, 5, 29), 1),
        (date(2025, 5, 29), date(2026, 5, 30), 0),
        (date(2025, 5, 30), date(2026, 5, 29), 0),
    ],
)
def test_a_review_comes_before_the_thirtieth_of_may(sent, on, numerator):
    """Before means not on the day; until the day comes the last year is judged."""
    one = measured(with_records(record("yearly_review", "thcs-minh-hoa", sent)), on=on)[
        "yearly_reviews_on_time"
    ]
    assert (one.numerator, one.denominator) == (numerator, 1)
    assert one.state is (State.MET if numerator else State.NOT_MET)


def test_a_regulation_counts_while_it_stands():
    stands = record("security_regulation", "thcs-minh-hoa", date(2026, 1, 1), valid_until=date(2026, 6, 30))
    found = [measured(with_records(stands), on=on)["units_with_regulation"].numerator for on in (
        date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))]  # fmt: skip
    assert found == [1, 1, 0]


def test_restore_tests_count_by_system():
    own = [name for name, system in LAB.systems.items() if system.ours and system.owner == "so-gddt"]
    tested = with_records(
        record("restore_test", systems=(own[0],)), record("security_training", "thcs-minh-hoa")
    )
    one = measured(tested)["restore_tested"]
    department = next(unit for unit in one.by_unit if unit.unit == "so-gddt")
    assert (department.numerator, department.denominator) == (1, len(own))


def layers(inventory=LAB, assessment=None):
    one = measured(inventory, assessment)["protection_layers_proved"]
    return one.numerator, [part.numerator for part in one.parts], one.explanation.vi


def test_layers_need_all_their_records():
    assert layers(assessment=judged())[:2] == (4, [1, 1, 1, 1])
    fewer = replace(LAB, records=tuple(one for one in LAB.records if one.kind != "assessment_contract"))
    assert layers(fewer, judged())[:2] == (3, [1, 1, 0, 1])


def test_the_second_layer_is_seen_on_devices_too():
    def silent(_: str, control: str) -> Verdict:
        return Verdict.FAIL if control == "switch_logs_reach_central_host" else Verdict.PASS

    assert layers(assessment=judged(verdict=silent))[1] == [1, 0, 1, 1]
    numerator, _, said = layers()
    assert numerator == 3
    assert "chưa rõ lớp: 2" in said


def test_the_baseline_is_compared_exactly():
    assert "cao hơn mốc 13/39" in measured()["procedures_online"].explanation.vi


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2021, 3, 22), "ban hành"),
        (date(2021, 3, 23), None),
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), "đã kết thúc"),
    ],
)
def test_the_plan_has_its_time(on, said):
    found = phase(POLICY, on)
    assert found is None if said is None else said in found.vi
