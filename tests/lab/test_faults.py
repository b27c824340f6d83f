"""What can't be read is an error of that device alone; what is cut off comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab import single
from tests.lab.verbs import invoke
from truongluy.access import BUILD

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.lab, pytest.mark.slow]


def _verdicts(run):
    import json

    found = {}
    for finding in json.loads(run.stdout)["findings"]:
        found.setdefault(finding["subject"], set()).add(finding["verdict"])
    return found


def test_a_stopped_host_is_an_error_and_the_others_are_not(lab):
    single.stop("files-01")
    try:
        run = invoke("check", "-i", "lab", "--json")
    finally:
        single.start("files-01")
    assert run.returncode == 1
    assert "Traceback" not in run.stdout + run.stderr
    found = _verdicts(run)
    assert found.pop("files-01") == {"error"}
    assert not any({"error", "fail"} & verdicts for verdicts in found.values()), found


def test_a_wrong_switch_password_is_an_error_and_the_others_are_not(lab):
    file = BUILD / "lab" / "credentials.yml"
    kept = file.read_text(encoding="utf-8")
    file.write_text(kept + "\n", encoding="utf-8")
    try:
        import yaml

        raw = yaml.safe_load(kept)
        raw.setdefault("devices", {})["sw-so-01"] = {"password": "khong-dung"}
        file.write_text(yaml.safe_dump(raw), encoding="utf-8")
        run = invoke("check", "-i", "lab", "--json")
    finally:
        file.write_text(kept, encoding="utf-8")
    assert run.returncode == 1
    assert "Traceback" not in run.stdout + run.stderr
    assert "khong-dung" not in run.stdout + run.stderr
    found = _verdicts(run)
    assert found.pop("sw-so-01") == {"error"}
    assert not any({"error", "fail"} & verdicts for verdicts in found.values()), found


def test_break_is_refused_outside_a_lab(tmp_path):
    import shutil

    copy = tmp_path / "real"
    shutil.copytree(ROOT / "inventories" / "lab", copy)
    organisation = copy / "organisation.yml"
    organisation.write_text(
        organisation.read_text(encoding="utf-8").replace("lab: true", "lab: false"), encoding="utf-8"
    )
    run = invoke(
        "lab.break", "--control", "remote_administration_encrypted", "--device", "sw-so-01", "-i", str(copy)
    )
    assert run.returncode == 2
    assert "lab" in run.stderr
