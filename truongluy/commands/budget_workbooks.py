"""The verbs on workbooks of the budget: write the form, bring a filled one in, give the budget back as one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from truongluy.budget.excel import importing, mapping, plan, proposing, template
from truongluy.budget.excel.importing import Change, Import
from truongluy.budget.excel.read import Workbook
from truongluy.budget.excel.values import Notes
from truongluy.budget.excel.words import Words
from truongluy.budget.model import BudgetLine, Stage
from truongluy.budget.money import in_dong
from truongluy.commands.running import DONE, NOT_COMPLIANT, find_both, option, unknown
from truongluy.dates import today
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.policy.budget import Counts
from truongluy.verdict import InputError, Problem, Text

_SHOWN_PLACES = 12
_SHOWN_CHANGES = 200
_STAGES = {Stage.PLANNED: "Dự toán", Stage.ALLOCATED: "Được giao", Stage.SPENT: "Đã chi"}


def write_template(inventory: str, unit: str, year: str, output: str) -> int:
    """Write an empty form with samples."""
    found, policy = find_both(inventory)
    whose = _whose(found, unit, year)
    return _put(Path(output), template.render(*whose, words_for(found, policy, *whose)))


def export(inventory: str, unit: str, year: str, output: str) -> int:
    """Write the budget of a unit's year in the form, as import reads it again."""
    found, policy = find_both(inventory)
    whose = _whose(found, unit, year)
    lines = [line for line in found.budget.lines if (line.unit, line.year) == whose]
    if not lines:
        declared = {str(one): None for one in found.budget.declared(unit)}
        raise InputError([unknown(year, declared, "dự toán năm", "budget of", f"budget of {unit}")])
    return _put(Path(output), template.render(*whose, words_for(found, policy, *whose), lines))


def propose(inventory: str, file: str) -> int:
    """Print a mapping for a workbook that is not in our form, for somebody to correct."""
    found, policy = find_both(inventory)
    print(proposing.propose(Workbook(Path(file)), words_for(found, policy)))
    return DONE


def bring_in(
    inventory: str,
    file: str,
    unit: str | None,
    year: str | None,
    map_file: str | None,
    *,
    check: bool,
    replace: bool,
) -> int:
    """Import a workbook: all of it or nothing. Exit 1 where the budget differs and nobody said to replace it."""
    found, policy = find_both(inventory)
    book = Workbook(Path(file))
    how = mapping.load(Path(map_file)).plan(book) if map_file else plan.of_form(book)
    asked = _year(year) if year is not None else None
    whose = importing.subject(book, how, words_for(found, policy), unit, asked)
    _whose(found, whose[0], str(whose[1]))
    taken = {line.id for line in found.budget.lines if (line.unit, line.year) != whose}
    words = words_for(found, policy, *whose)
    made = importing.prepare(book, how, words, whose, found.path / "budget", taken, today())
    _print_notes(made.notes)
    _print_unread(book, how.sheet.name)
    return _settle(made, check=check, replace=replace)


def words_for(
    inventory: Inventory, policy: Policy, unit: str | None = None, year: int | None = None
) -> Words:
    """The lists that cells choose from; of projects only those of the unit that run in the year, when both are given."""
    rules = policy.budget
    projects = {
        one.id: one.name for one in inventory.budget.projects.values()
        if unit is None or (one.unit == unit and (year is None or one.runs(year)))
    }  # fmt: skip
    return Words(
        units={site.id: site.name for site in inventory.sites.values()},
        projects=projects,
        sources=rules.sources,
        categories={id_: one.title for id_, one in rules.categories.items()},
        never=frozenset(id_ for id_, one in rules.categories.items() if one.counts is Counts.NEVER),
    )


def _whose(inventory: Inventory, unit: str, year: str) -> tuple[str, int]:
    if unit not in inventory.sites:
        raise InputError([unknown(unit, inventory.sites, "đơn vị", "unit", "--unit")])
    return unit, _year(year)


def _year(year: str) -> int:
    if not (year.isascii() and year.isdigit() and 2000 <= int(year) <= 2100):
        raise InputError([option("--year", "không phải năm", "is no year", "--year 2027")])
    return int(year)


