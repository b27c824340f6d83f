"""The simulated endpoint itself: every setting, real ports, real key exchange, what it keeps."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import time
from collections.abc import Callable

import paramiko
import pytest

from lab.roomos_simulator.settings import Refused, Setting, find, table
from tests.rooms.roomos.conftest import NAME, PASSPHRASE, Endpoint
from truongluy.facts.cisco_roomos.lines import refusal
from truongluy.platforms import roomos
from truongluy.platforms.connection import CannotReach

SETTINGS = list(table().values())
LEGACY = "diffie-hellman-group14-sha1"


def values_of(setting: Setting) -> tuple[list[str], list[str]]:
    """Values that a setting takes, and values that it refuses."""
    if match := re.fullmatch(r"(text )?(\d+)\.\.(\d+)", setting.space):
        low, high = int(match[2]), int(match[3])
        if match[1]:
            return ["x" * max(low, 1), "x" * high], ["x" * (high + 1)]
        return [str(low), str(high)], [str(high + 1), "-1", "many"]
    return setting.space.split(), ["Perhaps", ""]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.path)
def test_every_setting_takes_its_values_and_no_other(setting: Setting) -> None:
    good, bad = values_of(setting)
    assert setting.taken(setting.default) == setting.default
    assert setting.taken(setting.delivered) == setting.delivered
    for value in good:
        assert setting.taken(value) == value
    for value in bad:
        with pytest.raises(Refused, match="Illegal value"):
            setting.taken(value)


def test_every_setting_is_set_and_read_back_over_ssh(endpoint: Endpoint) -> None:
    kept = {one.path: values_of(one)[0][-1] for one in SETTINGS if not one.path.startswith("NetworkServices")}
    with roomos.terminal(NAME, endpoint.settings) as terminal:
        for path, value in kept.items():
            terminal.put(path, value)
        for one in SETTINGS:
            assert refusal(terminal.ask(f"xConfiguration {one.path}: Per/haps{'x' * 3000}")), one.path
        now = terminal.settings()
    assert list(now) == [one.path for one in SETTINGS]
    assert {path: now[path] for path in kept if not find(path).secret} == {
        path: value for path, value in kept.items() if not find(path).secret
    }
    assert now["SIP Authentication Password"] == "***"


@pytest.mark.parametrize(
    "line", ["xConfiguration Nothing Like It", "xStatus Nothing", "xCommand Nothing Do", "show version"]
)
def test_what_it_does_not_know_is_refused_and_the_session_goes_on(endpoint: Endpoint, line: str) -> None:
    with roomos.terminal(NAME, endpoint.settings) as terminal:
        assert refusal(terminal.ask(line))
        assert not refusal(terminal.ask("xStatus SystemUnit"))


def exchange(port: int, algorithm: str) -> bool:
    """Whether a key exchange by this algorithm alone comes about."""
    transport = paramiko.Transport(("127.0.0.1", port))
    transport.get_security_options().kex = (algorithm,)
    try:
        transport.start_client(timeout=60)
        return True
    except paramiko.SSHException:
        return False
    finally:
        transport.close()


def opens(port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as probe:
        probe.settimeout(3)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(true: Callable[[], bool]) -> bool:
    """Whether something becomes true soon: listeners follow settings a moment later."""
    deadline = time.monotonic() + 60
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_legacy_key_exchange_is_offered_only_while_it_is_allowed(endpoint: Endpoint) -> None:
    port = endpoint.ports["ssh"]
    assert exchange(port, LEGACY)
    endpoint.ask("xConfiguration NetworkServices SSH KeyExchangeAlgorithms AllowLegacy: Off")
    assert until(lambda: not exchange(port, LEGACY))
    assert exchange(port, "ecdh-sha2-nistp256")


def test_http_and_telnet_listen_only_while_they_are_on(endpoint: Endpoint) -> None:
    ports = endpoint.ports
    assert opens(ports["http"]) and opens(ports["telnet"]) and opens(ports["https"])
    endpoint.ask("xConfiguration NetworkServices HTTP Mode: HTTPS")
    endpoint.ask("xConfiguration NetworkServices Telnet Mode: Off")
    assert until(lambda: not opens(ports["http"]) and not opens(ports["telnet"]))
    assert opens(ports["https"])
    endpoint.ask("xConfiguration NetworkServices Telnet Mode: On")
    assert until(lambda: opens(ports["telnet"]))


def test_telnet_asks_for_a_login_and_sends_everything_in_clear(endpoint: Endpoint) -> None:
    with socket.create_connection(("127.0.0.1", endpoint.ports["telnet"]), timeout=60) as line:
        line.sendall(b"admin\r\n\r\nxStatus SystemUnit\r\nbye\r\n")
        heard = b""
        while said := line.recv(4096):
            heard += said
    assert b"login: Password: " in heard and b"SIMULATED" in heard


def test_an_empty_passphrase_gets_in_until_one_is_set(endpoint: Endpoint) -> None:
    with roomos.terminal(NAME, endpoint.settings, ("",)) as terminal:
        terminal.command(
            "UserManagement User Passphrase Set",
            Username="admin",
            NewPassphrase=PASSPHRASE,
            YourPassphrase="",
        )
    with pytest.raises(CannotReach, match="refused"), roomos.terminal(NAME, endpoint.settings, ("",)):
        pass
    with roomos.terminal(NAME, endpoint.settings, (PASSPHRASE,)) as terminal:
        assert terminal.accounts() == ["admin"]


def test_a_limit_of_failures_locks_from_the_next_start_on(endpoint: Endpoint) -> None:
    def tries(*passwords: str) -> bool:
        try:
            with roomos.terminal(NAME, endpoint.settings, passwords):
                return True
        except CannotReach:
            return False

    endpoint.ask("xConfiguration Security Session MaxFailedLogins: 2")
    assert tries("wrong", "wrong", "")
    endpoint.ask("xCommand SystemUnit Boot Action: Restart")
    assert until(lambda: tries(""))
    assert not tries("wrong", "wrong", "")


def test_https_asks_for_a_login_and_tells_browsers_to_stay(endpoint: Endpoint) -> None:
    endpoint.ask("xConfiguration NetworkServices HTTPS StrictTransportSecurity: On")
    trusted = ssl.create_default_context(cafile=str(endpoint.folder / "state" / NAME / "certificate.pem"))
    trusted.check_hostname = False
    connection = http.client.HTTPSConnection("127.0.0.1", endpoint.ports["https"], timeout=60, context=trusted)
    connection.request("GET", "/configuration.xml")
    answer = connection.getresponse()
    assert answer.status == 401
    assert answer.headers["Strict-Transport-Security"]


def test_the_lowest_tls_version_is_kept(endpoint: Endpoint) -> None:
    def shakes(highest: ssl.TLSVersion) -> bool:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.maximum_version = highest
        try:
            with (
                socket.create_connection(("127.0.0.1", endpoint.ports["https"]), timeout=60) as raw,
                context.wrap_socket(raw),
            ):
                return True
        except (ssl.SSLError, OSError):
            return False

    assert shakes(ssl.TLSVersion.TLSv1_2)
    endpoint.ask("xConfiguration NetworkServices HTTPS Server MinimumTLSVersion: TLSv1.3")
    assert until(lambda: not shakes(ssl.TLSVersion.TLSv1_2))
    assert shakes(ssl.TLSVersion.TLSv1_3)


def test_it_remembers_everything_across_a_restart(start: Callable[[], Endpoint]) -> None:
    first = start()
    first.ask('xConfiguration SystemUnit Name: "Phòng họp tầng 3"')
    first.ask(
        'xCommand UserManagement User Add Username: "ky-thuat" Passphrase: "x" Role: Admin Active: True'
    )
    key = first.settings.known_hosts.read_text().split()[-2]
    first.process.terminate()
    first.process.wait(timeout=60)
    second = start()
    assert second.values()["SystemUnit Name"] == "Phòng họp tầng 3"
    assert second.facts().at("room_account_names") == ["admin", "ky-thuat"]
    assert second.settings.known_hosts.read_text().split()[-2] == key


def test_it_says_that_it_is_simulated(endpoint: Endpoint) -> None:
    assert "mô phỏng" in endpoint.ask("xStatus SystemUnit")
