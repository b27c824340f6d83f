"""No passphrase, RADIUS secret, password or private key of Wi-Fi is in any log, difference, evidence, report or backup.

Searched are the lab's real secrets and others planted on the devices beforehand: a difference shows what was there, too.
"""

from __future__ import annotations

import base64
import gzip
import os
import re
import secrets as random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.wifi import leaks
from truongluy import wifi_secrets
from truongluy.access import ca_for, ssh_config_for

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
DEVICES = ("ap-school-01", "ap-01", "log-01")
LIMIT = ",".join(DEVICES)
PLANTED = {name: f"cay-trong-{random.token_hex(9)}" for name in DEVICES}

# What each device must not show: a new value in place of a secret, and a visible change beside it.
SPOIL = {
    "ap-school-01": (
        "sudo -n sh -es",
        "sed -i 's/^KEY:devices .*/KEY:devices {secret}/; s/^RADIUS .*/RADIUS {secret}/' /etc/truongluy/wifi.secrets\n"
        "grep -q '{secret}' /etc/truongluy/wifi.secrets\n"
        "sed -i 's/^wpa_group_rekey=.*/wpa_group_rekey=4321/' /etc/hostapd/wlan0.conf",
    ),
    "ap-01": (
        "sh -es",
        "sed -i \"s/option key '.*'/option key '{secret}'/; s/option auth_secret '.*'/option auth_secret '{secret}'/;"
        " s/option country '.*'/option country 'US'/\" /etc/config/wireless\n"
        "grep -q '{secret}' /etc/config/wireless",
    ),
    "log-01": (
        "sudo -n sh -es",
        "cd /etc/freeradius/3.0\n"
        "sed -i 's/^\\(\\s*secret *= *\\).*/\\1{secret}/' truongluy/clients.conf\n"
        "grep -q '{secret}' truongluy/clients.conf\n"
        "sed -i 's/max_sessions = 4096/max_sessions = 4321/' radiusd.conf",
    ),
}  # fmt: skip


def test_the_search_finds_a_secret_in_every_shape(tmp_path):
    secret = "cay-trong-0123456789abcdef"
    known = {"it": leaks.shapes(secret)}
    for number, around in enumerate(("", "x", "xy", "xyz")):
        text = base64.b64encode(f"{around}{secret}{around} and more".encode())
        (tmp_path / f"base64-{number}").write_bytes(text)
    (tmp_path / "plain").write_text(f"psk={secret}")
    (tmp_path / "hex").write_text(secret.encode().hex())
    (tmp_path / "packed.gz").write_bytes(gzip.compress(secret.encode()))
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet", secret)
    (tmp_path / "innocent").write_text("cay-trong-")
    found, read = leaks.in_folder(tmp_path, known)
    assert {Path(one.partition(": ")[0]).name for one in found} == {
        *(f"base64-{number}" for number in range(4)), "plain", "hex", "packed.gz", "book.xlsx"
    }  # fmt: skip
    assert read == len(found) + 1


_SETTING = re.compile(
    r"(?:wpa_passphrase|wpa_psk|sae_password|\w*shared_secret|auth_secret|acct_secret|option key|psk)[ =]+['\"]?([^\s'\"]{8,})"
)


def test_recorded_answers_hold_no_secret():
    """Answers that readers are tested with were taken from a running lab: their secrets were cut out before."""
    folders = [path for path in (ROOT / "tests").rglob("*") if path.is_dir() and "recordings" in path.parts]
    folders += [ROOT / "tests" / "facts", *(ROOT / "tests" / "wifi").glob("*")]
    seen = set()
    for path in {p for folder in folders for p in folder.rglob("*") if folder.is_dir() and p.is_file()}:
        if path.suffix not in (".py", ".pyc"):
            for value in _SETTING.findall(path.read_text(encoding="utf-8", errors="replace")):
                seen.add((str(path.relative_to(ROOT)), value))
    allowed = re.compile(
        r"<redacted\b|<?\(?(?:secret|hidden|length)|@\w+(?::[a-z0-9-]+)?@|\*+|length=|len=|\d+$"
    )
    assert [one for one in seen if not allowed.match(one[1])] == []


# --- on the lab


@pytest.fixture(scope="module")
def known(lab):
    secrets = wifi_secrets.load(lab)
    assert secrets.keys
    assert secrets.radius
    assert secrets.accounts
    planted = {f"planted on {name}": leaks.shapes(secret) for name, secret in PLANTED.items()}
    return leaks.of_lab(lab, secrets, ca_for(lab)) | planted


