"""Two judgements of the same evidence, for the terminal and for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text as Line

from truongluy.compare import Change, Compared, Comparison, Side, alike
from truongluy.period import period_in_words
from truongluy.policy import Clause, Policy
from truongluy.policy.succession import Succession
from truongluy.reports import summary
from truongluy.reports.markup import visible
from truongluy.reports.terminal import columns, safe_line, verdict_line
from truongluy.reports.vietnamese import day, moment, number
from truongluy.reports.wording import DOUBT, expectation, short_title
from truongluy.verdict import Text, Verdict
from truongluy.words import value_in_words

_SHOWN = 25  # groups of changes on a terminal; the report and --json have them all
CHANGES = {
    Change.ONLY_BEFORE: Text("chỉ yêu cầu ở ngày trước", "asked on the first day only"),
    Change.ONLY_NOW: Text("chỉ yêu cầu ở ngày sau", "asked on the second day only"),
    Change.VALUE: Text("giá trị yêu cầu thay đổi", "another value is asked"),
    Change.DATE: Text("cùng yêu cầu, khác kết quả theo ngày", "same requirement, verdict depends on the day"),
    Change.SAME: Text("như nhau ở cả hai ngày", "the same on both days"),
}


def number_at(clause: Clause, level: int | None) -> str:
    """The printed number of a clause at a level; all of its numbers where no level is meant."""
    if level is not None:
        return clause.numbers.get(level, "chưa rõ số")
    return "; ".join(f"cấp {at}: {printed}" for at, printed in sorted(clause.numbers.items())) or "chưa rõ số"


def wanted(expected: object) -> list[tuple[str, Text]]:
    """What a finding was judged by, as (name, words): facts of a control, or how long a record stands."""
    if not isinstance(expected, Mapping):
        return [("", value_in_words(expected))]
    if set(expected) == {"record", "period"}:
        term = expected["period"]
        return [
            ("thời hạn", period_in_words(term) if term else Text("không nêu thời hạn", "no period is set"))
        ]
    return expectation(expected)


def print_comparison(console: Console, found: Comparison, policy: Policy) -> None:
    """What was compared, counts of both days, what changed and why, and what has no counterpart."""
    console.print(
        safe_line(f"Chứng cứ / evidence {found.after.run}, SHA-256 {found.after.sha256}"), soft_wrap=True
    )
    console.print(safe_line(f"Thu thập / collected {moment(found.after.collected_at)}"))
    _print_counts(console, found, policy)
    _print_changes(console, found)
    _print_borrowed(console, found)
    if found.succession:
        _print_succession(console, found.succession, policy)
    console.print(
        safe_line(f"Số mục và nội dung chưa đối chiếu / clauses not verified: {DOUBT.vi} / {DOUBT.en}.")
    )


def _print_counts(console: Console, found: Comparison, policy: Policy) -> None:
    table = columns(
        "Kết quả / Verdict", f"{day(found.before.as_of)} / first", f"{day(found.after.as_of)} / second"
    )
    old, new = found.before.counts, found.after.counts
    for one in Verdict:
        if old[one] or new[one] or one.blocks_level:
            table.add_row(verdict_line(one), number(old[one]), number(new[one]))
    standards = [_standards(policy, side.documents) for side in (found.before, found.after)]
    table.add_row(Line("Tiêu chuẩn / Standard"), *[safe_line(words) for words in standards])
    console.print(table)
    for change, amount in found.counts.items():
        if amount:
            console.print(safe_line(f"{number(amount):>6}  {CHANGES[change]}"))


def _standards(policy: Policy, names: Sequence[str]) -> str:
    standards = [policy.documents[name] for name in names if policy.documents[name].kind == "standard"]
    return "; ".join(short_title(document) for document in standards) or "–"


def _print_changes(console: Console, found: Comparison) -> None:
    """What changed, requirements of one reason and the same subjects together; a long list is cut and says so."""
    together: dict[tuple[object, ...], list[tuple[Compared, ...]]] = {}
    for group in alike(found.changed):
        names = tuple(row.subject for row in group)
        values = _values(group[0]) if group[0].change is Change.VALUE else ""
        key = (group[0].change, _verdicts(group[0]).plain, group[0].why, values, names)
        together.setdefault(key, []).append(group)
    if not together:
        return
    table = columns("Trước → sau / Before → after", "Yêu cầu / Requirement", "Vì sao, ở đâu / Why, where")
    for groups in list(together.values())[:_SHOWN]:
        one = groups[0][0]
        table.add_row(
            _verdicts(one), safe_line("\n".join(group[0].control for group in groups)), _reason(groups[0])
        )
    console.print(table)
    if len(together) > _SHOWN:
        left = number(len(together) - _SHOWN)
        console.print(
            safe_line(
                f"… còn {left} nhóm nữa: --json, hoặc báo cáo / {left} groups more: --json, or the report"
            )
        )


def _verdicts(row: Compared) -> Line:
    return Line("\n→ ").join([_verdict(row.before), _verdict(row.after)])


def _reason(group: Sequence[Compared]) -> Line:
    one = group[0]
    doubt = "" if one.why.verified else f" ({DOUBT.vi})"
    told = Line(f"{one.why.text.vi}{doubt}\n{one.why.text.en}\n")
    if one.change is Change.VALUE:
        told.append(f"{_values(one)}\n")
    return told.append(visible(", ".join(row.subject for row in group)), "dim")


def _values(row: Compared) -> str:
    before, after = (wanted(side.finding.expected) if side else [] for side in (row.before, row.after))
    said = ["; ".join(f"{name} {words.vi}".strip() for name, words in side) for side in (before, after)]
    return visible(" → ".join(said))


def _print_borrowed(console: Console, found: Comparison) -> None:
    borrowed = {row.control: row.borrowed for row in found.rows if row.borrowed}
    if borrowed:
        titles = sorted({short_title(one) for documents in borrowed.values() for one in documents})
        text = Text(
            f"{number(len(borrowed))} kiểm soát của ngày trước dùng số do {', '.join(titles)} nêu: ngày đó văn bản "
            "này chưa có hiệu lực và dữ liệu không có số của văn bản cũ",
            f"on the first day {len(borrowed)} controls use a number that only {', '.join(titles)} names, which was not in "
            "force then; our data hold no number of the older text",
        )
        console.print(safe_line(f"{text.vi} ({', '.join(sorted(borrowed))}).\n{text.en}."))


def _print_succession(console: Console, found: Succession, policy: Policy) -> None:
    former, present = (policy.documents[name] for name in (found.crosswalk.former, found.crosswalk.present))
    linked = sum(bool(link.present) for link in found.clauses)
    console.print(safe_line(
        f"{short_title(former)} → {short_title(present)}: {number(len(found.groups))} nhóm; {number(linked)} điều khoản cũ "
        "nối được với điều khoản mới qua kiểm soát / groups; former clauses linked to present ones through controls"
    ))  # fmt: skip
    for level in found.begun:
        new, gone = (
            ", ".join(clause.id for clause in side[level]) or "–" for side in (found.begun, found.ended)
        )
        console.print(safe_line(f"Cấp {level}: mới, không có tiền thân / new: {new}"))
        console.print(safe_line(f"Cấp {level}: không có kế thừa / without successor: {gone}"))


def _verdict(side: Side | None) -> Line:
    return verdict_line(side.finding.verdict) if side else Line("– không hỏi / not asked", "dim")


def as_json(found: Comparison) -> dict[str, Any]:
    """Everything of a comparison, in a form that can be compared between runs."""
    return {
        "before": summary.heading(found.before),
        "after": summary.heading(found.after),
        "counts": {change.value: amount for change, amount in found.counts.items()},
        "rows": [_row(row) for row in found.rows],
        "succession": _succession(found.succession) if found.succession else None,
    }


def _row(row: Compared) -> dict[str, Any]:
    return {
        "subject": row.subject,
        "subject_kind": row.subject_kind.value,
        "requirement": row.control,
        "level": row.level,
        "change": row.change.value,
        "why": {"vi": row.why.text.vi, "en": row.why.text.en, "verified": row.why.verified},
        "before": _side(row.before, row.level),
        "after": _side(row.after, row.level),
        "numbers_of_documents_not_in_force": [document.id for document in row.borrowed],
    }


def _side(side: Side | None, level: int | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "verdict": side.finding.verdict.value,
        "expected": side.finding.expected,
        "actual": side.finding.actual,
        "clauses": [_clause(clause, level) for clause in side.clauses],
    }


def _clause(clause: Clause, level: int | None) -> dict[str, Any]:
    numbers = clause.numbers if level is None else {level: clause.numbers.get(level)}
    return {"id": clause.full_id, "numbers": numbers, "verified": clause.verified}


def _succession(found: Succession) -> dict[str, Any]:
    return {
        "from": found.crosswalk.former,
        "to": found.crosswalk.present,
        "verified": found.crosswalk.verified,
        "levels": list(found.levels),
        "groups": [
            {
                "group": link.group,
                "numbers": link.former_numbers,
                "taken_up_by": link.present_numbers,
                "clauses": _ids(link.present),
            }
            for link in found.groups
        ],
        "clauses": [
            {
                "clause": link.former.full_id,
                "taken_up_by": _ids(link.present),
                "controls": list(link.controls),
            }
            for link in found.clauses
        ],
        "without_predecessor": _per_level(found.begun),
        "without_successor": _per_level(found.ended),
    }


def _per_level(clauses: Mapping[int, Sequence[Clause]]) -> dict[int, list[str]]:
    return {level: _ids(found) for level, found in clauses.items()}


def _ids(clauses: Sequence[Clause]) -> list[str]:
    return [clause.full_id for clause in clauses]
