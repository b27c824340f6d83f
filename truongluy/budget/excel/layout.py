"""What a sheet hides or merges: refused wherever a line's figures could be something else than what people see."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from openpyxl.utils.cell import column_index_from_string, get_column_letter

from truongluy.budget.excel.plan import Plan
from truongluy.budget.excel.read import Layout
from truongluy.verdict import Text

Refusal = tuple[str, Text, Text]


def refusals(plan: Plan, layout: Layout, used: Sequence[int]) -> Iterator[Refusal]:
    """Cell, what is wrong and what to do, for each hidden column that is read and each merge over one of the rows `used`."""
    for key, column in plan.columns.items():
        if column.letter in layout.hidden_columns:
            yield (
                f"{column.letter}{plan.heading_row}",
                Text(
                    f"cột `{column.heading or key}` bị ẩn", f"the column `{column.heading or key}` is hidden"
                ),
                Text("hiện cột (Unhide) rồi lưu lại", "unhide the column and save again"),
            )
    filled = {column_index_from_string(column.letter) for column in plan.columns.values() if column.fill_down}
    read = sorted(column_index_from_string(letter) for letter in plan.letters)
    for first_column, first_row, last_column, last_row in layout.merged:
        if first_column == last_column and first_column in filled:
            continue
        columns = _between(read, first_column, last_column)
        rows = _between(used, first_row, last_row)
        if columns and rows and (len(columns) > 1 or last_row > first_row):
            yield (
                f"{get_column_letter(first_column)}{first_row}:{get_column_letter(last_column)}{last_row}",
                Text("các ô bị gộp", "the cells are merged"),
                Text(
                    "bỏ gộp ô (Unmerge Cells), ghi giá trị vào từng dòng",
                    "unmerge them, and write the value into every row",
                ),
            )


def _between(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]
