"""The verb `budget.report`: shares, what is missing, what it will cost, and the years to come."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

from rich.console import Console

from truongluy import collect as collecting
from truongluy import evidence as evidence_of
from truongluy.access import BUILD
from truongluy.budget import data
from truongluy.budget.report import Report
from truongluy.budget.report import report as made_of
from truongluy.commands.budget_tables import print_report
from truongluy.commands.running import DONE, NOT_COMPLIANT, Choice, day, find_both, option, unknown
from truongluy.commands.targets import judged_on
from truongluy.finding import Finding
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.verdict import InputError, Problem, Text


def report(
    inventory: str,
    unit: str | None = None,
    year: str | None = None,
    as_of: str | None = None,
    output: str | None = None,
    *,
    as_json: bool = False,
) -> int:
    """Print the report on money, or write it as a workbook; exit 1 unless every share of the day passes."""
    found, policy = find_both(inventory)
    on = day(as_of)
    if unit is not None and unit not in found.sites:
        raise InputError([unknown(unit, found.sites, "đơn vị", "unit", "--unit")])
    if not found.budget.files:
        raise InputError([_no_budget(found)])
    told = made_of(found, policy, on, _findings(found, policy, on), unit, _year(year))
    if output:
        _write(told, Path(output), quiet=as_json)
    if as_json:
        print(json.dumps(data.as_data(told), ensure_ascii=False, indent=1))
    elif not output:
        print_report(Console(), told)
    return DONE if told.met else NOT_COMPLIANT


def _findings(inventory: Inventory, policy: Policy, on: date) -> tuple[Finding, ...] | None:
    """What the newest evidence says on a day; None without any."""
    if evidence_of.latest(collecting.evidence_root(BUILD, inventory)) is None:
        return None
    return judged_on(Choice(str(inventory.path)), None, on).findings


def _year(given: str | None) -> int | None:
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and 2000 <= int(given) <= 2100):
        raise InputError([option("--year", "không phải năm", "is no year", "--year 2026")])
    return int(given)


def _write(told: Report, output: Path, *, quiet: bool) -> None:
    """Write the workbook whole or not at all; one that stands there is replaced, since it is only computed."""
    from truongluy.budget import workbook

    if output.suffix.lower() != ".xlsx":
        wrong = ("tên phải kết thúc bằng .xlsx", "the name ends in .xlsx", "--output bao-cao.xlsx")
        raise InputError([option("--output", *wrong)])
    beside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        beside.write_bytes(workbook.render(told))
        beside.replace(output)
    except OSError as error:
        said = error.strerror or "?"
        raise InputError([Problem(
            output, 0, Text("không ghi được tệp", "the file can't be written"), Text(said, said),
            Text("kiểm tra thư mục và chỗ trống", "check the folder and the space left"),
        )]) from None  # fmt: skip
    finally:
        beside.unlink(missing_ok=True)
    if not quiet:
        print(f"Đã ghi {output}.\nWrote {output}.")


def _no_budget(inventory: Inventory) -> Problem:
    return Problem(
        inventory.path / "budget", 0,
        Text("chưa khai báo ngân sách", "there is no budget"),
        Text("không có dòng dự toán nào để báo cáo", "there are no lines to report"),
        Text("invoke budget.template, điền, rồi invoke budget.import",
             "invoke budget.template, fill it in, then invoke budget.import"),
    )  # fmt: skip
