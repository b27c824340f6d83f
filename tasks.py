"""The menu of Trường Lũy: a verb, a sentence, one call. `invoke --list` prints it."""

from __future__ import annotations

from invoke import Collection, task

import tasks_budget
import tasks_ca
import tasks_lab
import tasks_rooms

INVENTORY = {"inventory": "name under inventories/, or a path (lab)"}
LIMIT = {**INVENTORY, "limit": "devices: names, globs, sites or classes, comma separated; !x leaves x out"}
CHOICE = {
    **LIMIT,
    "as-of": "judge by what is in force on this date, yyyy-mm-dd (today)",
    "level": "judge at this level instead of each device's own",
}


@task(help=INVENTORY)
def validate(_c, inventory="lab"):
    """Check an inventory and the policy: schemas, cross-references, secrets in wrong places."""
    from truongluy import commands

    commands.exit_with(commands.validate, inventory)


@task(help={**CHOICE, "all-findings": "list passes too", "json": "print findings as JSON"}, iterable=[])
def check(_c, inventory="lab", limit=None, as_of=None, level=None, all_findings=False, json=False):
    """Collect evidence once and judge it. Exit 0 compliant, 1 not, 2 input wrong."""
    from truongluy import commands

    choice = commands.Choice(inventory, limit, as_of, level)
    commands.exit_with(commands.check, choice, all_findings=all_findings, as_json=json)


@task(
    help={
        **CHOICE,
        "evidence": "folder of one run (the newest of the inventory)",
        "json": "print findings as JSON",
    }
)
def judge(
    _c, inventory="lab", evidence=None, limit=None, as_of=None, level=None, all_findings=False, json=False
):
    """Judge kept evidence again, without any device: another date, another level."""
    from truongluy import commands

    choice = commands.Choice(inventory, limit, as_of, level)
    commands.exit_with(commands.judge, choice, evidence, all_findings=all_findings, as_json=json)


@task(help={**INVENTORY, "evidence": "folder of one run (the newest of the inventory)"})
def verify(_c, inventory="lab", evidence=None):
    """Check that kept evidence is whole, back to the first run."""
    from truongluy import commands

    commands.exit_with(commands.verify, inventory, evidence)


@task(help={**LIMIT, "check": "change nothing, say what would change", "diff": "show the differences",
            "tags": "only these roles"})  # fmt: skip
def provision(_c, inventory="lab", limit=None, check=False, diff=False, tags=None):
    """Bring devices to their hardened baseline over SSH."""
    from truongluy import commands

    commands.exit_with(commands.provision, inventory, limit, check=check, diff=diff, tags=tags)


@task(positional=["host"], help={**INVENTORY, "host": "a device", "as-of": CHOICE["as-of"]})
def values(_c, host, inventory="lab", as_of=None):
    """Print each value that is set and judged on a device, and why it is what it is."""
    from truongluy import commands

    commands.exit_with(commands.show_values, inventory, host, as_of)


@task(positional=["control"], help={"control": "id of a control", **INVENTORY})
def explain(_c, control, inventory="lab"):
    """Print a control: why, its clauses, where it is judged, what fixes it."""
    from truongluy import commands

    commands.exit_with(commands.explain, inventory, control)


@task(help={"as-of": CHOICE["as-of"], "document": "list the clauses of this one", "json": "print as JSON"})
def documents(_c, as_of=None, document=None, json=False):
    """List the documents in force, what starts or ends within 12 months, and the dates that clauses set."""
    from truongluy import commands

    commands.exit_with(commands.documents, as_of, document, as_json=json)


@task(help={"as-of": CHOICE["as-of"], "json": "print as JSON"})
def coverage(_c, as_of=None, json=False):
    """Print per document and level what shows its clauses. Exit 1 while a clause is open."""
    from truongluy import commands

    commands.exit_with(commands.coverage, as_of, as_json=json)


@task(
    help={
        **CHOICE,
        "evidence": "folder of one run (the newest of the inventory)",
        "compare-with": "also judge by what was in force on this date, and explain the differences",
    }
)
def report(_c, inventory="lab", evidence=None, limit=None, as_of=None, level=None, compare_with=None):
    """Write the report site (build/site), JUnit and JSON from kept evidence."""
    from truongluy import commands

    choice = commands.Choice(inventory, limit, as_of, level)
    commands.exit_with(commands.report, choice, evidence, compare_with)


@task(
    name="compare",
    help={
        **LIMIT,
        "evidence": "folder of one run (the newest of the inventory)",
        "from": "the first date, yyyy-mm-dd (2025-06-30)",
        "to": "the second date (today)",
        "json": "print everything as JSON",
    },
)
def compare_regimes(_c, inventory="lab", evidence=None, limit=None, from_="2025-06-30", to=None, json=False):
    """Judge the same evidence on two dates and explain the differences clause by clause."""
    from truongluy import commands

    commands.exit_with(commands.compare, commands.Choice(inventory, limit, to), evidence, from_, as_json=json)


