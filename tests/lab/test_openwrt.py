"""On the simulated OpenWrt of the lab: a change that cuts us off is undone by the device itself."""

import os
import shutil
import subprocess
import sys

import pytest

from lab import access
from truongluy.access import ROOT
from truongluy.provision import provision
from truongluy.provision.relay import doors
from truongluy.provision.uci_files import TEMPLATES

pytestmark = pytest.mark.lab
NAME = "ap-01"


def _port() -> str:
    command = [
        "ssh",
        "-F",
        str(access.SSH_CONFIG),
        "-o",
        "ControlPath=none",
        NAME,
        "uci get dropbear.@dropbear[0].Port",
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout.strip()


def test_a_deploy_that_cuts_us_off_is_undone_by_the_device(lab, tmp_path, monkeypatch):
    devices = [lab.devices[NAME]]
    assert provision(lab, devices).ok
    again = provision(lab, devices)
    assert again.ok and again.total_changed == 0
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    file = templates / "dropbear.j2"
    file.write_text(file.read_text().replace("option Port '22'", "option Port '2222'"))
    monkeypatch.setitem(os.environ, "TRUONGLUY_UCI_TEMPLATES", str(templates))
    monkeypatch.setitem(os.environ, "TRUONGLUY_DEAD_MAN", "15")
    cut = provision(lab, devices)
    assert not cut.ok and cut.failed == (NAME,)
    assert "đã tự trả lại cấu hình cũ" in cut.log.read_text()
    assert _port() == "22"


_UPLOADS = """
from pyinfra import host
from pyinfra.operations import python
from truongluy.provision.openwrt_device import upload

for n in range(20):
    upload(name=f"Bring {n}", files={"system": "config system\\n"})
python.call(name="Lose the connection", function=lambda: host.connector.client.close())
upload(name="Bring the last", files={"system": "config system\\n"})
"""


@pytest.mark.slow
def test_uploads_need_no_second_attempt_even_after_a_lost_connection(lab, tmp_path):
    deploy = tmp_path / "uploads.py"
    deploy.write_text(_UPLOADS, encoding="utf-8")
    with doors(access.SSH_CONFIG, access.KNOWN_HOSTS, [NAME], tmp_path) as (config, pinned):
        done = subprocess.run(
            [sys.executable, "-m", "pyinfra", "-y", str(ROOT / "playbooks" / "wifi_openwrt_inventory.py"), str(deploy)],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "TRUONGLUY_INVENTORY": str(lab.path),
                "TRUONGLUY_DEVICES": NAME,
                "TRUONGLUY_DIRECT_SSH_CONFIG": str(config),
                "TRUONGLUY_KNOWN_HOSTS": str(pinned),
            },
            cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
