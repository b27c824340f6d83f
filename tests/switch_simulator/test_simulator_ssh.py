"""The simulated switch over real SSH, driven by netmiko."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import paramiko
import pytest
from netmiko.exceptions import ConfigInvalidException

from .harness import ENABLE, ERRORS, MINUTE, PASSWORD, ROOT, USER, Switch, host_key


def test_delivered_device_logs_in_and_is_insecure(switch: Switch) -> None:
    with switch.connect() as device:
        assert device.find_prompt() == "sw-so-01#"
        running = device.send_command("show running-config")
        version = device.send_command("show version")
    assert "SIMULATED-C2960X" in version
    for line in ("snmp-server community private RW", "ip http server", "username guest privilege 15 password 0 guest",
                 " exec-timeout 0 0", " transport input telnet ssh", "no service password-encryption"):
        assert line in running.splitlines()
    assert PASSWORD not in running and ENABLE not in running


def test_push_read_back_and_save(switch: Switch) -> None:
    lines = ["service password-encryption", "ip ssh version 2", "no ip http server", "login block-for 120 attempts 3 "
             "within 60", "line vty 0 15", "exec-timeout 5 0",
             "transport input ssh", "interface range Gi1/0/1 - 8", "switchport mode access",
             "switchport port-security maximum 2", "switchport port-security", "ntp server 10.99.10.12"]
    with switch.connect() as device:
        device.send_config_set(lines, error_pattern=ERRORS)
        device.config_mode()
        device.write_channel("banner login #\nChỉ người được phép\nmới được đăng nhập\n#\n")
        device.read_until_pattern(r"#\r?\n.*\(config\)#")
        device.exit_config_mode()
        running = device.send_command("show running-config").splitlines()
        saved = device.save_config()
        startup = device.send_command("show startup-config").splitlines()
    for line in ("service password-encryption", "no ip http server", "ntp server 10.99.10.12", " transport input ssh",
                 "login block-for 120 attempts 3 within 60", "Chỉ người được phép", "mới được đăng nhập"):
        assert line in running and line in startup, line
    assert running.count(" switchport port-security maximum 2") == 8
    assert any(line.startswith("username guest privilege 15 password 7 ") for line in running)
    assert "[OK]" in saved


def test_bad_line_is_refused_with_the_device_s_words(switch: Switch) -> None:
    with switch.connect() as device:
        with pytest.raises(ConfigInvalidException, match="hostnam2"):
            device.send_config_set(["ip ssh version 2", "hostnam2 x", "no ip http server"], error_pattern=ERRORS)
        device.exit_config_mode()
        assert "no ip http server" not in device.send_command("show running-config")
        assert "% Incomplete command." in device.send_command("show ip")
        assert '% Ambiguous command:  "sh r"' in device.send_command("sh r")
        answer = device.send_command("show bogus").splitlines()
    assert answer == [" " * len("sw-so-01#show b") + "^", "% Invalid input detected at '^' marker."] or \
        "% Invalid input detected at '^' marker." in answer


def test_copy_dialogue_saves(switch: Switch) -> None:
    with switch.connect() as device:
        device.send_config_set(["ip ssh version 2"])
        question = device.send_command("copy running-config startup-config", expect_string=r"\?")
        assert "Destination filename [startup-config]?" in question
        assert "[OK]" in device.send_command("\n", expect_string=r"#")
    assert "ip ssh version 2" in switch.startup()


def test_filters_and_pager(switch: Switch) -> None:
    with switch.connect() as device:
        assert device.send_command("show running-config | include ^snmp").splitlines() == [
            "snmp-server community public RO", "snmp-server community private RW"]
        section = device.send_command("show run | section line vty").splitlines()
        assert section[0] == "line vty 0 4" and " transport input all" in section
        assert device.send_command("show run | begin line con").splitlines()[0] == "line con 0"
        device.send_command("terminal length 10")
        device.write_channel("show running-config\n")
        assert "--More--" in device.read_until_pattern(r"--More--")
        device.write_channel("q")
        device.read_until_pattern(r"#")


def test_two_levels_and_enable(start: Callable[..., Switch]) -> None:
    switch = start("sw-school-01")
    with switch.connect() as device:
        device.config_mode()
        assert "Do you want to continue? [confirm]" in device.send_command("no username guest", expect_string="confirm")
        device.send_command("\n", expect_string="#")
        device.send_config_set(["username guest privilege 1 secret guest-1"], error_pattern=ERRORS)
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect("127.0.0.1", switch.port, "guest", "guest-1", look_for_keys=False, allow_agent=False)
    channel = client.invoke_shell()
    talk(channel, "", ">")
    assert "Invalid input" in talk(channel, "show running-config\n", ">")
    assert "Current privilege level is 1" in talk(channel, "show privilege\n", ">")
    assert talk(channel, "enable\n", "Password: ")
    talk(channel, "wrong\n", "Password: ")
    assert ENABLE not in talk(channel, ENABLE + "\n", "sw-school-01#")
    client.close()


def talk(channel: paramiko.Channel, text: str, until: str) -> str:
    """Send, and read until the answer ends with `until`."""
    channel.settimeout(5)
    channel.sendall(text.encode())
    answer = ""
    while not answer.endswith(until):
        answer += channel.recv(4096).decode()
    return answer


def test_dead_man_returns_to_startup(switch: Switch) -> None:
    with switch.connect() as device:
        device.send_command("reload in 1", expect_string=r"confirm")
        device.send_command("\n", expect_string=r"#")
        assert "Reload scheduled" in device.send_command("show reload")
        device.send_config_set(["ip ssh version 2"])
        assert "ip ssh version 2" in device.send_command("show running-config")
        time.sleep(MINUTE + 0.5)
    with switch.wait_open() as device:
        assert "ip ssh version 2" not in device.send_command("show running-config")


def test_dead_man_cancelled_keeps_configuration(switch: Switch) -> None:
    with switch.connect() as device:
        device.send_config_set(["ip ssh version 2"])
        assert "Save? [yes/no]" in device.send_command("reload in 2", expect_string=r"yes/no")
        device.send_command("no", expect_string=r"confirm")
        device.send_command("\n", expect_string=r"#")
        device.send_command("reload cancel", expect_string=r"#")
        assert "No reload" in device.send_command("show reload")
        time.sleep(2 * MINUTE + 0.5)
        assert "ip ssh version 2" in device.send_command("show running-config")


def test_vlans_outlive_a_reload_only_while_vtp_owns_them(switch: Switch) -> None:
    device = switch.connect()
    device.send_config_set(["vtp mode server", "vlan 777"], error_pattern=ERRORS)
    device.save_config()
    device.send_config_set(["vlan 778", "lldp run"], error_pattern=ERRORS)
    assert "vlan 77" not in device.send_command("show running-config")
    device.send_command("reload", expect_string=r"yes/no")
    device.send_command("no", expect_string=r"confirm")
    device.write_channel("\n")
    time.sleep(0.5)
    with switch.wait_open() as device:
        shown = device.send_command("show vlan brief")
        assert "VLAN0777" in shown and "VLAN0778" in shown
        assert "lldp run" not in device.send_command("show running-config")


def test_configure_replace_returns_to_startup(switch: Switch) -> None:
    with switch.connect() as device:
        before = device.send_command("show running-config | begin version")
        device.send_config_set(["lldp run", "interface Gi1/0/3", "switchport mode access"])
        assert "Rollback Done" in device.send_command("configure replace nvram:startup-config force")
        assert device.send_command("show running-config | begin version") == before


def test_revert_timer_undoes_what_is_not_confirmed(switch: Switch) -> None:
    with switch.connect() as device:
        assert "must be configured" in device.send_command("configure terminal revert timer 1")
        device.send_config_set(["archive", "path flash:backup"], error_pattern=ERRORS)
        device.send_command("configure terminal revert timer 1", expect_string=r"\(config\)#")
        device.send_command("lldp run", expect_string=r"\(config\)#")
        device.send_command("end", expect_string=r"#")
        assert "lldp run" in device.send_command("show running-config")
        time.sleep(MINUTE + 0.3)
        assert "lldp run" not in device.send_command("show running-config")
        device.send_command("configure terminal revert timer 1", expect_string=r"\(config\)#")
        device.send_command("lldp run", expect_string=r"\(config\)#")
        device.send_command("end", expect_string=r"#")
        device.send_command("configure confirm")
        time.sleep(MINUTE + 0.3)
        assert "lldp run" in device.send_command("show running-config")


def test_restart_keeps_startup_and_host_key(start: Callable[..., Switch]) -> None:
    first = start()
    key = host_key(first.port)
    with first.connect() as device:
        device.send_config_set(["ip ssh version 2"])
        device.save_config()
        device.send_config_set(["lldp run"])
    first.process.terminate()
    assert first.process.wait(10) == 0
    second = start()
    assert host_key(second.port) == key
    with second.connect() as device:
        running = device.send_command("show running-config")
    assert "ip ssh version 2" in running and "lldp run" not in running


def test_showing_an_interface_that_is_not_there_makes_none(switch: Switch) -> None:
    with switch.connect() as device:
        assert "% Invalid input" in device.send_command("show running-config interface vlan 77")
        assert "Vlan77" not in device.send_command("show running-config")
        shown = device.send_command("show running-config interface gi1/0/24").splitlines()
    assert " switchport mode trunk" in shown and shown[-1] == "end"


def test_warnings_reach_every_terminal(switch: Switch) -> None:
    with switch.connect() as device:
        device.send_command("reload in 2", expect_string=r"confirm")
        device.write_channel("\n")
        device.read_until_pattern(r"SHUTDOWN in 0:01:00")
        device.write_channel("reload cancel\n")
        device.read_until_pattern(r"SHUTDOWN ABORTED")


def test_command_without_a_terminal(switch: Switch) -> None:
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect("127.0.0.1", switch.port, USER, PASSWORD, look_for_keys=False, allow_agent=False)
    _, stdout, _ = client.exec_command("show running-config", timeout=5)
    text = stdout.read().decode()
    client.close()
    assert text.splitlines()[-2:] == ["end", ""] and "--More--" not in text


def test_only_loopback_and_only_offered_algorithms(switch: Switch) -> None:
    with switch.connect() as device:
        device.send_config_set(["ip ssh server algorithm encryption aes256-ctr"])
        assert "Encryption Algorithms:aes256-ctr" in device.send_command("show ip ssh")
    transport = paramiko.Transport(("127.0.0.1", switch.port))
    transport.get_security_options().ciphers = ["aes128-ctr"]
    with pytest.raises(paramiko.SSHException):
        transport.start_client(timeout=5)
    transport.close()


def test_wrong_start_is_told(tmp_path: object) -> None:
    done = subprocess.run([sys.executable, "-m", "lab.switch_simulator", "--name", "x", "--port", "0", "--state-dir",
                           str(tmp_path), "--credentials", "/nonexistent.yml"],
                          cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "Traceback" not in done.stderr and USER not in done.stderr
