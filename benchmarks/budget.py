"""How long 100,000 budget lines take to write, read and judge, and what YAML alone would need for a tenth of them."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml

from truongluy import commands as verbs
from truongluy import policy as policy_of
from truongluy.budget import files, findings, rules
from truongluy.budget.model import Budget, BudgetFile, BudgetLine

LINES = 100_000
_UNIT, _YEAR = "so-gddt", 2026
Result = TypeVar("Result")


def main() -> int:
    """Print seconds and ratios of one run."""
    inventory, policy = verbs.find_inventory("lab"), policy_of.load()
    given = BudgetFile(_UNIT, _YEAR, tuple(_line(number) for number in range(LINES)))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / files.name_of(_UNIT, _YEAR)
        _, writing = _timed(lambda: files.write(file, given))
        found, reading = _timed(lambda: files.read(file))
        own = replace(inventory, path=Path(folder), budget=Budget((found,)))
        _, checking = _timed(lambda: rules.cross_check(own, policy))
        judged, judging = _timed(lambda: findings.judge_budget(own, policy, date(_YEAR, 11, 29)))
        tenth = found.lines[: LINES // 10]
        as_yaml = yaml.dump(_plain(file)[: len(tenth)], allow_unicode=True)
        _, plain = _timed(lambda: yaml.load(as_yaml, yaml.CSafeLoader))
    print(f"{LINES} budget lines, {len(judged)} findings")
    for name, taken in (
        ("read", reading),
        ("check", checking),
        ("judge", judging),
        ("write, read back", writing),
    ):
        print(f"{name:<24}{taken:8.3f} s   {taken / reading:.2f} x".replace(".", ","))
    print(f"{'a tenth as plain YAML':<24}{plain:8.3f} s   {plain / reading:.2f} x".replace(".", ","))
    return 0


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


def _plain(file: Path) -> list[dict[str, object]]:
    rows = file.read_text(encoding="utf-8").split("\n")
    return [json.loads(row) for row in rows if row.startswith("  {")]


def _line(number: int) -> BudgetLine:
    mixed = number % 5 == 0
    return BudgetLine(
        id=f"{_UNIT}-{_YEAR}-{number:06}", unit=_UNIT, year=_YEAR, project=None, source="provincial_budget",
        kind="capital" if number % 2 else "recurrent", item=f"Khoản minh họa số {number}", quantity=2,
        unit_price=1_200_000, vat_percent="10", planned=2_640_000, allocated=2_640_000, spent=None,
        category="SP-PROTECT" if mixed else "pc", share=5_000 if mixed else 0,
        share_reason="một nửa là tường lửa" if mixed else "", document="QĐ 12 (minh họa)", cell="Dự toán!B12",
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
