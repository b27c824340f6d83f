"""The verb that judges the same evidence on two days and tells the difference."""

from __future__ import annotations

import json

from rich.console import Console

from truongluy.commands.assessing import kept_evidence
from truongluy.commands.running import DONE, Choice, day
from truongluy.compare import compare as compared
from truongluy.reports import comparison as shown


def compare(choice: Choice, folder: str | None, from_day: str, *, as_json: bool = False) -> int:
    """Judge kept evidence on two days; `choice.as_of` is the second one. No device is touched."""
    kept = kept_evidence(choice, folder)
    first, second = day(from_day, "--from"), day(choice.as_of, "--to")
    found = compared(kept.judge(first), kept.judge(second), kept.policy)
    if as_json:
        print(json.dumps(shown.as_json(found), ensure_ascii=False, indent=1, default=str))
    else:
        shown.print_comparison(Console(), found, kept.policy)
    return DONE
