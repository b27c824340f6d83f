"""User devices in the engine: what is asked of them, what is read, what is left alone."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.lab.verbs import invoke
from tests.policy.samples import the_policy
from tests.workstations.example import DEVICES, PC, as_json, put
from truongluy import collect, facts
from truongluy import inventory as inventory_of
from truongluy.inventory.classes import IMPORTED
from truongluy.values import values_for

ROOT = Path(__file__).resolve().parents[2]
LAB = ROOT / "inventories" / "lab"
NOW, FORMER = date(2026, 11, 24), date(2025, 6, 30)


@pytest.fixture
def real(tmp_path):
    """The lab's description as a real network: reports then lie beside it."""
    folder = tmp_path / "real"
    shutil.copytree(LAB, folder)
    file = folder / "organisation.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("lab: true", "lab: false"), encoding="utf-8")
    return folder


def test_a_requirement_on_servers_asks_nothing_of_an_office_computer():
    policy = the_policy()
    control = policy.controls["root_login_over_ssh_disabled"]
    of_server = {clause.full_id for clause in policy.asked(control, 2, FORMER, "server")}
    assert "tcvn-11930.SRV-AUTH-01" in of_server
    assert policy.asked(control, 2, FORMER, "workstation") == ()
    assert policy.asked(control, 2, NOW, "workstation"), "the present standard speaks of office computers too"


def test_something_is_asked_of_every_user_device_under_both_standards():
    policy = the_policy()
    for device in DEVICES.values():
        for on in (NOW, FORMER):
            asked = [
                control.id
                for control in policy.controls.values()
                if control.fits(device.device_class, (), device.platform)
                and policy.asked(control, 2, on, device.device_class)
            ]
            assert asked, (device.name, on)


def test_an_office_computer_is_hardened_beyond_what_is_asked():
    lab = inventory_of.load(LAB)
    values = values_for(lab, the_policy(), lab.devices["pc-01"], FORMER)
    assert len(values) > 60
    assert not all(value.asked for given in values.values() for value in given.values())
    assert values["only_declared_accounts_can_log_in"]["accounts"].value == ["truongluy", "canbo"]
    of_server = values_for(lab, the_policy(), lab.devices["portal-01"], NOW)
    assert of_server["only_declared_accounts_can_log_in"]["accounts"].value == ["truongluy"]


def test_a_control_speaks_only_of_platforms_it_was_broken_on():
    windows = DEVICES["pc-02"]
    speaks = [
        c.id for c in the_policy().controls.values() if c.fits(windows.device_class, (), windows.platform)
    ]
    assert "user_device_firewall_on" in speaks and "screen_locks_when_idle" in speaks
    assert "ssh_accepts_keys_only" not in speaks and "desktop_protections_fixed" not in speaks


def test_users_belong_to_office_computers_only(real):
    file = real / "hosts" / "so-gddt.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("functions: [web_server]", "users: [canbo]", 1), encoding="utf-8")
    (problem,) = inventory_of.validate(real)
    assert "users" in problem.what.en and problem.line


def test_a_device_without_a_report_is_an_error_of_that_device(real):
    inventory = inventory_of.load(real)
    found = collect.collect_one(inventory, inventory.devices["pc-02"])
    assert not found.reached and "pc-02" in found.error.vi
    put(real / "imported", "x.json", as_json(PC)[:-4])
    assert "x.json:" in collect.collect_one(inventory, inventory.devices["pc-02"]).error.en


def test_a_report_becomes_one_answer_of_evidence(real):
    put(real / "imported", "x.json", as_json(PC))
    inventory = inventory_of.load(real)
    found = collect.collect_one(inventory, inventory.devices["pc-02"])
    assert [answer.id for answer in found.raw] == ["report"]
    assert found.raw[0].command == "report x.json:4"
    # Once kept, the evidence needs no file any more.
    shutil.rmtree(real / "imported")
    assert facts.read("windows", found.answers).at("disk.encrypted") is True


def test_validate_names_a_wrong_report(real):
    put(real / "imported", "x.json", as_json({**PC, "device": "pc-99"}))
    run = invoke("validate", "-i", str(real))
    assert run.returncode == 2 and "x.json:5" in run.stderr and "pc-99" in run.stderr
    assert "Traceback" not in run.stderr


def test_managed_devices_need_no_way_in_and_are_not_provisioned(real):
    put(real / "imported", "x.json", as_json({**PC, "collected_at": "2020-01-01T00:00:00Z"}))
    run = invoke("check", "-i", str(real), "--limit", "pc-02")
    assert run.returncode == 1 and "report_recent" in run.stdout and "Traceback" not in run.stderr
    left = invoke("provision", "-i", str(real), "--limit", "pc-02,tablet-01")
    assert left.returncode == 0 and "MDM" in left.stdout and "PLAY" not in left.stdout


def test_every_imported_platform_has_facts():
    assert set(IMPORTED) <= set(facts.known_platforms())
    for platform in IMPORTED:
        assert set(facts.commands(platform)) == {"report"}
