"""Pushing to a real simulated switch over SSH: the good way, and every way it can go wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.switch.conftest import LOGIN, NAME, Switch
from tests.switch.rendered import baseline
from truongluy import facts
from truongluy.facts.answers import Answer
from truongluy.facts.cisco_ios import COMMANDS, redact
from truongluy.facts.cisco_ios.tree import parse, render
from truongluy.platforms.connection import CannotReach, ConnectionSettings, session
from truongluy.platforms.planner import PlanError
from truongluy.platforms.push import Outcome, PushFailed, Wish, configure
from truongluy.platforms.read import read

WISH = Wish(*baseline(NAME), password_kinds=("strong_hash",))
# A few lines are enough where the way it goes wrong is the point.
SMALL = Wish(
    "logging host 10.99.10.12\nntp server 10.99.10.12\nclock timezone ICT 7 0\nlogin on-failure log\n"
    "no ip http server\nno ip http secure-server\nline con 0\n exec-timeout 5 0\n",
    (r"snmp-server community .*",),
)


def push(switch: Switch, wish: Wish = WISH, *, check: bool = False, minutes: int = 3) -> Outcome:
    return configure(
        NAME, wish, switch.settings, check=check, minutes=minutes, backups=switch.folder / "backups"
    )


def lines(switch: Switch, which: str = "configuration_running") -> str:
    return render(parse(switch.configuration(which)))


def test_one_push_is_enough_saved_and_backed_up(switch: Switch) -> None:
    before = lines(switch)
    first = push(switch)
    assert first.changed
    assert first.saved
    assert lines(switch) == lines(switch, "configuration_startup") != before
    assert first.backup
    assert render(parse(first.backup.read_text())) == before
    assert first.backup.stat().st_mode & 0o777 == 0o600
    second = push(switch)
    assert (second.changed, second.commands, second.backup) == (False, (), None)
    assert LOGIN["password"] not in "\n".join(first.commands) + first.plan.diff
    assert LOGIN["enable"] not in "\n".join(first.commands) + first.plan.diff


def test_check_mode_tells_and_changes_nothing(switch: Switch) -> None:
    before = lines(switch)
    told = push(switch, check=True)
    assert told.changed
    assert told.commands[-1] == "write memory"
    assert lines(switch) == before
    assert not (switch.folder / "backups").exists()
    assert push(switch).commands == told.commands
    assert not push(switch, check=True).changed


def test_what_shows_only_after_a_first_push_is_pushed_too(switch: Switch) -> None:
    """A VTP server keeps its VLANs out of the configuration: the stray one is seen once VTP is off."""
    push(switch)
    with session(NAME, switch.settings) as connection:
        said = connection.send_config_set(["vtp mode server", "vlan 777", "exit"], cmd_verify=False)
        assert "% " not in said
    assert "vlan 777" not in lines(switch)
    healed = push(switch)
    assert "no vlan 777" in healed.commands
    assert "vlan 777" not in lines(switch)
    assert not push(switch).changed


def test_facts_after_the_push(switch: Switch) -> None:
    push(switch)
    answers = read(NAME, COMMANDS, switch.settings)
    found = facts.read("cisco_ios", {name: Answer(redact(name, text)) for name, (text, _) in answers.items()})
    assert found.unread == {}
    assert found.at("local_accounts") == [
        {"name": "truongluy", "privilege": 15, "password_kind": "strong_hash"}
    ]
    assert found.at("ssh.version") == "2.0"
    assert found.at("configuration.saved") is True


@pytest.mark.parametrize(("wish", "after"), [(SMALL, 3), (WISH, 60)], ids=["early", "late"])
def test_a_push_cut_off_undoes_itself_and_the_next_one_repairs(
    start_switch: Callable[..., Switch], wish: Wish, after: int
) -> None:
    switch = start_switch(minute_seconds=8)
    before = lines(switch)
    switch.fault(f"drop_after:{after}")
    with pytest.raises(PushFailed, match="restarts by itself with its saved configuration"):
        push(switch, wish, minutes=1)
    switch.fault("clear")
    assert back(switch, before, seconds=20), "the previous configuration did not come back in time"
    assert push(switch, wish, minutes=60).changed
    assert not push(switch, wish).changed


def back(switch: Switch, before: str, seconds: float) -> bool:
    """Whether the running configuration becomes `before` within some seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if lines(switch) == before:
                return True
        except CannotReach:
            pass
        time.sleep(0.5)
    return False


