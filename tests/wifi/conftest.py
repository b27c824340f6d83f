"""The lab's inventory as it is, a copy of it that a test may spoil, and a file of Wi-Fi secrets that fits it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.inventory.conftest import LAB, Spoiled, only_problem, spoil
from truongluy import inventory, wifi_secrets
from truongluy.verdict import InputError, Problem

__all__ = ["Spoiled", "only_problem", "spoil"]

GOOD = """\
keys:
  so-gddt:
    legacy: Minh-hoa-khoa-cu
  thcs-minh-hoa:
    devices: "Minh hoa: khoa thiet bi"
radius:
  ap-01: minh-hoa-bi-mat-chung-01
  ap-school-01: minh-hoa-bi-mat-chung-02
accounts:
  so-gddt:
    canbo: {zone: staff, password: Minh-hoa-can-bo}
  thcs-minh-hoa:
    giaovien: {zone: staff, password: Minh-hoa-giao-vien}
    hocsinh: {zone: pupils, password: Minh-hoa-hoc-sinh}
"""
VALUES = {
    "Minh-hoa-khoa-cu", "Minh hoa: khoa thiet bi", "minh-hoa-bi-mat-chung-01", "minh-hoa-bi-mat-chung-02",
    "Minh-hoa-can-bo", "Minh-hoa-giao-vien", "Minh-hoa-hoc-sinh",
}  # fmt: skip


@pytest.fixture(scope="session")
def described() -> inventory.Inventory:
    """The lab's inventory, read and not running."""
    return inventory.load(LAB)


@pytest.fixture
def keep(tmp_path, monkeypatch) -> Callable[[str], Path]:
    """Writes the file and lets it be the one in use."""

    def write(text: str) -> Path:
        file = tmp_path / "wifi_secrets.yml"
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
        monkeypatch.setenv("TRUONGLUY_WIFI_SECRETS", str(file))
        return file

    return write


@pytest.fixture
def refused(keep, described) -> Callable[[str], list[Problem]]:
    """The problems of a file that must be refused."""

    def read(text: str) -> list[Problem]:
        keep(text)
        with pytest.raises(InputError) as raised:
            wifi_secrets.load(described)
        assert raised.value.__cause__ is None
        return list(raised.value.problems)

    return read
