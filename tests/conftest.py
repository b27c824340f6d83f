"""The lab that tests share: brought up once by the demo itself, removed at the end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Timings are never asserted: a busy machine must not fail a property.
settings.register_profile("truongluy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("truongluy")

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"


# First: pytest-xdist reads the groups in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What may run beside what: one lab, one kernel, and any file of the rest; the longest first.

    Where tests run in several processes, all of one group run in one of them.
    """
    groups = {id(item): _group(item) for item in items}
    first = ("lab", "vm")
    items.sort(key=lambda item: first.index(groups[id(item)]) if groups[id(item)] in first else len(first))
    for item in items:
        item.add_marker(pytest.mark.xdist_group(groups[id(item)]))


def _group(item: pytest.Item) -> str:
    """The name of a test's group."""
    if item.get_closest_marker("lab") or "demo" in getattr(item, "fixturenames", ()):
        return "lab"
    return "vm" if item.get_closest_marker("vm") else str(item.path.relative_to(ROOT))


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
