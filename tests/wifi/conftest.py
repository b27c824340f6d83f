"""The lab's inventory as it is, and a copy of it that a test may spoil."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inventory.conftest import LAB, Spoiled, only_problem, spoil
from truongluy import inventory

__all__ = ["Spoiled", "only_problem", "spoil"]


@pytest.fixture(scope="session")
def described() -> inventory.Inventory:
    """The lab's inventory, read and not running."""
    return inventory.load(Path(LAB))
