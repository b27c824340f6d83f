"""The planner: smallest change, nothing unmanaged touched, and nothing left to do after its change."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hier_config import Platform, get_hconfig
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.switch.rendered import baseline
from truongluy.facts.cisco_ios.tree import Line, parse, render
from truongluy.platforms.apply import applied
from truongluy.platforms.cisco_ios import MODEL
from truongluy.platforms.normal import normal
from truongluy.platforms.planner import Plan, PlanError, plan

CONFIGS = sorted((Path(__file__).parent / "configs").glob("*.cfg"))
SWITCHES = ("sw-so-01", "sw-school-01")


def texts(root: Line) -> set[tuple[str, ...]]:
    """Every line with its path."""
    return {path for path, _ in root.walk()}


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.stem)
def test_nothing_is_left_after_the_change(config: Path, switch: str) -> None:
    running = config.read_text()
    intended, absent = baseline(switch)
    first = plan(running, intended, absent)
    assert first.commands
    after = render(applied(normal(running, MODEL), first.commands, MODEL))
    again = plan(after, intended, absent)
    assert again.commands == ()
    assert again.empty


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.stem)
def test_hier_config_forecasts_the_same_end(config: Path) -> None:
    """hier_config's own `future()` of the commands leaves the planner with nothing to do as well."""
    intended, absent = baseline("sw-so-01")
    before = normal(config.read_text(), MODEL)
    # hier_config has its own reading of banners; they are not what this test is about.
    before.children = [line for line in before.children if not line.text.startswith("banner ")]
    intended = re.sub(r"^banner .*\n", "", intended, flags=re.MULTILINE)
    first = plan(render(before), intended, absent)
    forecast = get_hconfig(Platform.CISCO_IOS, render(before)).future(
        get_hconfig(Platform.CISCO_IOS, indented(first.commands))
    )
    again = plan("\n".join(forecast.dump_simple()), intended, absent)
    # Its `future()` does not know that some features print their `no`, and keeps a printed `no` beside its opposite.
    negated = {path[-1] for path in texts(before) if path[-1].startswith("no ")}
    left = [
        command
        for command in again.commands
        if not MODEL.opens_section(command)
        and command != "exit"
        and not MODEL.prints_off(command.removeprefix("no "))
        and f"no {command}" not in negated
    ]
    assert left == []


def indented(commands: tuple[str, ...]) -> str:
    """Commands as a configuration text."""
    out: list[str] = []
    depth = 0
    for command in commands:
        if command == "exit":
            depth -= 1
            continue
        out.append(" " * depth + command)
        depth += MODEL.opens_section(command)
    return "\n".join(out)


def test_unmanaged_lines_stay() -> None:
    running = (Path(__file__).parent / "configs" / "grown_ios.cfg").read_text()
    after = texts(applied(normal(running, MODEL), plan(running, *baseline("sw-so-01")).commands, MODEL))
    for path in (
        ("service nagle",),
        ("ip domain-name example.invalid",),
        ("ip default-gateway 10.99.99.1",),
        ("ip route 192.0.2.0 255.255.255.0 10.99.99.1",),
        ("archive", "path flash:backup"),
        ("spanning-tree vlan 10 priority 4096",),
        ("interface GigabitEthernet1/0/1", "load-interval 30"),
        ("interface GigabitEthernet1/0/24", "channel-group 1 mode active"),
        ("interface Vlan99", "ip address 10.99.99.11 255.255.255.0"),
        ("ip access-list standard QUAN-TRI", "10 permit 10.99.99.0 0.0.0.255"),
        ("logging host 192.0.2.50",),
        ("snmp-server location Phong may",),
        ("snmp-server host 192.0.2.61 version 3 priv giamsat",),
        ("enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0",),
    ):
        assert path in after, path


