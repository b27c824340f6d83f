"""The lab that tests share: brought up once by the demo itself, removed at the end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import side_by_side

# Timings are never asserted: a busy machine must not fail a property.
settings.register_profile("truongluy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("truongluy")

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: the one lab, then the one kernel, then the rest."""
    first = (side_by_side.LAB, side_by_side.KERNEL)
    groups = {item: side_by_side.group_of(item.nodeid) for item in items}
    items.sort(key=lambda item: first.index(groups[item]) if groups[item] in first else len(first))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log):
    """Hand tests out by group, where they run in several processes."""
    return side_by_side.Groups(config, log)


@pytest.fixture(scope="session")
def demo():
    """What `invoke demo` wrote and printed: the lab is provisioned and running from here on."""
    from lab import engine, single

    if single.status():
        pytest.fail("a lab of this checkout is up, and somebody may be using it: `invoke lab.down` first")
    run = subprocess.run(
        [str(Path(sys.executable).parent / "invoke"), "demo"],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "120"},
    )  # fmt: skip
    summary = BUILD / "reports" / "lab" / "summary.json"
    yield {
        "status": run.returncode,
        "output": run.stdout + run.stderr,
        "summary": json.loads(summary.read_text(encoding="utf-8")) if summary.is_file() else None,
    }
    engine.down()


@pytest.fixture(scope="session")
def lab(demo):
    """The lab's inventory, with every device up and provisioned."""
    from truongluy import inventory

    if demo["status"] != 0:
        pytest.fail(f"the demo did not end green:\n{demo['output'][-3000:]}")
    return inventory.load(ROOT / "inventories" / "lab")
