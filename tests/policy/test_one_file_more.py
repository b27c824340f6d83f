"""A newcomer adds a control by one file, and finds it in check, report and test without touching Python."""

from __future__ import annotations

import shutil
from datetime import date

from checks import KINDS
from tests.policy.example import AT, LAB
from truongluy import policy as policy_of
from truongluy.assess import assess
from truongluy.evidence import DeviceEvidence, Evidence
from truongluy.reports.joined import Joined
from truongluy.reports.junit import junit
from truongluy.reports.site import page_texts
from truongluy.verdict import Text

NEW = """
title: {vi: Ví dụ của người mới, en: A newcomer's example}
why: {vi: Để thử, en: To try}
severity: low
applies_to: [server]
satisfies: [tcvn-11930.SRV-AUTH-05, tcvn-14423.T26-CONF-07]
check: fact_values
expect: {ssh.max_auth_tries: {at_most: 5}}
fixed_by: ssh_server
break: {debian: "true"}
samples:
  pass: [{level: 3, facts: {ssh: {max_auth_tries: 5}}}]
  fail: [{level: 3, facts: {ssh: {max_auth_tries: 6}}, because: {vi: quá nhiều, en: too many}}]
"""


def test_one_file_is_enough(tmp_path):
    shutil.copytree(policy_of.POLICIES, tmp_path / "policies")
    before = policy_of.load(tmp_path / "policies")
    (tmp_path / "policies" / "controls" / "ssh" / "newcomer_example_works.yml").write_text(
        NEW, encoding="utf-8"
    )
    policy = policy_of.load(tmp_path / "policies")
    assert set(policy.controls) - set(before.controls) == {"newcomer_example_works"}
    assert policy.digest != before.digest

    down = DeviceEvidence("portal-01", "debian", "10.99.10.11", AT, error=Text("tắt", "is down"))
    evidence = Evidence("lab", AT, {"portal-01": down})
    found = assess(LAB, policy, evidence, date(2026, 11, 23), KINDS, [LAB.devices["portal-01"]])
    assert found.of_control("newcomer_example_works")
    assert "newcomer_example_works" in junit(found)
    pages = page_texts(Joined(found, LAB, policy))
    assert "Ví dụ của người mới" in pages["controls/newcomer_example_works.md"]
    assert "newcomer_example_works" in pages["documents/tcvn-14423.md"]
