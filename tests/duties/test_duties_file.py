"""duties.yml is refused when it says less, or something else, than it seems to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.samples import the_policy
from truongluy.policy import POLICIES
from truongluy.policy import duties as duties_of

GOOD = """\
---
level_report:
  title: {vi: Gửi báo cáo, en: Send the report}
  basis: [decree-331-2026.A35]
  who: operators
  recipient: {vi: Chủ quản, en: The owner}
  schedule: {every_year_before: 12-20, opens: 12-01}
  fulfilled_by: level_report
  reading: {vi: Chậm nhất 19/12, en: 19 December at latest}
  verified: false
"""

WRONG = {
    "clause that does not exist": ("A35", "A350", "clause 'decree-331-2026.A350' does not exist", 4),
    "unknown kind of record": ("fulfilled_by: level_report", "fulfilled_by: level_reports", "does not exist", 8),
    "month 13": ("12-20", "13-20", "not in the right form", 7),
    "no opening": (", opens: 12-01", "", "not one way to say when", 7),
    "two ways at once": ("opens: 12-01", "opens: 12-01, renews: true", "not one way to say when", 7),
    "hours and days": ("every_year_before: 12-20, opens: 12-01", "after: detected, hours: 1, days: 1", "not one way", 7),
    "renews a record that never ends": ("every_year_before: 12-20, opens: 12-01", "renews: true", "never end", 8),
    "no moment of an incident": ("every_year_before: 12-20, opens: 12-01", "after: detected, hours: 72", "does not exist", 8),
    "nobody": ("who: operators", "who: everybody", "allowed:", 5),
    "no reading": ("  reading: {vi: Chậm nhất 19/12, en: 19 December at latest}\n", "", "`reading` is missing", 2),
    "no mark of doubt": ("  verified: false\n", "", "`verified` is missing", 2),
    "one language": (", en: The owner", "", "`en` is missing", 6),
}  # fmt: skip


def problems(tmp_path: Path, text: str):
    file = tmp_path / "duties.yml"
    file.write_text(text, encoding="utf-8")
    if not (tmp_path / "schemas").exists():
        (tmp_path / "schemas").symlink_to(POLICIES / "schemas")
    policy = the_policy()
    _, found = duties_of.read(file)
    return found or duties_of.check(file, policy.clauses, policy.records)


def test_a_good_file_is_accepted(tmp_path):
    assert problems(tmp_path, GOOD) == []


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_duty_is_refused_with_its_line(tmp_path, name):
    old, new, said, line = WRONG[name]
    assert old in GOOD
    found = problems(tmp_path, GOOD.replace(old, new, 1))
    assert said in "\n".join(str(one) for one in found)
    assert found[0].line == line


def test_every_duty_names_who_it_is_sent_to_and_how_it_was_read_in_both_languages():
    for duty in the_policy().duties.values():
        for text in (duty.title, duty.recipient, duty.reading):
            assert text.vi and text.en and text.vi != text.en, duty.id


def test_an_unverified_clause_makes_no_verified_duty():
    policy = the_policy()
    for duty in policy.duties.values():
        if duty.verified:
            assert any(policy.clauses[name].verified for name in duty.basis), duty.id