def _settle(made: Import, *, check: bool, replace: bool) -> int:
    """Say what the import does or would do, and do it."""
    if made.before is not None and not made.changes:
        same = Text("tệp này đã được nhập", "this very file was imported already") if made.same_file else Text(
            "nội dung không khác", "it says nothing new")  # fmt: skip
        _say(f"Không có gì thay đổi: {same.vi}.", f"Nothing changes: {same.en}.")
        return DONE
    _print_changes(made)
    target = made.target.relative_to(made.target.parents[1])
    if check:
        _say("Chỉ kiểm tra, chưa ghi gì.", "Only checked, nothing is written.")
        return DONE
    if made.before is not None and not replace:
        _say(
            f"{target} chưa thay đổi: thêm --replace để thay.",
            f"{target} is as it was: add --replace to replace it.",
        )
        return NOT_COMPLIANT
    made.write()
    _say(
        f"Đã ghi {target}: {len(made.budget.lines)} dòng.", f"Wrote {target}: {len(made.budget.lines)} lines."
    )
    return DONE


def _print_changes(made: Import) -> None:
    for change in made.changes[:_SHOWN_CHANGES]:
        print(_in_words(change))
    if (more := len(made.changes) - _SHOWN_CHANGES) > 0:
        _say(f"… và {more} dòng nữa.", f"… and {more} more.")
    for stage, name in _STAGES.items():
        print(
            f"{name} ({stage.value}): {in_dong(made.total(stage, before=True))} -> {in_dong(made.total(stage))}"
        )


def _in_words(change: Change) -> str:
    before, after = change.before, change.after
    if before is None or after is None:
        line = after or before
        assert line is not None
        return f"{'+' if before is None else '-'} {line.id} {line.item}: {in_dong(line.planned)}"
    differs = [
        f"{name}: {_shown(before, name)} -> {_shown(after, name)}"
        for name in importing.MEANT
        if getattr(before, name) != getattr(after, name)
    ]
    return f"~ {after.id} {after.item}: {'; '.join(differs)}"


def _shown(line: BudgetLine, name: str) -> str:
    value = getattr(line, name)
    if value is None or value == "":
        return "-"
    return in_dong(value) if name in ("planned", "allocated", "spent", "unit_price") else str(value)


def _print_notes(notes: Notes) -> None:
    for said, places in notes.places.items():
        some = ", ".join(places[:_SHOWN_PLACES]) + (", …" if len(places) > _SHOWN_PLACES else "")
        print(f"Lưu ý: {said.vi} ({len(places)}): {some}\nNote: {said.en}")


def _print_unread(book: Workbook, read: str) -> None:
    """Name the sheets that were not read, hidden ones too: nobody shall think that their figures are in."""
    others: Sequence[str] = [one.name for one in book.sheets if one.name not in (read, *template.OWN_SHEETS)]
    if others:
        names = ", ".join(f"`{name[:40]}`" for name in others[:_SHOWN_PLACES])
        _say(f"Lưu ý: không đọc các tờ khác: {names}", "Note: these sheets are not read")


def _put(output: Path, content: bytes) -> int:
    """Write a new workbook whole; one that stands there and differs is somebody's work, and stays."""
    if output.suffix.lower() != ".xlsx":
        raise InputError(
            [
                option(
                    "--output",
                    "tên phải kết thúc bằng .xlsx",
                    "the name ends in .xlsx",
                    "--output du-toan.xlsx",
                )
            ]
        )
    if output.exists() and (not output.is_file() or output.read_bytes() != content):
        raise InputError([Problem(
            output, 0, Text("tệp đã có", "the file exists"),
            Text("có thể ai đó đã điền vào", "somebody may have filled it in"),
            Text("chọn tên khác, hoặc tự xóa tệp", "choose another name, or remove it yourself"),
        )])  # fmt: skip
    beside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(output)
    except OSError as error:
        said = error.strerror or "?"
        raise InputError([Problem(
            output, 0, Text("không ghi được tệp", "the file can't be written"), Text(said, said),
            Text("kiểm tra thư mục và chỗ trống", "check the folder and the space left"),
        )]) from None  # fmt: skip
    finally:
        beside.unlink(missing_ok=True)
    _say(f"Đã ghi {output}.", f"Wrote {output}.")
    return DONE


def _say(vi: str, en: str) -> None:
    print(f"{vi}\n{en}")
