"""The schema of controls refuses what would make a control say less than it seems to."""

from __future__ import annotations

from pathlib import Path

import pytest

from truongluy import yamlfile

SCHEMA = Path(__file__).parents[2] / "policies" / "schemas" / "control.yml"

GOOD = """\
title: {vi: Không đăng nhập bằng root, en: Root cannot log in}
why: {vi: Nhật ký cho biết ai đã làm gì, en: The log tells who did what}
severity: high
applies_to: [server]
satisfies: [tcvn-11930.SRV-AUTH-01, tcvn-14423.T26-ACCT-09]
parameters:
  attempts:
    desc: {vi: Số lần thử nhiều nhất, en: Most attempts}
    at_level: {1: 6, 3: 4}
    source: {text: Mặc định của dự án / project default, verified: false}
check: fact_values
expect: {ssh.max_auth_tries: {at_most: "{attempts}"}}
not_observable_in: {container: {vi: nhân dùng chung, en: the kernel is the machine's}}
fixed_by: ssh_server
break: {debian: "sed -i 's/4/20/' /etc/ssh/sshd_config"}
samples:
  pass: [{level: 3, facts: {ssh: {max_auth_tries: 4}}}]
  fail: [{level: 3, facts: {ssh: {max_auth_tries: 6}}, because: {vi: quá nhiều, en: too many}}]
"""

CASES = {
    "typo": ("severity:", "severty:", "did you mean `severity`"),
    "unknown severity": ("severity: high", "severity: urgent", "allowed: low, medium, high, critical"),
    "no clause": ("satisfies: [tcvn-11930.SRV-AUTH-01, tcvn-14423.T26-ACCT-09]", "satisfies: []", "out of limits"),
    "clause without its document": ("tcvn-11930.SRV-AUTH-01", "SRV-AUTH-01", "not in the right form"),
    "one language": ("why: {vi: Nhật ký cho biết ai đã làm gì, en:", "why: {vi: a, eng:", "did you mean `en`"),
    "comma in braces": ("{vi: quá nhiều,", "{vi: quá nhiều, thật đấy,", "put the whole sentence in quotes"),
    "level 6": ("at_level: {1: 6", "at_level: {6: 6", "not allowed"),
    "no failing sample": ("  fail:", "  fial:", "did you mean `fail`"),
    "empty break": ("break: {debian: \"sed -i 's/4/20/' /etc/ssh/sshd_config\"}", "break: {}", "out of limits"),
    "break on an unknown platform": ("break: {debian:", "break: {debain:", "did you mean `debian`"),
    "verified in words": ("verified: false", "verified: maybe", "true or false"),
    "fail without because": (", because: {vi: quá nhiều, en: too many}", "", "`because` is missing"),
    "unknown check": ("check: fact_values", "check: grep", "allowed: fact_values, each_item"),
}  # fmt: skip


def problems(text: str) -> list[str]:
    return [str(p) for p in yamlfile.check(yamlfile.parse(text.encode(), "control.yml"), SCHEMA)]


def test_a_good_control_is_accepted():
    assert problems(GOOD) == []


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_control_is_refused(name):
    old, new, said = CASES[name]
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1))
    assert found and any(said in problem for problem in found), found


@pytest.mark.parametrize(
    "line",
    [line for line in GOOD.splitlines() if line[0] != " " and not line.startswith(("parameters", "not_obs"))],
)
def test_every_key_but_parameters_is_required(line):
    """Without its line (and what hangs under it) a control is refused."""
    kept, dropping = [], False
    for each in GOOD.splitlines():
        dropping = each == line if each[0] != " " else dropping
        if not dropping:
            kept.append(each)
    assert any("is missing" in problem for problem in problems("\n".join(kept) + "\n"))