def test_absent_lines_go() -> None:
    running = (Path(__file__).parent / "configs" / "grown_ios.cfg").read_text()
    commands = plan(running, *baseline("sw-so-01")).commands
    after = render(applied(normal(running, MODEL), commands, MODEL))
    for gone in ("username admin", "username nhathau", "enable password", "snmp-server community", "version 2c",
                 "login authentication CONSOLE", "ntp server 192.0.2.123", "telnet", "switchport voice vlan",
                 "spanning-tree portfast trunk", "\nvlan 11\n", "service tcp-small-servers",
                 "10.0.0.0 0.255.255.255"):  # fmt: skip
        assert gone not in after, gone


def test_commands_and_diff_shown_hold_no_secret() -> None:
    running = (Path(__file__).parent / "configs" / "grown_ios.cfg").read_text()
    change = plan(running, *baseline("sw-so-01"))
    assert "no snmp-server community public" in change.commands
    shown = "\n".join(change.shown) + change.before + change.after + change.diff
    for secret in ("public", "private", "0822455D0A16", "$1$mERr", "$9$abcdefghijklmn"):
        assert secret not in shown, secret


def test_order_keeps_us_in() -> None:
    running = CONFIGS[0].read_text()
    commands = plan(running, *baseline("sw-so-01")).commands
    assert commands[-1] == "hostname sw-so-01"
    permits = commands.index("10 permit 10.99.0.0 0.0.255.255")
    assert permits < commands.index("access-class TRUONGLUY-MANAGEMENT in")
    ports = commands[commands.index("interface GigabitEthernet1/0/1") :]
    assert ports.index("switchport mode access") < ports.index("switchport port-security")


def test_authentication_without_any_account_is_refused() -> None:
    running = "hostname x\nline vty 0 4\n login\nend\n"
    with pytest.raises(PlanError, match="no local account"):
        plan(running, "aaa new-model\n")


def test_removing_the_last_account_is_refused() -> None:
    with pytest.raises(PlanError, match="no local account"):
        plan("username admin secret 9 $9$x\naaa new-model\nend\n", "", [r"username .*"])


@pytest.mark.parametrize(
    ("intended", "absent", "words"),
    [
        ("router ospf 1\n", [], "no managed feature"),
        ("no ip finger\n", [], "absent list"),
        ("ip finger\n", [r"ip finger"], "both intended and absent"),
    ],
)
def test_a_wrong_intention_is_named(intended: str, absent: list[str], words: str) -> None:
    with pytest.raises(PlanError, match=words):
        plan("hostname x\nend\n", intended, absent)


def test_unprinted_defaults_count_as_set() -> None:
    wanted = "logging trap informational\nline con 0\n exec-timeout 10 0\n"
    assert plan("hostname x\nline con 0\nend\n", wanted).empty
    told = plan("hostname x\nlogging trap errors\nline con 0\n exec-timeout 0 0\nend\n", wanted).commands
    assert told == ("logging trap informational", "line con 0", "exec-timeout 10 0", "exit")


def all_lines() -> list[str]:
    """Sections of all recorded configurations, as blocks of text."""
    blocks = [render(Line("", [line])) for path in CONFIGS for line in parse(path.read_text()).children]
    return sorted(set(blocks))


BLOCKS = all_lines()


@settings(max_examples=50, deadline=None)
@given(
    st.sets(st.sampled_from(BLOCKS), max_size=60),
    st.sampled_from(SWITCHES),
    st.randoms(use_true_random=False),
)
def test_any_mixture_of_real_lines_converges(blocks: set[str], switch: str, shuffle: random.Random) -> None:
    """Whatever lines of real configurations a switch holds, one change is enough and the second plan is empty."""
    chosen = sorted(blocks)
    shuffle.shuffle(chosen)
    headed: dict[str, str] = {block.split("\n")[0]: block for block in chosen}
    running = "username truongluy privilege 15 secret 9 $9$x\n" + "\n".join(headed.values()) + "\nend\n"
    change: Plan = plan(running, *baseline(switch))
    after = render(applied(normal(running, MODEL), change.commands, MODEL))
    assert plan(after, *baseline(switch)).commands == ()
