"""The file of Wi-Fi secrets is believed only when every line of it fits the inventory, and no word repeats a value."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import jinja2
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.inventory.conftest import LAB
from tests.wifi.conftest import GOOD, VALUES
from truongluy import access, inventory, wifi_secrets
from truongluy.facts.openwrt import uci
from truongluy.verdict import InputError

BIN = Path(sys.executable).parent


def test_each_device_knows_only_its_own(keep, described):
    keep(GOOD)
    known = wifi_secrets.load(described)
    devices = described.devices
    assert known.for_device(described, devices["ap-01"]) == {
        "keys": {"legacy": "Minh-hoa-khoa-cu"},
        "radius": "minh-hoa-bi-mat-chung-01",
    }
    assert known.for_device(described, devices["ap-school-01"]) == {
        "keys": {"devices": "Minh hoa: khoa thiet bi"},
        "radius": "minh-hoa-bi-mat-chung-02",
    }
    server = known.for_device(described, devices["log-01"])
    assert server["clients"] == [
        {"name": "ap-01", "address": "10.99.99.21", "secret": "minh-hoa-bi-mat-chung-01"},
        {"name": "ap-school-01", "address": "10.99.98.21", "secret": "minh-hoa-bi-mat-chung-02"},
    ]
    assert [(a["name"], a["site"], a["zone"], a["vlan"]) for a in server["accounts"]] == [
        ("canbo", "so-gddt", "staff", 30),
        ("giaovien", "thcs-minh-hoa", "staff", 31),
        ("hocsinh", "thcs-minh-hoa", "pupils", 50),
    ]
    assert known.for_device(described, devices["portal-01"]) == {}
    assert known.values() == VALUES


def test_an_access_point_without_accounts_knows_no_shared_secret(keep, spoil):
    spoil.replace("hosts/thcs-minh-hoa.yml", "[accounts, guests, devices]", "[guests, devices]")
    described = inventory.load(spoil.path)
    keep(GOOD)
    assert (
        wifi_secrets.load(described).for_device(described, described.devices["ap-school-01"])["radius"]
        is None
    )
    keep(GOOD.replace("  ap-school-01: minh-hoa-bi-mat-chung-02\n", ""))
    wifi_secrets.load(described)


def test_nothing_of_it_is_shown(keep, described):
    keep(GOOD)
    known = wifi_secrets.load(described)
    words = f"{known} {known!r} {list(known.accounts['so-gddt'].values())!r}"
    assert not any(value in words for value in VALUES)


# text to replace, its replacement, text on the line that must be named (None: nowhere), words that must be said
CASES = {
    "passphrase of 7": ("Minh-hoa-khoa-cu", "Minh-ho", "    legacy:", "it has 7 characters; it takes 8 to 63"),
    "passphrase of 64": ("Minh-hoa-khoa-cu", "a" * 64, "    legacy:", "it has 64 characters"),
    "passphrase with accents": ("Minh-hoa-khoa-cu", "Minh-họa-khóa", "    legacy:", "printable ASCII"),
    "passphrase read as a number": ("Minh-hoa-khoa-cu", "12345678", "    legacy:", "here stands text, in double quotes"),
    "passphrase read as a date": ("Minh-hoa-khoa-cu", "2026-11-24", "    legacy:", "here stands text, in double quotes"),
    "no passphrase": ("legacy: Minh-hoa-khoa-cu", "legacy:", "    legacy:", "here stands text, in double quotes"),
    "passphrase of nobody": ("    legacy:", "    legacy: Minh-hoa-khac\n    lagacy:", "    lagacy:", "there are: legacy"),
    "passphrase where none is used": ("    legacy:", "    guests: Minh-hoa-khac\n    legacy:", "    guests:",
                                      "there are: legacy"),
    "passphrases of no site": ("  thcs-minh-hoa:\n    devices", "  thcs:\n    a: Minh-hoa-khac\n  thcs-minh-hoa:\n    devices",
                               "  thcs:", "there are: so-gddt, thcs-minh-hoa"),
    "missing passphrase": ("    legacy: Minh-hoa-khoa-cu", "    {}", "  so-gddt:", "the passphrase of network `legacy`"),
    "passphrase with what SAE reads as a suffix": ("Minh-hoa-khoa-cu", "Minh-hoa|id=cu", "    legacy:", "`|id=`"),
    "missing unit": ("  so-gddt:\n    legacy: Minh-hoa-khoa-cu\n", "", "keys:", "which `ap-01` needs"),
    "missing part": ("radius:\n  ap-01: minh-hoa-bi-mat-chung-01\n  ap-school-01: minh-hoa-bi-mat-chung-02\n", "", "keys:",
                     "the RADIUS secret of `ap-01`"),
    "short RADIUS secret": ("minh-hoa-bi-mat-chung-01", "minh-hoa-bi-mat-chu", "  ap-01:", "it has 19 characters; it takes 20"),
    "RADIUS secret with a space": ("minh-hoa-bi-mat-chung-01", "minh hoa bi mat chung 01", "  ap-01:", "without spaces"),
    "RADIUS secret with a quote": ("minh-hoa-bi-mat-chung-01", "minh'hoa-bi-mat-chung-01", "  ap-01:", "quotes"),
    "RADIUS secret that expands": ("minh-hoa-bi-mat-chung-01", "minh-${hoa}-mat-chung-01", "  ap-01:", "braces"),
    "RADIUS secret of nobody": ("  ap-school-01:", "  ap-02: minh-hoa-bi-mat-chung-09\n  ap-school-01:", "  ap-02:",
                                "there are: ap-01, ap-school-01"),
    "RADIUS secret of a switch": ("  ap-school-01:", "  sw-so-01: minh-hoa-bi-mat-chung-09\n  ap-school-01:", "  sw-so-01:",
                                  "there are: ap-01, ap-school-01"),
    "missing RADIUS secret": ("  ap-01: minh-hoa-bi-mat-chung-01\n", "", "radius:", "the RADIUS secret of `ap-01` is missing"),
    "zone of another site": ("canbo: {zone: staff", "canbo: {zone: pupils", "    canbo:",
                             "`pupils` (VLAN 50) belongs to `thcs-minh-hoa`"),
    "zone of nobody": ("canbo: {zone: staff", "canbo: {zone: stuff", "    canbo:", "there are: devices, guests"),
    "zone no network leads to": ("hocsinh: {zone: pupils", "hocsinh: {zone: servers", "    hocsinh:",
                                 "the enterprise networks of `thcs-minh-hoa` let into: pupils, staff"),
    "account without a zone": ("{zone: staff, password: Minh-hoa-can-bo}", "{password: Minh-hoa-can-bo}", "    canbo:",
                               "the account's `zone` is missing"),
    "account without a password": ("{zone: staff, password: Minh-hoa-can-bo}", "{zone: staff}", "    canbo:",
                                   "the account's `password` is missing"),
    "short password": ("Minh-hoa-can-bo", "ngan", "    canbo:", "it has 4 characters; it takes 8 to 128"),
    "typo in an account": ("canbo: {zone: staff", "canbo: {zoen: staff, zone: staff", "    canbo:", "are: password, zone"),
    "account name": ("    canbo:", "    Cán-Bộ:", "    Cán-Bộ:", "the account's name is not allowed"),
    "account that is only a password": ("{zone: staff, password: Minh-hoa-can-bo}", "Minh-hoa-can-bo", "    canbo:",
                                        "here stands keys and values"),
    "accounts of no site": ("  so-gddt:\n    canbo", "  so:\n    canbo", "  so:", "there are: so-gddt, thcs-minh-hoa"),
    "unknown part": ("radius:", "radios: {}\nradius:", "radios:", "there are: accounts, keys, radius"),
    "a list": ("radius:\n  ap-01: minh-hoa-bi-mat-chung-01\n  ap-school-01:", "radius:\n  - ap-school-01:", "radius:",
               "here stands keys and values"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_secret_is_named_with_its_line(refused, name):
    old, new, at, said = CASES[name]
    assert GOOD.count(old) >= 1
    text = GOOD.replace(old, new, 1)
    problems = refused(text)
    found = [p for p in problems if said in f"{p.what.en}: {p.why.en}"]
    assert len(found) == 1, [str(p) for p in problems]
    assert len(problems) == (2 if name == "missing part" else 1), [str(p) for p in problems]
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith(at)]
    assert found[0].line == lines[0]
    assert Path(found[0].file).name == "wifi_secrets.yml"
    assert not any(value in str(p) for p in problems for value in VALUES)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_file_others_can_read_is_refused(keep, described, mode):
    file = keep(GOOD)
    file.chmod(mode)
    with pytest.raises(InputError, match="can be read by others"):
        wifi_secrets.load(described)


def test_a_missing_file_is_named(monkeypatch, tmp_path, described):
    monkeypatch.setenv("TRUONGLUY_WIFI_SECRETS", str(tmp_path / "nowhere.yml"))
    with pytest.raises(InputError) as raised:
        wifi_secrets.load(described)
    assert raised.value.problems[0].file == tmp_path / "nowhere.yml"


def test_outside_a_lab_it_stands_beside_the_inventory(monkeypatch, spoil):
    monkeypatch.delenv("TRUONGLUY_WIFI_SECRETS", raising=False)
    spoil.replace("organisation.yml", "\nlab: true", "\nlab: false")
    (spoil.path / "wifi_secrets.yml").write_text(GOOD)
    (spoil.path / "wifi_secrets.yml").chmod(0o600)
    described = inventory.load(spoil.path)
    assert access.wifi_secrets_for(described) == spoil.path / "wifi_secrets.yml"
    assert wifi_secrets.load(described).values() == VALUES


def _ansible(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / command[0]), "-i", str(LAB / "hosts"), *command[1:]],
        cwd=LAB.parents[1], capture_output=True, text=True, timeout=120, check=False, env=dict(os.environ),
    )  # fmt: skip


def test_ansible_holds_a_secret_only_where_a_task_asks_for_it(keep):
    keep(GOOD)
    dumped = _ansible("ansible-inventory", "--list").stdout
    assert "truongluy_wifi_secrets" in dumped
    assert not any(value in dumped for value in VALUES)
    ask = ("-m", "debug", "-a", "msg={{ wifi_secrets['keys'] | to_json | hash('sha256') }}", "-c", "local")
    done = _ansible("ansible", "ap-01", *ask)
    wanted = hashlib.sha256(json.dumps({"legacy": "Minh-hoa-khoa-cu"}).encode()).hexdigest()
    assert wanted in done.stdout, done.stderr


def test_ansible_says_what_is_wrong_and_no_value(keep):
    keep(GOOD.replace("Minh-hoa-khoa-cu", "Zq9-Zq9"))
    done = _ansible("ansible", "ap-01", "-m", "debug", "-a", "var=wifi_secrets", "-c", "local", "-vvv")
    assert done.returncode != 0
    words = done.stdout + done.stderr
    assert "wifi_secrets.yml:3: this secret can't be used: it has 7 characters" in words
    assert "Zq9" not in words
    assert not any(value in words for value in VALUES)


HERE = Path(__file__).resolve().parents[2]
# More than is allowed, so that what is refused is tried as well.
ANY = st.characters(min_codepoint=32, max_codepoint=126)
KEYS = st.text(ANY, min_size=8, max_size=63) | st.builds(
    "{}{}{}".format, st.text(ANY, min_size=8, max_size=30), st.sampled_from(["|id=", "|mac=", "|vlanid=", "|pk=", "'", '"', " "]),
    st.text(ANY, max_size=20),
)  # fmt: skip


def _accepted(described, key="Minh hoa: khoa thiet bi", radius="minh-hoa-bi-mat-chung-02"):
    """What the reader makes of a file with these two secrets; None when it refuses them."""
    text = yaml.safe_load(GOOD)
    text["keys"]["thcs-minh-hoa"]["devices"] = text["keys"]["so-gddt"]["legacy"] = key
    text["radius"] = dict.fromkeys(text["radius"], radius)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "wifi_secrets.yml"
        file.write_text(yaml.safe_dump(text, default_style='"', width=1000), encoding="utf-8")
        file.chmod(0o600)
        try:
            return wifi_secrets.read(described, file)
        except InputError as refused:
            assert all(value not in str(one) for one in refused.problems for value in (key, radius))
            return None


def _rendered(name, **given):
    return jinja2.Environment(trim_blocks=True, keep_trailing_newline=True).from_string(
        (HERE / "roles" / name).read_text(encoding="utf-8")
    ).render(**given)  # fmt: skip


def _bare_or_quoted(line):
    """FreeRADIUS's words after `secret =`: quoted, or up to a blank or one of its own signs."""
    value = line.partition("=")[2].strip()
    if value[0] in "\"'":
        assert value[-1] == value[0] and value[0] not in value[1:-1] and "\\" not in value
        return value[1:-1]
    return re.match(r"[^\s,;=(){}<>!~*#\"'`|&+:-]*(?:-[^\s,;=(){}<>!~*#\"'`|&+:-]+)*", value)[0]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=20, max_size=40))
