"""The simulated switch's grammar and store, without a network."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.switch_simulator.editor import Editor, load_text
from lab.switch_simulator.grammar import Ambiguous, Incomplete, Invalid, Refused, load, match
from lab.switch_simulator.render import config_lines
from lab.switch_simulator.store import Refusal, Store

from .lines import BAD, GOOD

ENTER = {"config": [], "port": ["interface Gi1/0/3"], "svi": ["interface Vlan10"], "line": ["line vty 3"],
         "vlan": ["vtp mode transparent", "vlan 20"], "acl_standard": ["ip access-list standard A"],
         "acl_extended": ["ip access-list extended B"], "archive": ["archive"],
         "archive_log": ["archive", "log config"]}


def at(mode: str, store: Store | None = None) -> Editor:
    """An editor standing in a mode."""
    editor = Editor(store or Store())
    for line in ENTER[mode]:
        editor.run(line)
    return editor


def printed(editor: Editor) -> list[str]:
    """All lines of the configuration, unindented."""
    return [line.strip() for line in config_lines(editor.store)]


@pytest.mark.parametrize(("mode", "keywords", "rest", "shown"), GOOD, ids=lambda value: str(value)[:40])
def test_good_line_is_taken_and_printed(mode: str, keywords: str, rest: str, shown: str) -> None:
    editor = at(mode)
    before = printed(editor)
    editor.run(f"{keywords} {rest}".strip())
    after = printed(editor)
    if shown:
        assert shown in after
    else:
        assert after == before


@pytest.mark.parametrize(("mode", "line"), BAD)
def test_bad_line_is_refused_and_changes_nothing(mode: str, line: str) -> None:
    editor = at(mode)
    before = printed(editor)
    if line == "switchport mode access" or mode == "svi":
        editor.stack = editor.stack[-1:]
    with pytest.raises(Refused):
        editor.run(line)
    assert printed(editor) == before


@given(st.sampled_from(GOOD), st.data())
@settings(max_examples=150, deadline=None)
def test_misspelled_keyword_is_refused(case: tuple[str, str, str, str], data: st.DataObject) -> None:
    mode, keywords, rest, _ = case
    words = keywords.split()
    place = data.draw(st.integers(0, len(words) - 1))
    inside = data.draw(st.integers(1, len(words[place])))
    words[place] = words[place][:inside] + "qx" + words[place][inside:]
    line = f"{' '.join(words)} {rest}".strip()
    editor = at(mode)
    before = printed(editor)
    with pytest.raises(Refused) as refused:
        editor.run(line)
    assert printed(editor) == before
    assert refused.value.column <= len(line)


@given(st.sampled_from(GOOD))
@settings(max_examples=100, deadline=None)
def test_unneeded_word_is_refused(case: tuple[str, str, str, str]) -> None:
    mode, keywords, rest, _ = case
    if any(word in keywords for word in ("description", "location", "contact", "remark", "snmp-server community",
                                         "snmp-server host", "snmp-server view", "snmp-server user")):
        return
    with pytest.raises(Refused):
        at(mode).run(f"{keywords} {rest} zq zq zq")


SAFE = [case for case in GOOD if case[0] in ("config", "port", "svi", "line", "acl_standard", "archive_log")]


@given(st.lists(st.tuples(st.sampled_from(SAFE), st.sampled_from(["", "no ", "default "])), max_size=25))
@settings(max_examples=80, deadline=None)
def test_printed_configuration_reads_back_as_itself(steps: list[tuple[tuple[str, str, str, str], str]]) -> None:
    store = Store()
    for (mode, keywords, rest, _), verb in steps:
        words = keywords.removeprefix("no ") if verb else keywords
        try:
            at(mode, store).run(f"{verb}{words} {rest}".strip(), confirmed=True)
        except (Refused, Refusal):
            continue
    text = "\n".join(config_lines(store))
    again, problems = load_text(text)
    assert problems == []
    assert "\n".join(config_lines(again)) == text


@given(st.sampled_from([case for case in GOOD if not case[1].startswith("no ")]))
@settings(max_examples=150, deadline=None)
def test_default_takes_a_line_back(case: tuple[str, str, str, str]) -> None:
    mode, keywords, rest, _ = case
    if keywords.startswith(("ip dhcp snooping vlan", "ip arp inspection vlan", "access-list", "logging 10",
                            "snmp-server host", "permit", "deny", "remark", "snmp-server enable")) or keywords == "logging":
        return
    editor = at(mode)
    before = printed(editor)
    editor.run(f"{keywords} {rest}".strip())
    editor.run(f"default {keywords} {rest}".strip())
    after = printed(editor)
    assert after == before or "service password-encryption" in keywords


def test_abbreviations_and_complaints() -> None:
    config = load("config")
    assert match(config, "ser pass").text == "service password-encryption"
    assert match(config, "int g1/0/5").text == "interface GigabitEthernet1/0/5"
    assert match(config, "int gig 1/0/5").text == "interface GigabitEthernet1/0/5"
    with pytest.raises(Ambiguous):
        match(config, "s")
    with pytest.raises(Incomplete):
        match(config, "ip ssh")
    with pytest.raises(Invalid) as invalid:
        match(config, "ip ssx version 2")
    assert invalid.value.column == 5


def test_every_grammar_file_compiles() -> None:
    for mode in ("config", "port", "svi", "line", "vlan", "acl_standard", "acl_extended", "archive", "archive_log", "exec"):
        assert load(mode).rules


def run(*lines: str) -> list[str]:
    """The configuration after these lines (global context, modes opened by the lines)."""
    editor = Editor(Store())
    for line in lines:
        editor.run(line, confirmed=True)
    return config_lines(editor.store)


def test_no_removes_by_prefix() -> None:
    assert not [line for line in run("snmp-server community a RO", "snmp-server location x", "no snmp-server")
                if line.startswith("snmp-server")]
    assert not [line for line in run("access-list 10 permit any", "access-list 10 remark a",
                                     "no access-list 10 permit any") if line.startswith("access-list")]
    left = run("username a privilege 5 secret x", "username ab secret y", "no username a")
    assert [line.split()[1] for line in left if line.startswith("username")] == ["ab"]


def test_single_values_replace_and_lists_grow() -> None:
    lines = run("ip ssh version 1", "ip ssh version 2", "logging host 10.1.1.1", "logging host 10.1.1.2",
                "ip dhcp snooping vlan 10", "ip dhcp snooping vlan 11-12", "no ip dhcp snooping vlan 11")
    assert "ip ssh version 2" in lines and "ip ssh version 1" not in lines
    assert {"logging host 10.1.1.1", "logging host 10.1.1.2", "ip dhcp snooping vlan 10,12"} <= set(lines)


def test_trunk_lists() -> None:
    lines = run("interface Gi1/0/1", "switchport trunk allowed vlan 10", "switchport trunk allowed vlan add 20,30-32",
                "switchport trunk allowed vlan remove 31")
    assert " switchport trunk allowed vlan 10,20,30,32" in lines


def test_named_list_keeps_order_and_hides_numbers() -> None:
    editor = Editor(Store())
    for line in ("ip access-list standard A", "permit 10.1.1.0 0.0.0.255", "deny any", "15 permit host 10.2.2.2"):
        editor.run(line)
    lines = config_lines(editor.store)
    start = lines.index("ip access-list standard A")
    assert lines[start + 1: start + 4] == [" permit 10.1.1.0 0.0.0.255", " permit 10.2.2.2", " deny any"]
    with pytest.raises(Refusal):
        editor.run("15 permit host 10.3.3.3")
    editor.run("no 15")
    assert " permit 10.2.2.2" not in config_lines(editor.store)


def test_secrets_are_never_stored_clear_with_the_service_on() -> None:
    text = "\n".join(run("username a password lorem-ipsum", "enable password lorem-ipsum", "line vty 0 15",
                         "password lorem-ipsum", "service password-encryption", "username b secret lorem-ipsum",
                         "username c algorithm-type scrypt secret lorem-ipsum", "enable secret lorem-ipsum"))
    assert "lorem-ipsum" not in text
    assert "username c secret 9 $9$" in text and "enable secret 5 $1$" in text


def test_refusals_have_the_device_s_words() -> None:
    editor = Editor(Store())
    for line, words in (("enable secret 5 notahash", "not a valid encrypted secret"),
                        ("interface Gi1/0/1", ""), ("switchport nonegotiate", "Command rejected: Conflict"),
                        ("switchport port-security", "GigabitEthernet1/0/1 is a dynamic port"),
                        ("spanning-tree vlan 10 priority 100", "increments of 4096"),
                        ("username a password x", ""), ("username a secret y", "Can not have both")):
        if words:
            with pytest.raises(Refusal, match=words):
                editor.run(line)
        else:
            editor.run(line)


def test_vty_lines_are_printed_in_groups() -> None:
    lines = run("line vty 0 15", "exec-timeout 5 0", "line vty 7", "transport input ssh")
    assert [line for line in lines if line.startswith("line vty")] == \
        ["line vty 0 4", "line vty 5 6", "line vty 7", "line vty 8 15"]


def test_aaa_replaces_line_login() -> None:
    lines = run("line vty 0 15", "login local", "aaa new-model", "aaa authentication login default local")
    assert " login local" not in lines and "aaa session-id common" in lines
    back = run("aaa new-model", "aaa authentication login default local", "no aaa new-model")
    assert "no aaa new-model" in back and not [line for line in back if line.startswith("aaa ")]


def test_vlans_are_printed_only_outside_vtp() -> None:
    assert "vlan 20" not in run("vlan 20")
    assert "vlan 20" in run("vlan 20", "vtp mode transparent")


def test_default_interface_forgets_its_settings() -> None:
    lines = run("interface Gi1/0/1", "switchport mode access", "shutdown", "default interface Gi1/0/1",
                "interface Vlan1", "shutdown", "default interface vlan 1")
    start = lines.index("interface GigabitEthernet1/0/1")
    assert lines[start + 1] == "!"
    assert lines[lines.index("interface Vlan1") + 1: lines.index("interface Vlan1") + 3] == [" no ip address", "!"]
    with pytest.raises(Refusal, match="physical interfaces"):
        run("no interface Gi1/0/1")