def on(lab, device, command, script):
    done = subprocess.run(
        ["ssh", "-F", str(ssh_config_for(lab)), device, command],
        input=script, capture_output=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, (device, done.stderr.decode(errors="replace")[-500:])
    return done.stdout


def invoke(*words, **environment):
    done = subprocess.run(
        [str(Path(sys.executable).parent / "invoke"), *words], cwd=ROOT, check=False, timeout=900,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "COLUMNS": "200", **environment},
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def outputs(lab, known):
    """What the verbs print while devices have other secrets than ours, and while they get ours back."""
    for device, (command, script) in SPOIL.items():
        on(lab, device, command, script.replace("{secret}", PLANTED[device]).encode())
    found = {}
    verbose = {"ANSIBLE_VERBOSITY": "3"}
    tags = "wifi_access_point,radius_server"
    try:
        found["check"] = invoke("check", "--limit", LIMIT, "--all-findings")
        found["what would change"] = invoke(
            "provision", "--check", "--diff", "--limit", LIMIT, "--tags", tags
        )
    finally:
        found["healing, told at length"] = invoke(
            "provision", "--diff", "--limit", LIMIT, "--tags", tags, **verbose
        )
    for device in DEVICES:
        found[f"values {device}"] = invoke("values", device)
    found["report"] = invoke("report")
    return found


@pytest.mark.lab
@pytest.mark.vm
@pytest.mark.slow
def test_no_verb_prints_a_secret(outputs, known):
    would = outputs["what would change"][1].decode(errors="replace")
    for shown in ("-wpa_group_rekey=4321", "4321", "US"):
        assert shown in would, f"no difference was shown: {shown}\n{would[-3000:]}"
    status, healed = outputs["healing, told at length"]
    assert status == 0, healed.decode(errors="replace")[-3000:]
    assert b"ESTABLISH" in healed or b"SSH: EXEC" in healed, "this is not what -vvv prints"
    assert outputs["values ap-school-01"][0] == 0
    said = {name: leaks.in_bytes(output, known) for name, (_, output) in outputs.items()}
    assert {name: names for name, names in said.items() if names} == {}


@pytest.mark.lab
@pytest.mark.vm
@pytest.mark.slow
def test_nothing_we_keep_holds_a_secret(outputs, lab, known):
    # A copy that shall bring an access point back holds its keys too, and is for nobody else's eyes.
    backups = BUILD / "backups"
    kept_secret = [ca_for(lab), BUILD / "lab" / "wifi_secrets.yml", BUILD / "lab" / "vm", backups]
    assert (BUILD / "logs").is_dir()
    assert list((BUILD / "evidence" / "lab").iterdir())
    found, read = leaks.in_folder(BUILD, known, without=kept_secret)
    assert read > 100
    assert found == []
    copies = [path for path in backups.rglob("*") if path.is_file()]
    assert copies
    for private in (BUILD / "lab" / "wifi_secrets.yml", *ca_for(lab).rglob("*.key"), *copies):
        assert private.stat().st_mode & 0o077 == 0, private


SEARCH = """umask 077
f=$(mktemp /run/search.XXXXXX); trap 'rm -f "$f"' EXIT
cat >"$f"
{ find /var/log -type f ! -path '*/journal/*' -exec grep -laF -f "$f" {} +
  find /var/log -type f -name '*.gz' -exec sh -c 'zcat "$1" | grep -qaF -f "$2" && echo "$1"' x {} "$f" \\;
  journalctl -q -o export | grep -qaF -f "$f" && echo journal
  ps -eo args | grep -v grep | grep -qaF -f "$f" && echo process-list
} || true
echo "-- files"
grep -rlaF -f "$f" /etc /run /var/lib /var/backups /tmp /root /home 2>/dev/null | grep -vF "$f" | xargs -r stat -c '%a %n' || true
"""


def search(lab, device, patterns):
    """Names of logs that hold a pattern, and `mode name` of files that do; patterns never stand on a command line."""
    output = on(lab, device, "sudo -n sh -c '" + SEARCH.replace("'", "'\\''") + "'", b"\n".join(patterns))
    logs, _, files = output.decode(errors="replace").partition("-- files\n")
    return logs.split(), [line.split(" ", 1) for line in files.splitlines()]


@pytest.mark.lab
@pytest.mark.vm
@pytest.mark.slow
@pytest.mark.parametrize("device", ["ap-school-01", "log-01"])
def test_no_log_holds_a_secret_and_no_other_account_reads_one(outputs, lab, known, device):
    marker = f"truongluy-marker-{random.token_hex(6)}"
    on(lab, "ap-school-01", "logger -t truongluy-test -s " + marker, b"")
    deadline = time.monotonic() + 30
    while not (logs := search(lab, device, [marker.encode()])[0]):
        assert time.monotonic() < deadline, "the search does not find what was logged"
        time.sleep(1)
    assert any(name.startswith("/var/log") or name == "journal" for name in logs)
    logs, files = search(lab, device, sorted(one for known_as in known.values() for one in known_as))
    assert logs == []
    assert files, "the device holds none of the secrets it needs: the search is wrong"
    assert [name for mode, name in files if int(mode, 8) & 0o007] == []
