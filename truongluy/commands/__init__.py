"""What the verbs of tasks.py do: read input, call the parts, print, and say by exit status how it went."""

from truongluy.commands import budget_report, budget_workbooks, certificates, inviting, rooms
from truongluy.commands.assessing import (
    check,
    explain,
    gather,
    judge,
    provision,
    report,
    report_folder,
    show_values,
    validate,
    verify,
    write_reports,
)
from truongluy.commands.comparing import compare
from truongluy.commands.law import coverage, documents
from truongluy.commands.levels import level
from truongluy.commands.recording import records
from truongluy.commands.running import (
    DONE,
    HERE,
    NOT_COMPLIANT,
    WRONG_INPUT,
    Choice,
    day,
    exit_with,
    find_both,
    find_inventory,
    level_of,
    option,
    unknown,
)
from truongluy.commands.scheduling import duties, plan, waivers
from truongluy.commands.targets import indicators

__all__ = [
    "DONE",
    "HERE",
    "NOT_COMPLIANT",
    "WRONG_INPUT",
    "Choice",
    "budget_report",
    "budget_workbooks",
    "certificates",
    "check",
    "compare",
    "coverage",
    "day",
    "documents",
    "duties",
    "exit_with",
    "explain",
    "find_both",
    "find_inventory",
    "gather",
    "indicators",
    "inviting",
    "judge",
    "level",
    "level_of",
    "option",
    "plan",
    "provision",
    "records",
    "report",
    "report_folder",
    "rooms",
    "show_values",
    "unknown",
    "validate",
    "verify",
    "waivers",
    "write_reports",
]
