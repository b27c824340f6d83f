"""Who can get into a Debian host: recordings of real hosts, and the tricks that a careless reader would miss."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongluy.facts.answers import Answer, Answers, Unreadable
from truongluy.facts.debian import accounts, files, login_banner, pam, passwords, privileges, ssh
from truongluy.redact import redact

HERE = Path(__file__).parent / "debian"
MODULES = (accounts, files, login_banner, pam, passwords, privileges, ssh)
READERS = {name: reader for module in MODULES for name, reader in module.READERS.items()}
COMMANDS = [name for module in MODULES for name in module.COMMANDS]
CASES = sorted(
    {(path.parent.name, path.stem) for path in HERE.glob("*/*.json") if path.parent.name in READERS}
)


def recording(case: str, **changed: str) -> Answers:
    """What a real host answered, as evidence keeps it (secrets cut out), with some answers changed."""
    found = {name: (HERE / name / f"{case}.txt").read_text(encoding="utf-8") for name in COMMANDS} | changed
    return Answers({name: Answer(redact(text)) for name, text in found.items()})


@pytest.mark.parametrize(("fact", "case"), CASES)
def test_recordings_of_real_hosts_read_as_expected(fact, case):
    expected = json.loads((HERE / fact / f"{case}.json").read_text(encoding="utf-8"))
    assert READERS[fact](recording(case)) == expected


def test_every_fact_has_a_hardened_and_an_unhardened_recording():
    assert {fact for fact, _ in CASES} == set(READERS)
    assert {case for _, case in CASES} >= {"as_delivered", "hardened"}


@pytest.mark.parametrize("fact", sorted(READERS))
def test_a_failed_command_is_unreadable_and_never_a_value(fact):
    broken = {name: Answer("", status=127, stderr="not found") for name in COMMANDS}
    with pytest.raises(Unreadable):
        READERS[fact](Answers(broken))


def hardened(name: str) -> str:
    return (HERE / name / "hardened.txt").read_text(encoding="utf-8")


def test_one_account_with_a_weaker_ssh_rule_decides():
    everybody = hardened("ssh_effective")
    weak = everybody.replace("@@ account truongluy", "@@ account an").split("@@ account an")[-1]
    text = (
        everybody + "@@ account an" + weak.replace("passwordauthentication no", "passwordauthentication yes")
    )
    facts = ssh.read_ssh(recording("hardened", ssh_effective=text))
    assert facts["password_authentication"] is True


def test_match_all_is_no_exception_but_match_address_is():
    conditions = "Match all\n  match=User an\nMATCH  Address 192.0.2.0/24\n"
    facts = ssh.read_ssh(recording("hardened", ssh_match_conditions=conditions))
    assert facts["match_conditions"] == ["Address 192.0.2.0/24", "User an"]


def test_a_host_without_ssh_server_says_so():
    facts = ssh.read_ssh(recording("hardened", ssh_effective="@@ not installed\n"))
    assert facts["installed"] is False and facts["root_login"] is None and facts["host_keys"] is None


@pytest.mark.parametrize(
    ("interval", "count", "expected"),
    [("0", "3", None), ("100", "0", None), ("100", "3", 300)],
)
def test_a_silent_client_is_cut_off_only_when_both_numbers_are_set(interval, count, expected):
    text = hardened("ssh_effective")
    text = text.replace("clientaliveinterval 100", f"clientaliveinterval {interval}")
    text = text.replace("clientalivecountmax 3", f"clientalivecountmax {count}")
    assert ssh.read_ssh(recording("hardened", ssh_effective=text))["silent_client_seconds"] == expected


def test_a_denied_account_is_not_accepted_even_if_its_group_is_allowed():
    text = hardened("ssh_effective").replace(
        "allowgroups remote-admins", "allowgroups remote-*\ndenyusers truong*"
    )
    assert ssh.read_ssh(recording("hardened", ssh_effective=text))["accepted_accounts"] == []


def test_a_program_that_does_not_count_makes_the_lock_worthless():
    text = hardened("pam_files") + "@@ su\nauth required pam_unix.so\n"
    facts = passwords.read_lockout(recording("hardened", pam_files=text))
    assert facts == {"programs_that_do_not_count": ["su"], "attempts": None, "locked_seconds": None}


def test_counting_before_the_password_only_is_not_counting():
    text = "\n".join(line for line in hardened("pam_files").splitlines() if "authfail" not in line)
    assert passwords.read_lockout(recording("hardened", pam_files=text))["attempts"] is None


def test_numbers_for_passwords_mean_nothing_without_the_module_in_the_stack():
    text = "\n".join(line for line in hardened("pam_files").splitlines() if "pam_pwquality" not in line)
    assert passwords.read_password_policy(recording("hardened", pam_files=text))["minimum_length"] is None


@pytest.mark.parametrize(
    ("rules", "length", "kinds"),
    [
        ("minlen = 14\nminclass = 4", 14, 4),
        ("minlen=14\nminlen = 6", 6, 0),
        ("minlen = 14\ndcredit = 2\nucredit = 1", 11, 0),
        ("minlen = 12\ndcredit = -1\nucredit = -1\nlcredit = -1", 12, 3),
        ("enforcing = 0\nminlen = 14", None, None),
    ],
)
def test_rules_for_new_passwords(rules, length, kinds):
    facts = passwords.read_password_policy(recording("hardened", passwords_quality=rules))
    assert (facts["minimum_length"], facts["character_kinds"]) == (length, kinds)


@pytest.mark.parametrize(("given", "expected"), [("never", None), ("0", None), ("60", 60)])
def test_a_lock_without_end_is_none(given, expected):
    text = hardened("pam_files").replace("unlock_time=43200", f"unlock_time={given}")
    assert passwords.read_lockout(recording("hardened", pam_files=text))["locked_seconds"] == expected


def test_pam_follows_includes_and_survives_none():
    text = "@@ common-auth\nauth required pam_a.so\n@@ x\n@include common-auth\nauth substack y\n"
    text += "@@ y\nauth [default=die] pam_b.so k=v\n"
    rules = pam.stack(Answers.of(pam_files=text), "x", "auth")
    assert [(rule.module, rule.value("k")) for rule in rules] == [("pam_a", None), ("pam_b", "v")]
    assert pam.stack(Answers.of(pam_files=text), "missing", "auth") == []


def test_pam_that_includes_itself_is_unreadable():
    with pytest.raises(Unreadable):
        pam.stack(Answers.of(pam_files="@@ common-auth\n@include common-auth\n"), "common-auth", "auth")


def test_an_empty_password_field_in_either_file_is_an_open_door():
    passwd = hardened("accounts_passwd") + "khach:empty:1001:1001::/home/khach:/bin/bash\n"
    facts = accounts.read_accounts(recording("hardened", accounts_passwd=passwd))
    assert facts["without_password"] == ["khach"] and "khach" in facts["people"]


def test_an_expired_account_cannot_log_in():
    passwd = hardened("accounts_passwd") + "cu:shadow:1001:1001::/home/cu:/bin/bash\n"
    shadow = "cu:locked::20000:0:99999:7::1\n" + hardened("accounts_shadow")
    facts = accounts.read_accounts(recording("hardened", accounts_passwd=passwd, accounts_shadow=shadow))
    assert "cu" not in facts["people"]


def test_password_states_cut_short_are_unreadable():
    with pytest.raises(Unreadable):
        accounts.read_accounts(recording("hardened", accounts_shadow="root:locked::1:0:99999:7::\n"))


def sudoers(**policy: object) -> Answers:
    return Answers.of(privileges_sudoers=json.dumps(policy))


def test_a_setting_lifted_for_one_person_is_not_set_for_everybody():
    defaults = [
        {"Options": [{"use_pty": True}]},
        {"Binding": [{"username": "an"}], "Options": [{"use_pty": False}]},
    ]
    assert privileges.read_sudo(sudoers(Defaults=defaults))["use_pty"] is False


def test_one_command_without_password_is_enough():
    specs = [
        {"User_List": [{"usergroup": "sudo"}], "Cmnd_Specs": [{"Commands": [{"command": "ALL"}]}]},
        {
            "User_List": [{"username": "an"}, {"usergroup": "sudo"}],
            "Cmnd_Specs": [
                {"Commands": []},
                {"Options": [{"authenticate": False}], "Commands": [{"command": "/bin/sh"}]},
            ],
        },
    ]
    rules = privileges.read_sudo(sudoers(User_Specs=specs))["rules"]
    assert rules == [{"who": "%sudo", "asks_password": False}, {"who": "an", "asks_password": False}]


def test_a_wheel_rule_after_the_password_does_not_limit_su():
    text = "@@ common-auth\nauth required pam_unix.so\n"
    text += "@@ su\n@include common-auth\nauth required pam_wheel.so group=sudo\n"
    assert privileges.read_su(Answers.of(pam_files=text)) == {"limited_to_group": None}


def test_sudoers_that_are_not_json_are_unreadable():
    with pytest.raises(Unreadable):
        privileges.read_sudo(Answers.of(privileges_sudoers="cvtsudoers: syntax error"))


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("CẢNH BÁO\n", []),
        ("Debian GNU/Linux 12 \\n \\l\n", ["Debian", "GNU/Linux", "\\n"]),
        ("Ubuntu 24.04 \\r", ["Ubuntu", "\\r"]),
    ],
)
def test_a_banner_gives_away_names_and_escapes(text, details):
    facts = login_banner.read_login_banner(Answers.of(banner_network=text, banner_console=""))
    assert facts["network"]["system_details"] == details and facts["console"]["lines"] == []


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_parsers_survive_any_text(text):
    ssh.parse_report(text)
    passwords.settings(text)
    pam.services(Answers.of(pam_files="@@ common-auth\n" + text))


@given(st.integers(0, 0o7777))
def test_a_mode_is_read_bit_by_bit(mode):
    (entry,) = files.read_files(
        Answers.of(
            files_secret=f"{mode:o} root root /a b\n",
            files_core="",
            files_jobs="",
            files_host_keys="",
            files_world_writable="",
            files_shared_folders="",
        )
    )["secret"]
    assert entry["path"] == "/a b"
    assert entry["others_can_write"] == bool(mode & 2) and entry["only_owner"] == (mode & 0o77 == 0)
