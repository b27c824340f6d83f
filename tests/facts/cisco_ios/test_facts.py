"""Recorded answers of switches become the facts written beside them, and errors never become facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongluy import facts
from truongluy.facts.answers import Answer
from truongluy.facts.cisco_ios import COMMANDS, READERS, redact
from truongluy.facts.cisco_ios.tree import number_list, numbers, parse, render

HERE = Path(__file__).parent
CASES = sorted(path.stem for path in HERE.glob("*.json"))


def answers(case: str) -> dict[str, str]:
    return {name: (HERE / name / f"{case}.txt").read_text() for name in COMMANDS}


def read(texts: dict[str, str]) -> facts.Facts:
    return facts.read("cisco_ios", {name: Answer(text) for name, text in texts.items()})


@pytest.mark.parametrize("case", CASES)
def test_recorded_answers_give_these_facts(case: str) -> None:
    found = read(answers(case))
    assert found.unread == {}
    assert json.loads(json.dumps(found.values)) == json.loads((HERE / f"{case}.json").read_text())


@pytest.mark.parametrize("case", CASES)
def test_redaction_changes_no_fact(case: str) -> None:
    texts = answers(case)
    hidden = {name: redact(name, text) for name, text in texts.items()}
    assert read(hidden).values == read(texts).values


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.99])
def test_a_configuration_cut_short_is_unread(cut: float) -> None:
    texts = answers("hardened")
    whole = texts["configuration_running"]
    found = read({**texts, "configuration_running": whole[: int(len(whole) * cut)].removesuffix("end")})
    assert "cut short" in str(found.unread["ports"])
    assert "ports" not in found.values
    assert "ssh" in found.values


@pytest.mark.parametrize("refusal", ["% Invalid input detected at '^' marker.", "% Authorization failed."])
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_refused_command_is_unread(command: str, refusal: str) -> None:
    found = read({**answers("hardened"), command: f"          ^\n{refusal}\n"})
    assert found.unread
    assert all(command in found.sources[name] for name in found.unread)


def test_no_answers_no_facts() -> None:
    found = facts.read("cisco_ios", {})
    assert found.values == {}
    assert set(found.unread) == set(READERS)


SECRET = "Bi-Mat-2026"
SECRET_LINES = [
    f"enable secret {SECRET}",
    f"enable secret 5 {SECRET}",
    f"enable password level 15 7 {SECRET}",
    f"enable algorithm-type scrypt secret {SECRET}",
    f"username admin privilege 15 secret 9 {SECRET}",
    f"username admin password 0 {SECRET}",
    f"username admin privilege 15 algorithm-type scrypt secret {SECRET}",
    f"snmp-server community {SECRET} RO 10",
    f"no snmp-server community {SECRET}",
    f"snmp-server host 192.0.2.1 version 2c {SECRET}",
    f"snmp-server host 192.0.2.1 traps {SECRET}",
    f"snmp-server host 192.0.2.1 {SECRET}",
    f"snmp-server user monitor GROUP v3 auth sha {SECRET} priv aes 128 {SECRET}",
    f"tacacs-server host 192.0.2.1 key 7 {SECRET}",
    f"tacacs-server key {SECRET}",
    f"radius-server key 7 {SECRET}",
    f"radius server LOGIN\n address ipv4 192.0.2.1\n key 7 {SECRET}",
    f"aaa group server radius X\n server-private 192.0.2.1 key {SECRET}",
    f"ntp authentication-key 1 md5 {SECRET} 7",
    f"line vty 0 4\n password 7 {SECRET}",
    f"line con 0\n password {SECRET}",
    f"key chain X\n key 1\n  key-string 7 {SECRET}",
    f"interface Vlan1\n ip ospf message-digest-key 1 md5 7 {SECRET}",
    f"interface Vlan1\n ip ospf authentication-key 7 {SECRET}",
    f"crypto isakmp key {SECRET} address 192.0.2.1",
    f"interface Vlan1\n standby 1 authentication md5 key-string {SECRET}",
]


@pytest.mark.parametrize("line", SECRET_LINES)
def test_secrets_are_hidden(line: str) -> None:
    hidden = redact("configuration_running", f"hostname x\n{line}\nend\n")
    assert SECRET not in hidden
    assert "<redacted>" in hidden
    assert redact("configuration_running", hidden) == hidden


@pytest.mark.parametrize(
    "line", ["service password-encryption", "no service password-encryption", "key chain X", " key 1",
             "ip ssh version 2", "username admin privilege 15", "snmp-server group X v3 priv",
             "snmp-server host 192.0.2.1 version 3 priv <redacted>", "aaa authentication login default local",
             "security passwords min-length 12"],
)  # fmt: skip
def test_what_is_no_secret_stays(line: str) -> None:
    assert redact("configuration_running", line) == line


def test_a_banner_is_one_line_whatever_it_holds() -> None:
    root = parse(
        "banner motd ^C\nline con 0\n username x secret y\n^C\nbanner login ^Cone^C\nhostname a\nend\n"
    )
    assert [line.text for line in root.children] == ["banner motd", "banner login", "hostname a"]
    assert root.children[1].block == "one"


def test_a_certificate_does_not_swallow_what_follows() -> None:
    text = "crypto pki certificate chain X\n certificate self-signed 01\n  30820330 ABCD\n  \tquit\nhostname a\nend"
    root = parse(text)
    assert [line.text for line in root.children] == ["crypto pki certificate chain X", "hostname a"]
    assert render(parse(render(root))) == render(root)


@given(st.sets(st.integers(1, 4094), min_size=1))
def test_number_lists_read_back(chosen: set[int]) -> None:
    assert numbers(number_list(sorted(chosen))) == sorted(chosen)


@given(st.text(alphabet=" \nabcinterface!0123-,^C\t", max_size=300))
def test_any_text_parses_and_settles(text: str) -> None:
    once = render(parse(text))
    assert render(parse(once)) == once or "^C" in text
