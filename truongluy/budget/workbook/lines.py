"""The sheet of budget lines: every sum of the workbook is a sum over its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from truongluy.budget.model import BudgetLine, LineKind, Stage
from truongluy.budget.workbook import formulas, looks
from truongluy.policy.budget import BudgetRules, Counts

SHEET = "Dòng chi"
HEADING_ROW = 3
FIRST_ROW = HEADING_ROW + 1

KINDS = {LineKind.CAPITAL: "Chi đầu tư", LineKind.RECURRENT: "Chi thường xuyên"}
COUNTS = {Counts.ALWAYS: "có", Counts.ASK: "hỏi", Counts.NEVER: "không"}
AMOUNTS = {Stage.PLANNED: "J", Stage.ALLOCATED: "K", Stage.SPENT: "L"}
SECURITY = {Stage.PLANNED: "M", Stage.ALLOCATED: "N", Stage.SPENT: "O"}
UNIT, YEAR, PROJECT, KIND, COUNTED, SHARE = "A", "B", "C", "E", "H", "I"

_COLUMNS = (
    ("Đơn vị", 12), ("Năm", 6), ("Dự án", 8), ("Nguồn", 11), ("Tính chất", 10), ("Nội dung chi", 28), ("Loại", 22),
    ("Tính là ATTT", 7), ("Phần ATTT", 8), ("Dự toán", 14), ("Được giao", 14), ("Đã chi", 14), ("ATTT dự toán", 14),
    ("ATTT được giao", 14), ("ATTT đã chi", 14), ("Mã dòng", 15), ("Văn bản", 16), ("Tệp, dòng", 16), ("Ô nguồn", 9),
)  # fmt: skip
_NOTES = {
    "Tính là ATTT": "có: sản phẩm, dịch vụ an toàn thông tin. hỏi: đào tạo, diễn tập, tuyên truyền, tính cả hai cách. "
    "không: không bao giờ tính.",
    "ATTT dự toán": "Dự toán × phần ATTT, bỏ phần lẻ dưới một đồng.",
}


@dataclass(frozen=True)
class Range:
    """The rows that lines take up, for formulas on other sheets."""

    last: int

    def column(self, letter: str) -> str:
        """A column of the lines, as other sheets name it."""
        return f"'{SHEET}'!${letter}${FIRST_ROW}:${letter}${self.last}"


def range_of(lines: Sequence[BudgetLine]) -> Range:
    """Where lines will stand; one row where there is none."""
    return Range(max(FIRST_ROW, HEADING_ROW + len(lines)))


def write(book: Any, lines: Sequence[BudgetLine], rules: BudgetRules) -> None:
    """Add the sheet."""
    sheet = looks.make(book, SHEET, [width for _, width in _COLUMNS], HEADING_ROW)
    sheet.auto_filter.ref = f"A{HEADING_ROW}:S{range_of(lines).last}"
    looks.top(
        sheet, "Dòng chi theo kho khai báo", ["Ô nền xám là công thức. Số tiền: đồng. Ô trống: chưa biết."]
    )
    looks.headings(sheet, HEADING_ROW, [name for name, _ in _COLUMNS], _NOTES)
    found, widths = looks.Looks(sheet), [width for _, width in _COLUMNS]
    titles = {name: one.title.vi for name, one in rules.categories.items()}
    counts = {name: COUNTS[one.counts] for name, one in rules.categories.items()}
    sources = {name: one.vi for name, one in rules.sources.items()}
    for row, line in enumerate(lines, FIRST_ROW):
        looks.append(sheet, row, _row(found, row, line, (titles, counts, sources)), widths)


def _row(found: looks.Looks, row: int, line: BudgetLine, names: tuple[Mapping[str, str], ...]) -> list[Any]:
    titles, counts, sources = names
    text, amount = found.text, found.amount
    return [
        text(line.unit), found.plain(line.year), text(line.project or ""), text(sources[line.source]),
        text(KINDS[LineKind(line.kind)]), text(line.item), text(titles[line.category]), text(counts[line.category]),
        found.percent(Decimal(line.share).scaleb(-4)),
        *(amount(line.amount(stage)) for stage in Stage),
        *(found.computed.formula(formulas.security(row, AMOUNTS[stage], SHARE)) for stage in Stage),
        text(line.id), text(line.document or ""), text(line.place), text(line.cell or ""),
    ]  # fmt: skip
