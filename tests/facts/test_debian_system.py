"""Recorded answers of servers become the facts written beside them; absence and failure never look compliant.

The recordings are real: `delivered` is a school's file server as it was handed over, `portal`, `log_host` and
`files` are provisioned servers of the lab. `jumping.txt` is a ruleset made with nft for the cases below.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongluy.facts.answers import Answer, Answers, Unreadable
from truongluy.facts.debian import (
    audit,
    backup,
    fileserver,
    firewall,
    integrity,
    kernel,
    malware,
    nginx_config,
    radius,
    services,
    system,
    timesync,
    units,
    updates,
    web,
)  # fmt: skip
from truongluy.facts.debian import logging as logs
from truongluy.facts.debian.nft_ruleset import Ruleset, logs_refused, opened
from truongluy.facts.debian.rsyslog_config import parse

HERE = Path(__file__).parent / "debian"
TOPICS = (
    audit, backup, fileserver, firewall, integrity, kernel, logs, malware, radius, services, system, timesync, units,
    updates, web,
)  # fmt: skip
READERS: dict[str, Callable[[Answers], Any]] = {
    name: r for topic in TOPICS for name, r in topic.READERS.items()
}
COMMANDS = {name: command for topic in TOPICS for name, command in topic.COMMANDS.items()}
RECORDED = sorted(path for path in HERE.glob("*.json") if path.name.split(".")[0] in READERS)


def recorded(case: str) -> Answers:
    """Every answer that was recorded for a case."""
    return Answers({path.parent.name: Answer(path.read_text()) for path in HERE.glob(f"*/{case}.txt")})


def host(**differing: str) -> Answers:
    """A host that answers nothing to every command but those given: nothing is installed."""
    return Answers({name: Answer(differing.get(name, "")) for name in COMMANDS})


@pytest.mark.parametrize("expected", RECORDED, ids=lambda path: path.stem)
def test_recorded_answers_give_these_facts(expected: Path) -> None:
    fact, case = expected.stem.split(".")
    assert json.loads(json.dumps(READERS[fact](recorded(case)))) == json.loads(expected.read_text())


def test_every_reader_has_a_recording() -> None:
    assert {path.stem.split(".")[0] for path in RECORDED} == set(READERS)


@pytest.mark.parametrize("fact", sorted(READERS))
def test_a_failed_command_is_unread(fact: str) -> None:
    failed = Answers({name: Answer("", 127, "sh: not found") for name in COMMANDS})
    with pytest.raises(Unreadable):
        READERS[fact](failed)


def test_without_programs_nothing_is_protected() -> None:
    empty = host(log_syntax="missing", integrity_config="missing", integrity_reference="0", web_valid="missing",
                 share_installed="no", backup_archives="1700000000", firewall_boot_file="missing")  # fmt: skip
    assert READERS["firewall"](empty)["input_policy"] == {"ipv4": "accept", "ipv6": "accept"}
    assert READERS["firewall"](empty)["administration_sources"] == ["any"]
    assert READERS["logging"](empty)["kept_days"] is None
    assert READERS["time"](empty)["sources"] == []
    assert READERS["malware"](empty)["scanner"] is None
    assert READERS["integrity"](empty)["reference_files"] == 0
    assert READERS["web"](empty)["protocols"] == []
    assert READERS["file_sharing"](empty)["minimum_protocol"] is None
    assert READERS["backup"](empty)["newest_age_hours"] is None
    assert READERS["network_stack"](empty)["ipv4_forwarding"] is None
    assert READERS["updates"](empty)["upgrade_days"] is None


# --- rsyslog ---------------------------------------------------------------------------------------------------
FORWARD = 'action(type="omfwd" target="10.9.9.9" port="514" protocol="tcp")'


@pytest.mark.parametrize(
    "config",
    [f"*.* {FORWARD}", FORWARD, "*.* @@10.9.9.9:514", "*.* @@(o)10.9.9.9", f"# *.* @@192.0.2.1\n{FORWARD}",
     f"{FORWARD} # to the central host"],
)  # fmt: skip
def test_these_forward_everything(config: str) -> None:
    assert parse(config).forwarded_to("tcp") == ["10.9.9.9"]


@pytest.mark.parametrize(
    "config",
    ["", f"# {FORWARD}", f"auth.* {FORWARD}", "*.* @10.9.9.9:514", "mail.* @@10.9.9.9",
     f'ruleset(name="r") {{ {FORWARD} }}', f"if $msg contains 'x' then {{\n {FORWARD}\n}}"],
)  # fmt: skip
def test_these_do_not_forward_everything_over_tcp(config: str) -> None:
    assert parse(config).forwarded_to("tcp") == []


def test_senders_are_apart_only_when_the_template_says_so_and_is_used() -> None:
    template = 'template(name="t" type="string" string="/var/log/remote/%fromhost-ip%/all.log")\n'
    assert parse(template).per_sender_stores == []
    assert parse(template + 'action(type="omfile" dynaFile="t")').per_sender_stores == ["/var/log/remote"]
    shared = template.replace("%fromhost-ip%", "all")
    assert parse(shared + 'action(type="omfile" dynaFile="t")').per_sender_stores == []


@given(st.text(alphabet='*.@()[]{}"action=omfwd /\n#', max_size=200))
def test_any_configuration_is_read(text: str) -> None:
    parse(text)


# --- logrotate -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("plan", "days"),
    [("after 1 days (90 rotations)", 90), ("weekly (4 rotations)", 28), ("monthly (12 rotations)", 360),
     ("1000000 bytes (4 rotations)", None), ("after 1 days (no old logs will be kept)", None),
     ("hourly (48 rotations)", 2)],
)  # fmt: skip
def test_rotation_in_days(plan: str, days: int | None) -> None:
    text = f"rotating pattern: /var/log/a.log\n/var/log/b.log\n  {plan}\nempty log files are not rotated\n"
    assert logs.kept_days(text, "/var/log/b.log") == days
    assert logs.kept_days(text, "/var/log/c.log") is None


# --- nftables --------------------------------------------------------------------------------------------------
def ruleset() -> dict[str, Any]:
    return json.loads((HERE / "firewall_ruleset" / "jumping.txt").read_text())


def test_jumps_sets_ranges_and_sources_are_followed() -> None:
    found = Ruleset.of(json.dumps(ruleset()))
    assert opened(found, "tcp") == [
        {"port": 22, "sources": ["10.99.0.0/16"]},
        {"port": 443, "sources": ["any"]},
        {"port": "8000-8100", "sources": ["any"]},
    ]
    assert opened(found, "udp") == [{"port": 53, "sources": ["192.0.2.1", "192.0.2.2"]}]
    assert found.policies("input") == {"ipv4": "drop", "ipv6": "drop"}
    assert found.policies("forward") == {"ipv4": "drop", "ipv6": "accept"}


def test_an_accepting_policy_opens_everything() -> None:
    lax = ruleset()
    for entry in lax["nftables"]:
        if entry.get("chain", {}).get("hook") == "input":
            entry["chain"]["policy"] = "accept"
    assert {"port": "any", "sources": ["any"]} in opened(Ruleset.of(json.dumps(lax)), "tcp")


def test_a_log_before_the_last_accept_misses_what_is_refused() -> None:
    found = ruleset()
    assert logs_refused(Ruleset.of(json.dumps(found)))
    rules = [entry for entry in found["nftables"] if entry.get("rule", {}).get("chain") == "input"]
    found["nftables"].remove(rules[-1])
    found["nftables"].insert(found["nftables"].index(rules[0]), rules[-1])
    assert not logs_refused(Ruleset.of(json.dumps(found)))


# --- sysctl ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("everywhere", "own", "accepted", "routed", "filtered"),
    [(0, 0, 0, 0, 0), (1, 0, 1, 0, 1), (0, 1, 1, 0, 1), (1, 1, 1, 1, 1)],
)
def test_all_joins_each_interface_by_the_kernels_rule(
    everywhere: int, own: int, accepted: int, routed: int, filtered: int
) -> None:
    text = "\n".join(
        f"net.ipv4.conf.{place}.{key} = {value}"
        for place, value in (("all", everywhere), ("default", own), ("eth0", own), ("lo", 1))
        for key in ("accept_redirects", "accept_source_route", "rp_filter")
    )
    facts = READERS["network_stack"](host(kernel_network=text))
    assert facts["ipv4_redirects_accepted"] == accepted
    assert facts["ipv4_source_routes_accepted"] == routed
    assert facts["ipv4_reverse_path_filter"] == filtered
    assert facts["ipv6_redirects_accepted"] is None


# --- nginx -----------------------------------------------------------------------------------------------------
SITE = """
http { server_tokens off; add_header X-Frame-Options DENY always; include sites/*; }
server { listen 80; return 301 https://$host$request_uri; }
server {
    listen 443 ssl; server_name a.example;
    location / { root /x; }
    location /files { autoindex on; add_header X-Other "a; b {c}"; access_log off; }
}
"""


def web_facts(config: str) -> dict[str, Any]:
    return READERS["web"](host(web_config=config, web_valid="0"))


def test_a_location_with_its_own_header_loses_those_above() -> None:
    facts = web_facts(SITE)
    assert facts["headers"] == []
    assert facts["folders_listed_by"] == facts["unlogged"] == ["a.example /files"]
    assert facts["version_shown_by"] == []
    assert facts["unencrypted_servers"] == []
    assert facts["protocols"] == ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]
    assert web_facts(SITE.replace('add_header X-Other "a; b {c}";', ""))["headers"] == ["x-frame-options"]


@pytest.mark.parametrize("reply", ["return 302 https://$host;", "return 301 http://$host;", "root /x;", ""])
def test_only_a_permanent_redirect_to_https_is_no_plain_page(reply: str) -> None:
    assert web_facts(SITE.replace("return 301 https://$host$request_uri;", reply))["unencrypted_servers"] == [
        "?"
    ]


def test_a_closing_brace_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="closing brace"):
        nginx_config.parse("http { } }")


# --- others ----------------------------------------------------------------------------------------------------
def test_listeners_on_loopback_are_no_listeners() -> None:
    sockets = "\n".join(
        f'tcp LISTEN 0 1 {address}:{port} *:* users:(("x",pid=1,fd=3))'
        for address, port in (
            ("127.0.0.53%lo", 53),
            ("[::1]", 25),
            ("[::ffff:127.0.0.1]", 26),
            ("[::]", 80),
            ("*", 81),
        )
    )
    assert [item["port"] for item in READERS["listeners"](host(services_sockets=sockets))["tcp"]] == [80, 81]


def test_a_disabled_timer_schedules_nothing() -> None:
    line = "x.timer {} /usr/bin/clamscan --recursive /srv"
    assert units.scheduled(line.format("enabled"), "clamscan")
    assert not units.scheduled(line.format("disabled"), "clamscan")
    assert not units.scheduled("", "clamscan")


def test_excluded_paths_are_not_audited() -> None:
    rules = "-w /etc/passwd -p wa\n# -w /etc/shadow -p wa\n-a never,exit -F path=/etc/group\n-a always,exit -S a,b -k x\n"
    assert audit.watched(rules) == ["/etc/passwd"]
    assert audit.calls(rules) == ["a", "b"]


@pytest.mark.parametrize(("value", "days"), [("1", 1), ("7d", 7), ("always", 1), ("0", None), ("", None)])
def test_update_interval(value: str, days: int | None) -> None:
    dump = f'APT::Periodic::Unattended-Upgrade "{value}";\n'
    assert READERS["updates"](host(updates_config=dump))["upgrade_days"] == days


def test_the_laxest_ntp_source_is_listed_whatever_its_keyword() -> None:
    config = "server 10.0.0.1 iburst\npool 2.debian.pool.ntp.org iburst\npeer 10.0.0.2\nserverstats x\n"
    found = READERS["time"](host(time_config=config))["sources"]
    assert found == ["10.0.0.1", "10.0.0.2", "2.debian.pool.ntp.org"]


def test_a_host_without_names_of_protocols_opens_nothing_by_icmp() -> None:
    """A minimal host prints the numbers of ICMP and ICMPv6; a rule for another protocol beside them is still seen."""
    chain = {
        "family": "inet",
        "table": "t",
        "name": "input",
        "type": "filter",
        "hook": "input",
        "policy": "drop",
    }

    def allowed(*numbers: int) -> list[dict[str, Any]]:
        rules = [
            {"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": number}}
            for number in numbers
        ]
        entries = [
            {"rule": {"family": "inet", "table": "t", "chain": "input", "expr": [one, {"accept": None}]}}
            for one in rules
        ]
        return opened(Ruleset.of(json.dumps({"nftables": [{"chain": chain}, *entries]})), "tcp")

    assert allowed(1, 58) == []
    assert allowed(1, 6) != []
