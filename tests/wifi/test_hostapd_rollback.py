"""What is left of a first run that failed: the access point works as it did before, and nothing of ours runs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import jinja2
import pytest
import yaml

TASKS = Path(__file__).resolve().parents[2] / "roles" / "wifi_access_point" / "tasks" / "transmit.yml"
ZONES = {"uplink": "eth1", "zones": [{"id": "staff", "vlan": 31}, {"id": "guests", "vlan": 41}]}
STOPPED = "systemctl stop truongluy-*"
STARTED = "systemctl restart hostapd.service"


def _rescue(name: str) -> dict:
    (block,) = yaml.safe_load(TASKS.read_text(encoding="utf-8"))
    (task,) = [task for task in block["rescue"] if task["name"] == name]
    return task


@pytest.fixture
def calls(tmp_path: Path):
    """Runs the script of the rescue in a root of its own; says which programs it called, in order."""
    for name in ("systemctl", "nft", "ip"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "{name} $*" >>{tmp_path}/calls\n')
        (tmp_path / name).chmod(0o755)
    (tmp_path / "etc/hostapd").mkdir(parents=True)
    (tmp_path / "etc/hostapd/hostapd.conf").write_text("interface=wlan0\n")
    # The bridge of the staff is ours and holds the uplink's tag; that of the guests was not made yet.
    (tmp_path / "sys/class/net/br-staff/brif/eth1.31").mkdir(parents=True)

    def run() -> list[str]:
        script = _rescue("Work with the previous files again")["ansible.builtin.shell"]
        text = jinja2.Environment(trim_blocks=True).from_string(script).render(wifi=ZONES)
        for folder in ("/usr/local/", "/etc/", "/sys/"):
            text = text.replace(folder, f"{tmp_path}{folder}")
        subprocess.run(["sh"], input=text, text=True, check=False, env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
        return (tmp_path / "calls").read_text().splitlines()

    return run


def test_after_a_failed_first_run_the_former_hostapd_transmits_again(calls):
    found = calls()
    assert STOPPED in found and found[-1] == STARTED
    freed = ["ip link delete eth1.31", "ip link delete br-staff"]
    assert [call for call in found if call.startswith("ip ")] == freed
    assert found.index(STOPPED) < found.index(freed[0]) < found.index(STARTED)


def test_with_an_access_point_of_ours_before_it_only_applies_its_files(calls, tmp_path):
    tool = tmp_path / "usr/local/sbin/truongluy-wifi"
    tool.parent.mkdir(parents=True)
    tool.write_text(f'#!/bin/sh\necho "wifi $*" >>{tmp_path}/calls\n')
    tool.chmod(0o755)
    found = calls()
    assert found[-1] == "wifi apply" and STOPPED not in found and STARTED not in found


@pytest.mark.parametrize(
    ("touched", "said"), [(True, "previous files are back"), (False, "nothing had been changed")]
)
def test_the_message_says_whether_anything_was_changed(touched, said):
    message = _rescue("Say what became of the access point")["ansible.builtin.fail"]["msg"]
    text = jinja2.Template(message).render(wifi_access_point_touched=touched, wifi_access_point_failure="x")
    assert said in text
    assert ("các tệp cũ đã được trả lại" in text) is touched


@pytest.mark.parametrize("unit", ["truongluy-bridges.service", "truongluy-hostapd@.service"])
def test_no_unit_is_tried_again_without_its_program(unit):
    text = (TASKS.parents[1] / "files" / unit).read_text()
    programs = {line.split("=")[1].split()[0] for line in text.splitlines() if "sbin/truongluy" in line}
    assert programs == {"/usr/local/sbin/truongluy-wifi"}
    head = text.partition("[Service]")[0]
    assert "\nConditionFileIsExecutable=/usr/local/sbin/truongluy-wifi\n" in head