def test_a_refused_line_is_named_and_nothing_stays(start_switch: Callable[..., Switch]) -> None:
    switch = start_switch(minute_seconds=8)
    before = lines(switch)
    wish = Wish("logging host 10.99.10.12\nntp server not-an-address\n")
    with pytest.raises(PushFailed, match="refused the line 'ntp server not-an-address'"):
        push(switch, wish, minutes=1)
    assert back(switch, before, seconds=20)


def test_a_full_flash_is_an_error_and_the_next_run_saves(switch: Switch) -> None:
    switch.fault("full_flash")
    with pytest.raises(PushFailed, match="could not save"):
        push(switch, SMALL)
    switch.fault("clear")
    assert push(switch, SMALL).commands == ("write memory",)
    assert lines(switch) == lines(switch, "configuration_startup")


def test_a_line_taken_but_not_kept_is_noticed(start_switch: Callable[..., Switch]) -> None:
    """The device accepts an abbreviation but prints the whole word, so the second plan is not empty."""
    switch = start_switch(minute_seconds=8)
    before = lines(switch)
    with pytest.raises(PushFailed, match="reads back different"):
        push(switch, Wish("logging buff 8192\n"), minutes=1)
    assert back(switch, before, seconds=20)


def test_a_wrong_password_is_told_without_showing_it(switch: Switch) -> None:
    switch.fault("wrong_password")
    with pytest.raises(CannotReach, match="refused the name or the password") as told:
        read(NAME, COMMANDS, switch.settings)
    assert LOGIN["password"] not in str(told.value)


def test_a_changed_host_key_is_refused(switch: Switch) -> None:
    switch.fault("change_host_key")
    with pytest.raises(CannotReach, match="host key"):
        read(NAME, COMMANDS, switch.settings)


def test_an_unknown_host_key_is_refused(switch: Switch) -> None:
    switch.settings.known_hosts.write_text("")
    with pytest.raises(CannotReach, match="host key"):
        push(switch)


def test_a_switch_that_hangs_is_given_up(switch: Switch) -> None:
    switch.fault("hang_no_prompt")
    with pytest.raises(CannotReach):
        read(NAME, COMMANDS, switch.settings)


def test_nobody_there(switch: Switch) -> None:
    switch.process.terminate()
    switch.process.wait(timeout=60)
    with pytest.raises(CannotReach, match="nobody answers"):
        read(NAME, COMMANDS, switch.settings)


def test_a_password_that_cannot_be_typed_is_refused_before_anything(switch: Switch) -> None:
    wish = Wish("hostname sw-so-01\n", password_kinds=("strong_hash",))
    odd = switch.settings.credentials.read_text().replace(LOGIN["enable"], "'la gi?'")
    switch.settings.credentials.write_text(odd)
    with pytest.raises(PlanError, match="can't be typed"):
        push(switch, wish)


@pytest.mark.parametrize(
    "text", ["", "default: {username: x}", "- a\n- b", "default: [", "default: {password: }"]
)
def test_bad_credentials_are_told(tmp_path: Path, text: str) -> None:
    settings = ConnectionSettings(tmp_path / "s", tmp_path / "k", tmp_path / "c")
    for path in (settings.ssh_config, settings.known_hosts):
        path.write_text("")
    settings.credentials.write_text(text)
    with pytest.raises(CannotReach, match="no username and password"):
        read(NAME, COMMANDS, settings)


def test_missing_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(CannotReach, match="does not exist"):
        read(NAME, COMMANDS, ConnectionSettings(tmp_path / "s", tmp_path / "k", tmp_path / "c"))
