"""What every verb shares: exit status, and options turned into what they name.

Exit status: 0 compliant or done, 1 not compliant or not done, 2 the input is wrong.
"""

from __future__ import annotations

import difflib
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from truongluy import indicators, records, waivers
from truongluy import inventory as inventory_of
from truongluy import policy as policy_of
from truongluy.access import ROOT
from truongluy.budget import pricing
from truongluy.budget import rules as budget
from truongluy.dates import VIETNAM, today
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.verdict import InputError, Problem, Text, Trouble

DONE, NOT_COMPLIANT, WRONG_INPUT = 0, 1, 2
HERE = VIETNAM


def exit_with(verb: Callable[..., int | None], *arguments: Any, **options: Any) -> NoReturn:
    """Run a verb and leave with its status; wrong input prints problems, never a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        status = verb(*arguments, **options) or DONE
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        status = NOT_COMPLIANT
    except InputError as wrong:
        print(wrong, file=sys.stderr)
        status = WRONG_INPUT
    except KeyboardInterrupt:
        print("Đã dừng theo yêu cầu. / Stopped as asked.", file=sys.stderr)
        status = 130
    except BrokenPipeError:
        status = DONE
    sys.exit(status)


@dataclass(frozen=True)
class Choice:
    """What a verb speaks of, as options name it: devices of an inventory, a day, a level."""

    inventory: str
    limit: str | None = None
    as_of: str | None = None
    level: str | None = None


def find_inventory(name: str) -> Inventory:
    """The inventory of a name under inventories/, or at a path; raises InputError when there is none."""
    path = ROOT / "inventories" / name
    if not path.is_dir() and Path(name).is_dir():
        path = Path(name).resolve()
    if not path.is_dir():
        known = {one.parent.name: None for one in (ROOT / "inventories").glob("*/organisation.yml")}
        raise InputError([unknown(name, known, "kho khai báo", "inventory", "inventories")])
    return inventory_of.load(path)


def find_both(name: str) -> tuple[Inventory, Policy]:
    """The inventory of a name, and the policy it is judged by; raises InputError also where they don't fit."""
    found, policy = find_inventory(name), policy_of.load()
    waivers.believed(found, policy)
    records.believed(found, policy)
    indicators.believed(found, policy)
    budget.believed(found, policy)
    pricing.believed(found, policy)
    return found, policy


def day(given: str | None, name: str = "--as-of") -> date:
    """The date an option names; today in Viet Nam when it is left out."""
    if given is None:
        return today()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise InputError([option(name, "không phải ngày", "is not a date", f"{name} 2026-11-23")]) from None


def level_of(given: str | None) -> int | None:
    """The level an option names, 1 to 5."""
    if given is None:
        return None
    if given not in ("1", "2", "3", "4", "5"):
        raise InputError([option("--level", "cấp độ là 1 đến 5", "levels are 1 to 5", "--level 3")])
    return int(given)


def option(name: str, vi: str, en: str, example: str) -> Problem:
    """The problem of an option with a value it can't have."""
    return Problem(
        name, 0, Text("giá trị không hợp lệ", "the value is not valid"), Text(vi, en), Text(example, example)
    )


def unknown(name: str, known: Any, vi: str, en: str, folder: str) -> Problem:
    """The problem of a name nobody knows, with the nearest that are known."""
    near = ", ".join(difflib.get_close_matches(name, list(known), 5, 0.4) or sorted(known)[:10])
    return Problem(
        folder, 0,
        Text(f"không có {vi} '{name}'", f"there is no {en} '{name}'"),
        Text("tên không khớp tệp nào", "the name matches no file"),
        Text(f"có thể là: {near}", f"perhaps: {near}"),
    )  # fmt: skip
