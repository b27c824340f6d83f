"""The sheet of decisions that alone turn a share over or under its minimum."""

from __future__ import annotations

from typing import Any

from truongluy.budget import report_words as words
from truongluy.budget.report import Report
from truongluy.budget.wording import STAGES
from truongluy.budget.workbook import formulas, looks
from truongluy.budget.workbook.shares import percent

SHEET = "Độ nhạy"
HEADING_ROW = 3
_MOST = 200
_COLUMNS = (
    ("Đơn vị", 32), ("Kỳ, dự án", 34), ("Khoản tiền", 12), ("Dòng hoặc loại chi", 26), ("Nếu", 60), ("Mức", 8),
    ("ATTT trước", 18), ("ATTT sau", 18), ("Tổng", 18), ("Trước", 10), ("Sau", 10), ("Kết quả sau", 13),
)  # fmt: skip


def write(book: Any, told: Report) -> None:
    """Add the sheet: for each unit and period up to 200 decisions, and how many more there are."""
    sheet = looks.make(book, SHEET, [width for _, width in _COLUMNS], HEADING_ROW)
    looks.top(sheet, SHEET, ["Mỗi dòng là một quyết định phân loại mà riêng nó làm đổi kết quả."])
    looks.headings(sheet, HEADING_ROW, [head for head, _ in _COLUMNS])
    styles, row, widths = looks.Looks(sheet), HEADING_ROW, [width for _, width in _COLUMNS]
    for one in (*told.answers, *told.together):
        head = [
            styles.text(words.name_of_unit(told, one.tested.unit).vi),
            styles.text(one.tested.name.vi),
        ]
        for each in one.deciding[:_MOST]:
            row += 1
            at = (f"I{row}", f"H{row}", f"F{row}")
            looks.append(sheet, row, [
                *head, styles.text(STAGES[each.stage].vi), styles.text(each.subject),
                styles.text(words.decision_in_words(each, told).vi), styles.percent(percent(each.before.percent)),
                styles.amount(each.before.security), styles.amount(each.after.security), styles.amount(each.before.total),
                styles.share.formula(formulas.share(f"I{row}", f"G{row}")), styles.share.formula(formulas.share(*at[:2])),
                styles.verdict.formula(formulas.verdict(*at)),
            ], widths)  # fmt: skip
        if (more := len(one.deciding) - _MOST) > 0:
            row += 1
            sheet.append([*head, styles.text(f"… và {more} quyết định nữa (xem --json)")])
