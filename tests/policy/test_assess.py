"""Judging: dates and levels choose what is asked, and nothing passes by accident."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import KINDS
from tests.policy.example import LAB, WORDS, control, evidence, policy
from truongluy import facts as facts_of
from truongluy.assess import NOTHING_ASKED, assess
from truongluy.facts import Facts
from truongluy.policy import Parameter
from truongluy.values import plain, values_for
from truongluy.verdict import InputError, Text, Verdict

NOW = date(2026, 11, 23)
PORTAL = [LAB.devices["portal-01"]]


@pytest.fixture
def seen(monkeypatch):
    """Facts as if a platform had read them: what readers do is tested elsewhere."""
    given = {"ssh": {"max_auth_tries": 4}, "system": {"container": False}}
    monkeypatch.setattr(
        facts_of, "read", lambda platform, answers: Facts(given, sources={"ssh": ("ssh_effective",)})
    )
    return given


def judge(the_policy=None, the_evidence=None, on=NOW, level=None):
    return assess(LAB, the_policy or policy(), the_evidence or evidence(), on, KINDS, PORTAL, level)


def test_a_pass_names_its_clauses_and_commands(seen):
    (finding,) = judge().findings
    assert (finding.verdict, finding.clauses, finding.evidence) == (
        Verdict.PASS,
        ("new.A-01",),
        ("ssh_effective",),
    )
    assert judge().compliant


def test_a_fail_says_what_was_seen_in_both_languages(seen):
    seen["ssh"]["max_auth_tries"] = 6
    (finding,) = judge().findings
    assert finding.verdict is Verdict.FAIL
    assert finding.actual == {"ssh.max_auth_tries": 6}
    assert "6" in finding.message.vi and "at most 4" in finding.message.en
    assert not judge().compliant


def test_the_level_chooses_the_value(seen):
    seen["ssh"]["max_auth_tries"] = 6
    assert judge(level=2).findings[0].verdict is Verdict.PASS
    assert judge(level=3).findings[0].verdict is Verdict.FAIL


def test_the_date_chooses_the_document(seen):
    assert judge(on=date(2026, 6, 30)).documents == ("old",)
    assert judge(on=date(2026, 6, 30)).findings[0].clauses == ("old.A-01",)
    assert judge(on=date(2026, 7, 24)).findings[0].clauses == ("new.A-01",)


@pytest.mark.parametrize("on", [date(2016, 12, 31), date(2026, 7, 1), date(2026, 7, 23)])
def test_a_day_without_a_document_is_refused(seen, on):
    with pytest.raises(InputError, match="không văn bản nào"):
        judge(on=on)


def test_a_level_nobody_asks_is_refused(seen):
    with pytest.raises(InputError):
        judge(level=5)


def test_an_unreached_device_is_an_error_for_every_control():
    (finding,) = judge(the_evidence=evidence(error=Text("tắt máy", "is down"))).findings
    assert finding.verdict is Verdict.ERROR
    assert finding.message.en == "is down"


def test_a_device_without_evidence_is_an_error():
    empty = evidence()
    empty.devices.clear()
    assert {f.verdict for f in judge(the_evidence=empty).findings} == {Verdict.ERROR}


def test_an_unread_fact_is_an_error(seen):
    seen.pop("ssh")
    (finding,) = judge().findings
    assert finding.verdict is Verdict.ERROR
    assert not judge().compliant


def test_a_value_the_inventory_does_not_say_is_an_error(seen):
    unsaid = control(
        parameters={"attempts": Parameter("attempts", WORDS, {}, "device.nothing_here", "", False)}
    )
    (finding,) = judge(policy(unsaid)).findings
    assert finding.verdict is Verdict.ERROR
    assert "device.nothing_here" in finding.message.vi


def test_a_container_can_not_vouch_for_its_kernel(seen):
    kernel = control(not_observable_in={"container": WORDS})
    assert judge(policy(kernel)).findings[0].verdict is Verdict.PASS
    seen["system"]["container"] = True
    assert judge(policy(kernel)).findings[0].verdict is Verdict.NOT_APPLICABLE
    seen.pop("system")
    assert judge(policy(kernel)).findings[0].verdict is Verdict.ERROR


def test_nothing_judged_is_not_compliance(seen):
    assert not assess(LAB, policy(), evidence(), NOW, KINDS, []).compliant


def test_a_device_that_alone_is_asked_nothing_says_so_and_stops_nobody(seen):
    portal, switch = LAB.devices["portal-01"], LAB.devices["sw-so-01"]
    found = assess(LAB, policy(), evidence(), NOW, KINDS, [portal, switch])
    (nothing,) = found.of_device("sw-so-01")
    assert (nothing.control, nothing.verdict) == (NOTHING_ASKED, Verdict.NOT_APPLICABLE)
    assert "asks anything of a switch" in nothing.message.en
    assert found.of_device("portal-01")[0].verdict is Verdict.PASS
    with pytest.raises(InputError, match="no control applies"):
        assess(LAB, policy(), evidence(), NOW, KINDS, [switch])


def test_only_devices_with_the_function_are_asked(seen):
    web, files = (
        control(id="a_b", only_functions=("web_server",)),
        control(id="c_d", only_functions=("file_server",)),
    )
    assert [finding.control for finding in judge(policy(web, files)).findings] == ["a_b"]


@given(st.integers(1, 5), st.dictionaries(st.integers(1, 5), st.integers(), min_size=1))
def test_a_value_is_that_of_the_nearest_level_below(level, at_level):
    one = control(
        parameters={
            "attempts": control()
            .parameters["attempts"]
            .__class__("attempts", WORDS, at_level, None, "", False)
        }
    )
    values = plain(values_for(LAB, policy(one), PORTAL[0], NOW, level))
    below = [known for known in at_level if known <= level]
    assert values["attempts_limited"]["attempts"] == at_level[max(below) if below else min(at_level)]


@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_documents_are_in_force_from_their_first_day_to_their_last(on):
    names = {document.id for document in policy().in_force(on)}
    assert ("old" in names) == (date(2017, 1, 1) <= on <= date(2026, 6, 30))
    assert ("new" in names) == (on >= date(2026, 7, 24))
