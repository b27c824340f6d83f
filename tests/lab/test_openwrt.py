"""On the simulated OpenWrt of the lab: a change that cuts us off is undone by the device itself."""

import os
import shutil
import subprocess

import pytest

from lab import access
from truongluy.provision import provision
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
