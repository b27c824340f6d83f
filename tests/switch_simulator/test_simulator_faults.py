"""Faults on demand, and who is kept out."""

from __future__ import annotations

import time
from collections.abc import Callable

import paramiko
import pytest
from netmiko import NetmikoAuthenticationException, NetmikoTimeoutException
from netmiko.exceptions import ReadTimeout

from .harness import ERRORS, PASSWORD, USER, Switch, host_key


def test_fault_drop_leaves_the_lines_before(switch: Switch) -> None:
    switch.fault("drop_after:2")
    device = switch.connect()
    with pytest.raises((ReadTimeout, OSError, NetmikoTimeoutException, EOFError)):
        device.send_config_set(["ip ssh version 2", "no ip http server", "ip http secure-server", "lldp run"],
                               read_timeout=3)
    switch.fault("clear")
    with switch.connect() as again:
        running = again.send_command("show running-config").splitlines()
    assert "no ip http server" in running and "lldp run" not in running


def test_fault_slow(switch: Switch) -> None:
    switch.fault("slow:0.4")
    with switch.connect() as device:
        before = time.monotonic()
        device.send_command("show clock")
        assert time.monotonic() - before >= 0.4


def test_fault_full_flash(switch: Switch) -> None:
    switch.fault("full_flash")
    before = switch.startup()
    with switch.connect() as device:
        device.send_config_set(["ip ssh version 2"])
        answer = device.save_config()
    assert "%Error writing nvram: no space" in answer and "[OK]" not in answer
    assert switch.startup() == before


def test_fault_wrong_password(switch: Switch) -> None:
    switch.fault("wrong_password")
    with pytest.raises(NetmikoAuthenticationException):
        switch.connect()
    switch.fault("clear")
    switch.connect().disconnect()
    with pytest.raises(NetmikoAuthenticationException):
        switch.connect(password="khong-dung")


@pytest.mark.slow
def test_fault_hang(switch: Switch) -> None:
    switch.fault("hang_no_prompt")
    with pytest.raises((ReadTimeout, NetmikoTimeoutException)):
        switch.connect()


def test_fault_host_key_and_published_key(switch: Switch) -> None:
    published = (switch.state_dir / switch.name / "ssh_host_ed25519_key.pub").read_text().split()
    assert published[0] == "ssh-ed25519" and host_key(switch.port) == published[1]
    switch.fault("change_host_key")
    assert host_key(switch.port) != published[1]
    switch.fault("clear")
    assert host_key(switch.port) == published[1]


def test_fault_second_administrator(start: Callable[..., Switch]) -> None:
    switch = start("sw-so-01", "--fault", "second_admin:ip http server")
    with switch.connect() as device:
        device.send_config_set(["no ip http server", "ip ssh version 2", "lldp run"])
        running = device.send_command("show running-config").splitlines()
        assert "by admin2" in device.send_command("show running-config | include Last") or \
            "admin2" in device.send_command("show logging")
    assert "ip http server" in running and "no ip http server" not in running


def test_access_class_is_enforced_for_the_seen_address(start: Callable[..., Switch]) -> None:
    switch = start("sw-so-01", "--seen-from", "10.99.99.5")
    with switch.connect() as device:
        device.send_config_set(["ip access-list standard ADMIN", "permit 10.99.99.0 0.0.0.255", "line vty 0 15",
                                "access-class ADMIN in"], error_pattern=ERRORS)
        switch.connect().disconnect()
        device.send_config_set(["ip access-list standard ADMIN", "5 deny host 10.99.99.5"], error_pattern=ERRORS)
        with pytest.raises(NetmikoTimeoutException):
            switch.connect()


def test_a_connection_has_as_many_tries_as_configured(switch: Switch) -> None:
    with switch.connect() as device:
        device.send_config_set(["ip ssh authentication-retries 2"], error_pattern=ERRORS)
    transport = paramiko.Transport(("127.0.0.1", switch.port))
    transport.start_client(timeout=5)
    for _ in range(2):
        with pytest.raises(paramiko.AuthenticationException):
            transport.auth_password(USER, "khong-dung")
    with pytest.raises((paramiko.SSHException, EOFError)) as ended:
        transport.auth_password(USER, PASSWORD)
    assert not transport.is_authenticated(), ended
    transport.close()
