"""The part of the menu about money; `tasks.py` hangs it in as `budget`."""

from __future__ import annotations

from invoke import task

_WHOSE = {
    "inventory": "name under inventories/, or a path (lab)",
    "unit": "the unit whose budget it is",
    "year": "the budget year",
}


@task(name="template", help={**_WHOSE, "output": "the workbook to write, .xlsx"})
def template(_c, unit, year, output, inventory="lab"):
    """Write a workbook for an accountant to fill in."""
    from truongluy import commands

    commands.exit_with(commands.budget_workbooks.write_template, inventory, unit, year, output)


@task(
    name="import",
    positional=["file"],
    help={
        "file": "the filled workbook, .xlsx",
        **_WHOSE,
        "mapping": "a YAML file that says which column is what, for a workbook that is not our form",
        "propose-mapping": "print such a file for this workbook, to correct; nothing is imported",
        "check": "say what would change, write nothing",
        "replace": "replace what was imported before",
    },
)
def import_(
    _c,
    file,
    inventory="lab",
    unit=None,
    year=None,
    mapping=None,
    propose_mapping=False,
    check=False,
    replace=False,
):
    """Bring a filled workbook into the inventory: every row, or none. Exit 2 when a cell is wrong."""
    from truongluy import commands

    verbs = commands.budget_workbooks
    if propose_mapping:
        commands.exit_with(verbs.propose, inventory, file)
    commands.exit_with(verbs.bring_in, inventory, file, unit, year, mapping, check=check, replace=replace)


@task(name="export", help={**_WHOSE, "output": "the workbook to write, .xlsx"})
def export(_c, unit, year, output, inventory="lab"):
    """Write the budget of a unit's year as a workbook in the same form, which import reads again."""
    from truongluy import commands

    commands.exit_with(commands.budget_workbooks.export, inventory, unit, year, output)


@task(
    name="report",
    help={
        **_WHOSE,
        "unit": "only this unit",
        "year": "only this year, its five years and its projects",
        "as-of": "the day it speaks of, 2026-11-29 (today)",
        "json": "print data for other programs",
        "output": "write a workbook with live formulas, .xlsx",
    },
)
def report(_c, inventory="lab", unit=None, year=None, as_of=None, json=False, output=None):
    """Security's share of the money, what is missing, what remedies cost, the next five years. Exit 1 unless all is met."""
    from truongluy import commands

    commands.exit_with(commands.budget_report.report, inventory, unit, year, as_of, output, as_json=json)
