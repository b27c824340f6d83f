"""Real EAP against a real FreeRADIUS: who gets in, to which VLAN, who does not, and what is written down."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest
import yaml

from lab import access
from tests.wifi import radius_bench as bench_of
from tests.wifi.radius_bench import FOLDER, PASSWORDS, SECRETS, Bench, peap, shell, tls
from truongluy.certificates import SERVER

pytestmark = [pytest.mark.lab, pytest.mark.slow]
TEACHER = PASSWORDS["giaovien", "thcs-minh-hoa"]
OLD_TLS = ' phase1="tls_disable_tlsv1_0=0 tls_disable_tlsv1_1=0 tls_disable_tlsv1_2=1"\n openssl_ciphers="DEFAULT@SECLEVEL=0"\n'


@pytest.fixture(scope="module")
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The role's templates at work, with accounts of the test's own."""
    if not bench_of.here():
        request.getfixturevalue("lab")
    with bench_of.running(tmp_path_factory.mktemp("radius") / "server") as found:
        yield found


@pytest.mark.parametrize(
    ("network", "site", "vlan"),
    [
        (peap("giaovien", TEACHER), "thcs-minh-hoa", "31"),
        (peap("giaovien@thcs-minh-hoa", TEACHER), "thcs-minh-hoa", "31"),
        (peap("hocsinh", PASSWORDS["hocsinh", "thcs-minh-hoa"]), "thcs-minh-hoa", "50"),
        (peap("giaovien", PASSWORDS["giaovien", "so-gddt"]), "so-gddt", "33"),
        (tls("giaovien@thcs-minh-hoa"), "thcs-minh-hoa", "31"),
        (tls("canbo@so-gddt"), "so-gddt", "30"),
    ],
    ids=["password", "with-site", "pupil", "same-name-elsewhere", "certificate", "certificate-so"],
)
def test_an_account_gets_into_its_own_zone(bench: Bench, network: str, site: str, vlan: str) -> None:
    outcome = bench.login(network, site=site)
    assert (outcome.accepted, outcome.vlan) == (True, vlan)


@pytest.mark.parametrize(
    ("network", "reason"),
    [
        (peap("giaovien", "sai-mat-khau"), "MS-CHAP2-Response is incorrect"),
        (peap("canbo", PASSWORDS["canbo", "so-gddt"]), "no such account at this site"),
        (peap("canbo@so-gddt", PASSWORDS["canbo", "so-gddt"]), "account of another site"),
        (peap("giaovien", PASSWORDS["giaovien", "so-gddt"]), "MS-CHAP2-Response is incorrect"),
        (tls("giaovien@thcs-minh-hoa", authority="foreign"), "unable to get local issuer certificate"),
        (tls("hocsinh@thcs-minh-hoa"), "certificate revoked"),
        (tls("nghiviec@thcs-minh-hoa"), "no such account at this site"),
        (tls("canbo@so-gddt"), "account of another site"),
        (tls(bench_of.SERVER_NAME, kind=SERVER), "unsuitable certificate purpose"),
        (peap("giaovien", TEACHER, more=OLD_TLS), "protocol version"),
        (peap("giaovien", TEACHER, server_name="khac.so-gddt.internal"), "Alert read:fatal"),
    ],
    ids=["wrong-password", "other-site", "other-site-named", "other-sites-password", "foreign-authority", "revoked",
         "no-account", "certificate-of-other-site", "server-certificate", "old-tls", "client-wants-other-server"],
)  # fmt: skip
def test_who_is_not_entitled_stays_out_for_this_reason(bench: Bench, network: str, reason: str) -> None:
    before = len(bench.log())
    outcome = bench.login(network)
    assert not outcome.accepted and outcome.vlan is None
    assert reason in bench.log()[before:]


