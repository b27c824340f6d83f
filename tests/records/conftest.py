"""A copy of the lab whose records a test may spoil, judged by the policy of the repository."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.policy.samples import the_policy
from truongluy import inventory
from truongluy.finding import Finding
from truongluy.records import judge_records
from truongluy.verdict import Problem, Verdict

LAB = Path(__file__).parents[2] / "inventories" / "lab"
TODAY = date(2026, 11, 24)
PLAN_YEARS = date(2025, 6, 30)


class _Plain(yaml.CSafeDumper):
    """Writes every value out: our reader refuses aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


class Kept:
    """A writable copy of the lab; `entries` are the records of a unit as plain data."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self, unit: str = "so-gddt") -> list[dict]:
        return yaml.load(
            (self.path / "records" / f"{unit}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader
        )["records"]

    def write(self, entries: list[dict], unit: str = "so-gddt") -> Kept:
        text = yaml.dump({"records": entries}, Dumper=_Plain, allow_unicode=True, sort_keys=False)
        (self.path / "records" / f"{unit}.yml").write_text(text, encoding="utf-8")
        return self

    def newest(self, kind: str, unit: str = "so-gddt", on: date = TODAY) -> dict:
        """The newest record of a kind on a day."""
        return max(
            (one for one in self.entries(unit) if one["kind"] == kind and one["date"] <= on),
            key=lambda one: one["date"],
        )

    def change(self, kind: str, of: str = "so-gddt", /, **values: object) -> Kept:
        """Give the newest record of a kind other values; None takes a key away."""
        chosen = self.newest(kind, of)
        entries = self.entries(of)
        for one in entries:
            if one == chosen:
                one.update(values)
                for key in [key for key, value in values.items() if value is None]:
                    del one[key]
        return self.write(entries, of)

    def without(self, kind: str, unit: str = "so-gddt") -> Kept:
        """Take away every record of a kind."""
        return self.write([one for one in self.entries(unit) if one["kind"] != kind], unit)

    def store(self, name: str, content: bytes) -> str:
        """Store a document and give its hash."""
        (self.path / "records" / "files" / name).write_bytes(content)
        return hashlib.sha256(content).hexdigest()

    def judge(self, on: date = TODAY) -> list[Finding]:
        return judge_records(inventory.load(self.path), the_policy(), on)

    def failing(self, on: date = TODAY) -> list[Finding]:
        return [finding for finding in self.judge(on) if finding.verdict is not Verdict.PASS]

    def problems(self) -> list[Problem]:
        return inventory.validate(self.path)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    shutil.copytree(LAB, tmp_path / "lab")
    return Kept(tmp_path / "lab")