@task(
    positional=["system"],
    help={**INVENTORY, "system": "a system", "as-of": CHOICE["as-of"], "json": "print everything as JSON"},
)
def level(_c, system, inventory="lab", as_of=None, json=False):
    """Propose a system's level by the decree in force: why, what would change it, what was approved."""
    from truongluy import commands

    commands.exit_with(commands.level, inventory, system, as_of, as_json=json)


@task(help={**INVENTORY, "as-of": CHOICE["as-of"], "json": "print everything as JSON"})
def levels(_c, inventory="lab", as_of=None, json=False):
    """List every system: approved level beside proposed. Exit 1 while one of ours needs a look."""
    from truongluy import commands

    commands.exit_with(commands.level, inventory, None, as_of, as_json=json)


@task(
    help={
        **INVENTORY,
        "as-of": CHOICE["as-of"],
        "until": "last day to look at, yyyy-mm-dd (twelve months on)",
        "json": "print as JSON",
        "ics": "also write a calendar file",
    }
)
def duties(_c, inventory="lab", as_of=None, until=None, json=False, ics=None):
    """What is due and overdue, for whom, by which clause. Exit 1 when something is overdue."""
    from truongluy import commands

    commands.exit_with(commands.duties, inventory, as_of, until, ics, as_json=json)


@task(help={**INVENTORY, "as-of": CHOICE["as-of"], "json": "print as JSON"})
def records(_c, inventory="lab", as_of=None, json=False):
    """List records: what is there, until when, what is missing. Exit 1 when one does not stand."""
    from truongluy import commands

    commands.exit_with(commands.records, inventory, as_of, as_json=json)


@task(help={**INVENTORY, "as-of": CHOICE["as-of"], "json": "print as JSON"})
def waivers(_c, inventory="lab", as_of=None, json=False):
    """List waivers: until when, by whom, what protects instead. Exit 1 when one wants action."""
    from truongluy import commands

    commands.exit_with(commands.waivers, inventory, as_of, as_json=json)


@task(
    help={
        **INVENTORY,
        "evidence": "folder of one run (the newest of the inventory)",
        "as-of": CHOICE["as-of"],
        "json": "print as JSON",
    }
)
def plan(_c, inventory="lab", evidence=None, as_of=None, json=False):
    """The action plan: everything open by kept evidence. Exit 1 when there is something to do."""
    from truongluy import commands

    commands.exit_with(commands.plan, commands.Choice(inventory, as_of=as_of), evidence, as_json=json)


@task(
    help={
        **INVENTORY,
        "as-of": CHOICE["as-of"],
        "evidence": "folder of one run (the newest of the inventory, if there is one)",
        "json": "print the indicators as JSON",
    }
)
def indicators(_c, inventory="lab", as_of=None, evidence=None, json=False):
    """Print the targets of Plan 316: figures, states, who has none. Exit 1 while one is not shown to be met."""
    from truongluy import commands

    choice = commands.Choice(inventory, None, as_of)
    commands.exit_with(commands.indicators, choice, evidence, as_json=json)


@task(help={"keep": "leave the lab up even when the demo does not end green", **tasks_lab.NO_WIFI_VM})
def demo(_c, keep=False, no_wifi_vm=False):
    """The whole circle on real hosts: lab, check, provision, check, report."""
    from lab import demo
    from truongluy import commands

    commands.exit_with(demo.run, keep, no_wifi_vm)


@task(help={"k": "only tests that match", "fast": "leave out tests that need the lab or a VM"})
def test(_c, k=None, fast=False):
    """Everything that CI runs: lint, types, import contract, all tests on real hosts."""
    from lab import testing
    from truongluy import commands

    commands.exit_with(testing.run, k, fast)


@task
def bench(_c):
    """Run the benchmarks; they print ratios measured side by side."""
    from benchmarks import run
    from truongluy import commands

    commands.exit_with(run.main)


namespace = Collection(
    validate,
    check,
    judge,
    verify,
    provision,
    values,
    explain,
    documents,
    coverage,
    level,
    levels,
    report,
    indicators,
    compare_regimes,
    records,
    duties,
    waivers,
    plan,
    demo,
    test,
    bench,
)
namespace.add_collection(
    Collection("lab", tasks_lab.up, tasks_lab.down, tasks_lab.status, tasks_lab.break_one)
)
namespace.add_collection(Collection("rooms", tasks_rooms.ready, tasks_rooms.invite))
namespace.add_collection(Collection("ca", tasks_ca.create, tasks_ca.issue, tasks_ca.listing, tasks_ca.revoke))
namespace.add_collection(
    Collection(
        "budget", tasks_budget.template, tasks_budget.import_, tasks_budget.export, tasks_budget.report
    )
)
