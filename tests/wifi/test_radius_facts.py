"""What is read of FreeRADIUS: its own view as a tree, and what the script measures without letting secrets out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from truongluy.facts.answers import Answers
from truongluy.facts.debian import radius
from truongluy.facts.debian.radius_config import parse
from truongluy.facts.debian.radius_script import CONFIGURATION, SCRIPT

SECRET = "chuoi-bi-mat-da-gai-trong-thu-nghiem"
CLIENTS = f"""
# client commented {{ secret = testing123 }}
client one {{
\tipaddr = 192.0.2.1
\tlimit {{
\t\tmax_connections = 16
\t}}
\tsecret = testing123   # what every manual prints
}}
client two {{
\tsecret = "{SECRET}"
}}
client three {{
\tsecret='{SECRET}#{{'
}}
client four {{
}}
"""
ACCOUNTS = f"""
# giaovien NT-Password := 0x00
giaovien\tTmp-String-0 == "thcs-minh-hoa", NT-Password := 0x0123
\tTunnel-Type = VLAN,
\tTunnel-Private-Group-Id = "31"
hocsinh\tCleartext-Password := "{SECRET}"
DEFAULT\tAuth-Type := Reject
"""


@pytest.fixture
def measured(tmp_path: Path) -> str:
    """What the script prints on a host whose FreeRADIUS reads the two files above."""
    (tmp_path / "radiusd.conf").write_text("log {\n\tdestination = files\n}\n")
    (tmp_path / "clients.conf").write_text(CLIENTS)
    (tmp_path / "accounts").write_text(ACCOUNTS)
    (tmp_path / "accounts").chmod(0o640)
    said = "".join(
        f"including configuration file {tmp_path}/{name}\n" for name in ("radiusd.conf", "clients.conf")
    )
    said += f'  files x {{\n  \tfilename = "{tmp_path}/accounts"\n  \tkey = "y"\n  }}\n'
    for name, text in (("freeradius", f"cat <<'EOF'\n{said}EOF"), ("systemctl", "echo @1")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    printed = _run(tmp_path)
    assert SECRET not in printed
    return printed


def _run(folder: Path) -> str:
    path = f"{folder}:/usr/sbin:/usr/bin:/sbin:/bin"
    run = subprocess.run(["sh", "-c", SCRIPT], capture_output=True, text=True, check=True, env={"PATH": path})
    return run.stdout + run.stderr


def test_a_program_that_serves_nobody_is_not_asked(tmp_path: Path) -> None:
    for name, text in (("freeradius", f"touch {tmp_path}/asked"), ("systemctl", "exit 1")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    assert _run(tmp_path) == "" and not (tmp_path / "asked").exists()


def test_the_server_is_asked_once(measured: str, tmp_path: Path) -> None:
    with (tmp_path / "freeradius").open("a") as program:
        program.write(f"echo x >> {tmp_path}/asked\n")
    _run(tmp_path)
    assert (tmp_path / "asked").read_text() == "x\n"


@pytest.mark.skipif(not shutil.which("mawk"), reason="the script is written for Debian's awk")
def test_secrets_are_measured_where_they_are(measured: str) -> None:
    lines = [line.split("\t")[1:] for line in measured.splitlines() if line.startswith("client")]
    assert lines == [
        ["name=one", "length=10", "known=yes"],
        ["name=two", f"length={len(SECRET)}", "known=no"],
        ["name=three", f"length={len(SECRET) + 2}", "known=no"],
        ["name=four", "length=0", "known=yes"],
    ]


def test_accounts_are_read_without_their_passwords(measured: str) -> None:
    facts = radius.read_radius(Answers.of(radius_unit="", radius_config=measured))
    assert facts["accounts"] == [
        {"name": "giaovien", "site": "thcs-minh-hoa", "vlan": "31", "password_kept_as": "hash"},
        {"name": "hocsinh", "site": None, "vlan": None, "password_kept_as": "clear"},
        {"name": "DEFAULT", "site": None, "vlan": None, "password_kept_as": "none"},
    ]
    assert facts["account_vlans"] == ["? ?", "thcs-minh-hoa 31"]
    assert facts["log"]["destination"] == "files"
    assert facts["in_force"] is False
    assert facts["open_files"] and all("clients.conf (644 " in path for path in facts["open_files"])


def test_without_a_server_nothing_is_in_order() -> None:
    facts = radius.read_radius(Answers.of(radius_unit="", radius_config=""))
    assert not any(
        facts[key]
        for key in (
            "installed",
            "running",
            "configuration_valid",
            "in_force",
            "clients",
            "methods",
            "certificate",
        )
    )
    assert facts["tls_minimum"] == [] and facts["revocation_list_days_left"] is None


def test_a_tls_section_without_a_minimum_counts_as_the_oldest() -> None:
    text = (
        'tls-config a {\n tls_min_version = "1.2"\n check_crl = yes\n}\ntls-config b {\n check_crl = no\n}\n'
    )
    facts = radius.read_radius(Answers.of(radius_unit="", radius_config=f"{CONFIGURATION}\n{text}"))
    assert facts["tls_minimum"] == ["1.0", "1.2"]
    assert facts["revocation_checked"] is False


def test_a_method_belongs_to_the_instance_that_is_being_made() -> None:
    found = parse(
        '# Instantiating module "eap" from file x\n# Linked to sub-module rlm_eap_peap\npeap {\n}\n'
        '# Instantiating module "inner" from file x\n# Linked to sub-module rlm_eap_mschapv2\n}\n}\n'
    )
    assert found.methods == {"eap": ["peap"], "inner": ["mschapv2"]}


def test_sections_nest_and_talk_is_no_setting() -> None:
    found = parse(
        "Starting - reading files ...\nmain {\n log {\n  auth = yes\n }\n} # main\nserver x { # from\n}\n"
    )
    assert [section.value("auth") for section in found.root.all("log")] == ["yes"]
    assert [section.name for section in found.root.all("server")] == ["x"]
