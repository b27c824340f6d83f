"""Rules about this repository that a reviewer would otherwise have to remember."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from checks import KINDS
from tests.policy.samples import the_policy
from truongluy import facts
from truongluy.inventory.classes import IMPORTED
from truongluy.policy.model import MANAGER, NO_ROLE, PEOPLE

ROOT = Path(__file__).resolve().parents[2]
CONTROLS = list(the_policy().controls.values())
IDS = [control.id for control in CONTROLS]
TRACKED = subprocess.run(
    ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split("\n")[:-1]
PYTHON = [name for name in TRACKED if name.endswith(".py") and (ROOT / name).is_file()]
REQUIRED = ["inventories", "playbooks", "roles", "policies", "checks", "tests", "docs", "lab", "truongluy"]


@pytest.mark.parametrize("folder", REQUIRED)
def test_each_folder_opens_with_its_sentence(folder):
    first = (ROOT / folder / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert len(first) > 20 and first.rstrip().endswith((".", ":")), (
        f"{folder}/README.md: first line is no sentence"
    )


@pytest.mark.parametrize("name", PYTHON)
def test_python_files_and_functions_stay_short(name):
    source = (ROOT / name).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300, f"{name}: split it by concept"
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno - node.lineno + 1 > 40
    ]
    assert not long, f"{name}: {long}"


@pytest.mark.parametrize("control", CONTROLS, ids=IDS)
def test_a_control_name_is_a_true_sentence_without_numbers_or_makers(control):
    assert re.fullmatch(r"[a-z][a-z_]+[a-z]", control.id), (
        "snake_case words only: no threshold, no clause number"
    )
    assert not set(control.id.split("_")) & {
        "cisco",
        "debian",
        "ubuntu",
        "ios",
        "tcvn",
        "nginx",
        "samba",
        "level",
    }
    assert "_" in control.id


@pytest.mark.parametrize("control", CONTROLS, ids=IDS)
def test_a_control_resolves(control):
    assert control.check in KINDS
    if control.fixed_by == MANAGER:
        assert set(control.breaks) <= set(IMPORTED), "only what a device manager looks after has no role"
    elif control.fixed_by == PEOPLE:
        assert set(control.mends) == set(control.breaks), "the lab plays what people do, on each platform"
    else:
        assert (ROOT / "roles" / control.fixed_by / "tasks" / "main.yml").is_file(), (
            f"no role {control.fixed_by}"
        )
    assert {clause.split(".")[0] for clause in control.satisfies} >= {"tcvn-11930", "tcvn-14423"}
    assert set(control.breaks) <= set(facts.known_platforms())
    assert control.breaks, "nobody has shown that this check can fail"
    assert control.samples["pass"] and control.samples["fail"]


@pytest.mark.parametrize("control", CONTROLS, ids=IDS)
def test_a_role_binds_or_names_each_control_it_fixes(control):
    if control.fixed_by in NO_ROLE:
        return
    defaults = (ROOT / "roles" / control.fixed_by / "defaults" / "main.yml").read_text(encoding="utf-8")
    assert re.search(rf"\b{control.id}\b", defaults), (
        f"roles/{control.fixed_by}/defaults/main.yml never names it"
    )


def test_a_control_id_stands_in_no_task_file():
    for name in TRACKED:
        if name.startswith("roles/") and "/tasks/" in name:
            source = (ROOT / name).read_text(encoding="utf-8")
            assert not [one for one in IDS if re.search(rf"\b{one}\b", source)], name


def test_there_are_enough_controls():
    assert sum("server" in control.applies_to for control in CONTROLS) >= 40
    assert sum("switch" in control.applies_to for control in CONTROLS) >= 25
    assert sum("wifi_ap" in control.applies_to for control in CONTROLS) >= 24


@pytest.mark.parametrize("playbook", sorted((ROOT / "playbooks").glob("*.yml")), ids=lambda path: path.name)
def test_every_role_of_a_playbook_has_its_own_tag(playbook):
    roles = re.findall(r"- role: (\w+)\n\s+tags: \[(\w+)", playbook.read_text(encoding="utf-8"))
    assert all(role == tag for role, tag in roles)
    if playbook.name != "site.yml":
        assert roles or "hosts:" not in playbook.read_text(encoding="utf-8")


def test_every_role_is_used_and_described():
    used = set()
    for playbook in (ROOT / "playbooks").glob("*.yml"):
        used |= set(re.findall(r"- role: (\w+)", playbook.read_text(encoding="utf-8")))
    for role in sorted(path.name for path in (ROOT / "roles").iterdir() if path.is_dir()):
        assert role in used, f"no playbook runs roles/{role}"
        assert (ROOT / "roles" / role / "meta" / "argument_specs.yml").is_file(), role
        assert (ROOT / "roles" / role / "README.md").is_file(), role


def test_the_import_contract_holds():
    run = subprocess.run(["lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False, env=_path())
    assert run.returncode == 0, run.stdout[-3000:]


@pytest.mark.parametrize(
    "arguments", [["ruff", "check", "."], ["mypy"], ["yamllint", "-s", "."]], ids=lambda a: a[0]
)
def test_linters_agree(arguments):
    run = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False, env=_path())
    assert run.returncode == 0, (run.stdout + run.stderr)[-3000:]


@pytest.mark.slow
def test_ansible_lint_agrees():
    run = subprocess.run(
        ["ansible-lint", "--offline", "-q"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=_path(),
    )
    assert run.returncode == 0, (run.stdout + run.stderr)[-3000:]


def test_nothing_of_a_machine_stands_in_the_project():
    for name in TRACKED:
        path = ROOT / name
        if path.is_file() and path.suffix not in (".png", ".woff2", ".gz"):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert f"{ROOT}/" not in text, name


def _path():
    import os
    import sys

    return {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
