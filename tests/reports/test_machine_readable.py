"""JUnit and JSON read back: nothing lost, nothing turned into a pass."""

from __future__ import annotations

import json
from xml.etree import ElementTree as xml

from tests.reports import example
from truongluy.reports.junit import junit, write_junit
from truongluy.reports.summary import findings, summary, write_json
from truongluy.verdict import Verdict


def read_back(assessment):
    return xml.fromstring(junit(assessment))


def test_one_suite_per_device_and_one_case_per_control():
    root = read_back(example.assessment())
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"portal-01", "files-01", "sw-so-01"}
    names = [case.get("name") for case in suites["portal-01"].iter("testcase")]
    assert names == ["access_ports_protected", "banner_shown", "login_attempts_limited"]


def test_each_verdict_becomes_what_junit_means_by_it():
    root = read_back(example.assessment())
    for finding in example.all_verdicts():
        case = root.find(f"testsuite[@name='{finding.subject}']/testcase[@name='{finding.control}']")
        children = [child.tag for child in case]
        if finding.verdict is Verdict.PASS:
            assert children == []
        else:
            wanted = {Verdict.FAIL: "failure", Verdict.ERROR: "error"}.get(finding.verdict, "skipped")
            assert children == [wanted]
            assert case[0].get("message").startswith(finding.verdict.value)
            assert "ssh_effective" in case[0].text and "tcvn-x.A-01" in case[0].text


def test_totals_are_those_of_the_cases():
    root = read_back(example.assessment())
    assert [root.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["7", "2", "1", "3"]
    for name, tag in (
        ("failures", "failure"),
        ("errors", "error"),
        ("skipped", "skipped"),
        ("tests", "testcase"),
    ):
        for suite in root:
            assert int(suite.get(name)) == len(list(suite.iter(tag)))


def test_device_without_findings_is_an_error_not_an_empty_suite():
    root = read_back(example.assessment(findings=()))
    assert [len(list(suite.iter("error"))) for suite in root] == [1, 1, 1]
    assert root.get("errors") == "3"


def test_file_is_utf8_xml_with_control_characters_named(tmp_path):
    file = write_junit(example.assessment(), tmp_path / "deep" / "junit.xml")
    root = xml.parse(file).getroot()
    message = root.find("testsuite[@name='portal-01']/testcase[@name='banner_shown']/failure").get("message")
    assert "<script>" in message and "[U+001B]" in message and "[U+0000]" in message


def test_summary_holds_what_it_promises(tmp_path):
    after = example.assessment(findings=(example.found("portal-01", "banner_shown", Verdict.PASS),))
    content = summary(example.inventory(), example.assessment(), after, 0, {"lab": 12.345, "provision": 60.0})
    back = json.loads(write_json(content, tmp_path / "lab" / "summary.json").read_text(encoding="utf-8"))
    assert list(back) == [
        "inventory", "as_of", "before", "after", "second_run_changed", "devices", "controls", "seconds",
    ]  # fmt: skip
    assert back["inventory"] == "lab" and back["as_of"] == "2026-11-24"
    assert back["before"] == {
        "pass": 1, "fail": 2, "waived": 1, "not_applicable": 1, "manual": 1, "error": 1,
    }  # fmt: skip
    assert back["after"]["fail"] == 0 and back["after"]["error"] == 0 and back["after"]["pass"] == 1
    assert back["second_run_changed"] == 0
    assert {"name": "sw-so-01", "device_class": "switch", "platform": "debian", "level": 3} in back["devices"]
    assert back["controls"] == ["access_ports_protected", "banner_shown", "login_attempts_limited"]
    assert back["seconds"] == {"lab": 12.35, "provision": 60.0}


def test_findings_are_complete_and_in_a_stable_order():
    content = findings(example.assessment())
    keys = [(one["subject"], one["control"]) for one in content["findings"]]
    assert keys == sorted(keys) and len(keys) == 7
    shuffled = example.assessment(findings=tuple(reversed(example.all_verdicts())))
    assert findings(shuffled) == content
    assert json.loads(json.dumps(content)) == content
