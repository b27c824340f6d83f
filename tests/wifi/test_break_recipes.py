"""Break recipes speak of what the role and the deploy write: each of their edits changes the file it names.

Without it a recipe that no longer matches is noticed only in the lab, minutes later, as a check that sees nothing.
"""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from tests.policy.samples import the_policy
from tests.wifi.conftest import GOOD
from truongluy.inventory import wifi
from truongluy.provision import uci_files

ROOT = Path(__file__).resolve().parents[2]
EDITED = re.compile(r"^sed -i .*?(?P<files>(?: /etc/(?:hostapd|config)/[\w.]+)+)$", re.MULTILINE)
SERVER = ["10.99.10.12"]


def edits(platform: str) -> list[pytest.param]:
    """Each edit of a configuration file in a recipe of a platform, by its control."""
    return [
        pytest.param(match[0], id=control.id)
        for control in the_policy().controls.values()
        if "wifi_ap" in control.applies_to
        for match in EDITED.finditer(control.breaks.get(platform, ""))
    ]


@pytest.fixture
def device(described, keep, tmp_path):
    """A folder with the files that our own templates write for both of the lab's access points."""
    keep(GOOD)
    for folder in ("hostapd", "config"):
        (tmp_path / "etc" / folder).mkdir(parents=True)
    engine = Environment(
        loader=FileSystemLoader(ROOT / "roles" / "wifi_access_point" / "templates"), trim_blocks=True,
        lstrip_blocks=True, autoescape=False,
    )  # fmt: skip
    plan = wifi.plain(described, described.devices["ap-school-01"])
    for radio in plan["radios"]:
        text = engine.get_template("hostapd.conf.j2").render(
            wifi=plan, radio=radio, inventory_hostname="ap-school-01", wifi_access_point_rekey_seconds=3600,
            wifi_access_point_address="10.99.98.21", wifi_access_point_radius_servers=SERVER,
            wifi_access_point_accounting_servers=SERVER,
        )  # fmt: skip
        (tmp_path / "etc" / "hostapd" / f"{radio['name']}.conf").write_text(text, encoding="utf-8")
    now = {"wireless": "config wifi-device 'radio0'\nconfig wifi-device 'radio1'\n"}
    office = described.devices["ap-01"]
    wanted = uci_files.wanted(described, the_policy(), office, date(2026, 11, 24), now)
    for name, text in wanted.files.items():
        (tmp_path / "etc" / "config" / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("edit", edits("hostapd") + edits("openwrt"))
def test_an_edit_changes_the_file_it_names(device, edit):
    files = {file: file.read_bytes() for file in device.glob("etc/*/*")}
    subprocess.run(["sh", "-es"], input=edit.replace(" /etc/", f" {device}/etc/"), text=True, check=True)
    assert {file for file, before in files.items() if file.read_bytes() != before}, "nothing matches any more"


def test_most_recipes_are_edits_of_configuration():
    assert len(edits("hostapd")) >= 15 and len(edits("openwrt")) >= 22


# This one shows that what runs is not what is written.
NOT_IN_FORCE = {"wifi_runs_what_is_written"}


def test_a_radio_whose_file_is_edited_starts_anew():
    """Facts are of the hostapd that runs: an edit alone would be seen as `not in force` and as nothing else."""
    for control in the_policy().controls.values():
        recipe = control.breaks.get("hostapd", "")
        edited = set(re.findall(r"sed -i .* /etc/hostapd/(\w+)\.conf$", recipe, re.MULTILINE))
        started = set(re.findall(r"^systemctl (?:re)?start truongluy-hostapd@(\w+)$", recipe, re.MULTILINE))
        assert control.id in NOT_IN_FORCE or edited == started, control.id