def test_freeradius_reads_the_secret_that_was_accepted(described, secret):
    known = _accepted(described, radius=secret)
    if known is None:
        return
    text = _rendered(
        "radius_server/templates/clients.conf.j2",
        radius_server_clients=[{"name": "ap-01", "address": "192.0.2.1", "secret": known.radius["ap-01"]}],
        hostvars={"ap-01": {"site": "so-gddt"}},
    )
    (line,) = [line for line in text.splitlines() if line.strip().startswith("secret")]
    assert _bare_or_quoted(line) == secret


def _hostapd_sae_password(value):
    """As hostapd's parse_sae_password: the password ends at the first of its own suffixes."""
    return re.split(r"\|(?:mac|vlanid|pk|id)=", value)[0]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(KEYS)
def test_access_points_read_the_key_that_was_accepted(described, tmp_path, key):
    known = _accepted(described, key=key)
    if known is None:
        return
    own = known.for_device(described, described.devices["ap-school-01"])
    (tmp_path / "secrets").write_text(
        _rendered("wifi_access_point/templates/wifi.secrets.j2", wifi_secrets=own)
    )
    (tmp_path / "conf").write_text("sae_password=@KEY:devices@\nwpa_passphrase=@KEY:devices@\n")
    tool = (HERE / "roles/wifi_access_point/files/truongluy-wifi").read_text()
    fill = re.search(r"^fill\(\) \{.*?^\}$", tool, re.M | re.S)[0]
    done = subprocess.run(
        ["sh", "-c", f"SECRETS={tmp_path}/secrets\n{fill}\nfill {tmp_path}/conf"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    sae, psk, end = done.stdout.split("\n")
    assert (_hostapd_sae_password(sae.partition("=")[2]), psk.partition("=")[2], end) == (key, key, "")
    office = described.devices["ap-01"]
    assert uci_key(described, office, known) == key


def uci_key(described, device, known):
    """The key of the legacy network as UCI reads it in the file that the deploy would write."""
    engine = jinja2.Environment(trim_blocks=True, lstrip_blocks=True)
    engine.filters["uci"] = lambda value: uci.quoted(str(value))
    template = (HERE / "playbooks/openwrt/wireless.j2").read_text()
    (line,) = {line.strip() for line in template.splitlines() if "option key" in line}
    given = known.for_device(described, device)
    text = "config wifi-iface\n\t" + engine.from_string(line).render(
        wifi_secrets=given, network={"id": "legacy"}
    )
    return uci.parse(text + "\n")[0].get("key")


@pytest.mark.parametrize("key", ["(secret)", "(key)(key)", "a*b[c].d"])
def test_a_key_is_hidden_whatever_it_looks_like(tmp_path, key):
    (tmp_path / "secrets").write_text(f"KEY:devices {key}\n")
    tool = (HERE / "roles/wifi_access_point/files/truongluy-wifi").read_text()
    hide = re.search(r"^hide\(\) \{.*?^\}$", tool, re.M | re.S)[0]
    done = subprocess.run(
        ["sh", "-c", f"SECRETS={tmp_path}/secrets\n{hide}\nhide"], input=f"line 3: {key}, {key}\n",
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "line 3: (key), (key)\n"