@pytest.mark.parametrize("method", ["MD5", "TTLS", "GTC", "MSCHAPV2"])
def test_other_methods_are_not_spoken(bench: Bench, method: str) -> None:
    more = f'\n phase2="auth=PAP"\n ca_cert="{FOLDER}/ca.pem"' if method == "TTLS" else ""
    outcome = bench.login(f' eap={method}\n identity="giaovien"\n password="{TEACHER}"{more}')
    assert not outcome.accepted


def test_a_password_without_eap_is_refused(bench: Bench) -> None:
    attributes = f'User-Name = "giaovien", User-Password = "{TEACHER}", Message-Authenticator = 0x00\n'
    ask = f"radclient -x -r 1 -t 4 127.0.0.1:{bench_of.PORT} auth {shlex.quote(SECRETS['thcs-minh-hoa'])}"
    attributes = attributes.replace(
        "Message-Authenticator",
        f"Packet-Src-IP-Address = {bench_of.POINTS['thcs-minh-hoa']}, Message-Authenticator",
    )
    said = shell(ask, data=attributes.encode()).stdout.decode()
    assert "Access-Reject" in said and "Access-Accept" not in said


def test_an_access_point_that_nobody_declared_gets_no_answer(bench: Bench) -> None:
    outcome = bench.login(peap("giaovien", TEACHER), address="127.0.0.9")
    assert not outcome.accepted
    assert "RADIUS message: code=3" not in outcome.said and "RADIUS message: code=11" not in outcome.said
    assert "unknown client 127.0.0.9" in bench.log()


def test_logins_are_written_down_and_no_password_is(bench: Bench) -> None:
    bench.login(peap("giaovien", TEACHER))
    bench.login(peap("giaovien", "sai-mat-khau-gai-san"))
    log = bench.log()
    assert re.search(
        r"Wi-Fi accept: account=giaovien@thcs-minh-hoa vlan=31 ap=ap-thcs-minh-hoa station=02-00-00-00-03-00",
        log,
    )
    assert "Login incorrect" in log
    for secret in (*PASSWORDS.values(), *SECRETS.values(), "sai-mat-khau-gai-san"):
        assert secret not in log


def test_the_provisioned_server_lets_in_and_tells_the_log_host(lab, bench: Bench) -> None:
    """The server that provisioning made, asked from the address of a declared access point of the Department."""
    if bench_of.here():
        pytest.skip("asks the lab's own server; the bench runs on this machine")
    secrets = yaml.safe_load(access.WIFI_SECRETS.read_text(encoding="utf-8"))
    point, account = lab.devices["ap-01"].address, secrets["accounts"]["so-gddt"]["canbo"]
    vlan = str(lab.sites["so-gddt"].zones[account["zone"]].vlan)
    shell(
        f"ip addr add {point}/32 dev lo; cat >{FOLDER}/ca.pem",
        data=(access.BUILD / "ca" / "ca.pem").read_bytes(),
    )
    try:
        asked = {
            "address": point,
            "server": (lab.devices["log-01"].address, 1812),
            "secret": secrets["radius"]["ap-01"],
        }
        accepted = bench.login(peap("canbo", account["password"]), **asked)
        refused = bench.login(peap("canbo", "sai-mat-khau-gai-san"), **asked)
    finally:
        shell(f"ip addr del {point}/32 dev lo")
    assert (accepted.accepted, accepted.vlan, refused.accepted) == (True, vlan, False)
    log = shell("cat /var/log/auth.log; journalctl -u freeradius --no-pager").stdout.decode(errors="replace")
    assert f"Wi-Fi accept: account=canbo@so-gddt vlan={vlan} ap=ap-01" in log
    assert "MS-CHAP2-Response is incorrect): [canbo]" in log
    everything = shell(
        "grep -rlaF -f - /var/log /run/log 2>/dev/null; true",
        data=f"{account['password']}\nsai-mat-khau-gai-san\n{secrets['radius']['ap-01']}\n".encode(),
    )
    assert everything.stdout.decode() == ""
