"""The form that an accountant fills: one sheet, one row of headings, a column for each thing a budget line says."""

from __future__ import annotations

from dataclasses import dataclass

from truongluy.verdict import Text

FORM = "Mẫu TL-NS-1"
"""Stands in the first row, so that import knows the form; another arrangement of columns gets another number."""

SHEET, GUIDE, LISTS = "Dự toán", "Hướng dẫn", "Danh mục"
SAMPLE = "VÍ DỤ - xóa trước khi nộp"
UNIT_CELL, YEAR_CELL, FORM_CELL = "C2", "C3", "A1"
HEADING_ROW = 7
FIRST_ROW = HEADING_ROW + 1
YES = "x"


@dataclass(frozen=True)
class Column:
    """A column of the form; one without `key` is computed in the workbook and never imported."""

    letter: str
    key: str
    heading: str
    width: int
    note: Text
    kind: str = "text"
    """text, amount, whole, percent; choice (from a list); mark (x or empty)."""


COLUMNS = (
    Column("A", "id", "Mã dòng", 13, Text(
        "Để trống: chương trình tự đặt. Không sửa mã đã có.", "Leave empty: it is given on import. Don't change one.")),
    Column("B", "project", "Dự án", 13, Text(
        "Chọn trong danh sách; để trống nếu không thuộc dự án.", "Choose from the list; empty when of none."), "choice"),
    Column("C", "item", "Nội dung", 32, Text(
        "Mua gì, thuê gì. Mỗi dòng một khoản, không ghi dòng tổng.", "What is bought or rented. No rows of totals."), "text"),
    Column("D", "category", "Loại", 22, Text(
        "Mỗi dòng đúng một loại. Thiết bị mạng thông thường không phải sản phẩm an toàn thông tin.",
        "Exactly one for each line. Ordinary network equipment is no security product."), "choice"),
    Column("E", "source", "Nguồn kinh phí", 13, Text("Chọn trong danh sách.", "Choose from the list."), "choice"),
    Column("F", "kind", "Tính chất", 12, Text("Đầu tư hay thường xuyên.", "Capital or recurrent."), "choice"),
    Column("G", "quantity", "Số lượng", 8, Text(
        "Số nguyên; để trống cả số lượng và đơn giá nếu không đếm được.", "A whole number; leave both empty if none."), "whole"),
    Column("H", "unit_price", "Đơn giá", 14, Text("Đồng, chưa có thuế.", "Đồng, without VAT."), "amount"),
    Column("I", "vat_percent", "Thuế GTGT", 8, Text("Ví dụ 8%, 10%; để trống nếu không có.", "Such as 8%, 10%."), "percent"),
    Column("J", "", "Tự tính", 15, Text(
        "Số lượng × đơn giá × (1 + thuế). Dự toán được làm tròn lệch dưới 1.000 đồng.",
        "Quantity × price × (1 + VAT). The plan may differ by rounding below 1.000 đồng.")),
    Column("K", "planned", "Dự toán", 15, Text("Số tiền dự toán, đồng.", "The amount planned, in đồng."), "amount"),
    Column("L", "allocated", "Được giao", 15, Text(
        "Để trống khi chưa biết; số 0 nghĩa là không được giao.", "Empty while unknown; 0 says nothing was given."), "amount"),
    Column("M", "spent", "Đã chi", 15, Text(
        "Để trống khi chưa biết; số 0 nghĩa là chưa chi đồng nào.", "Empty while unknown; 0 says nothing was spent."), "amount"),
    Column("N", "share_percent", "Tỷ lệ ATTT", 9, Text(
        "Phần an toàn thông tin của khoản này. Để trống: 100% với loại an toàn thông tin, 0% với loại khác.",
        "The security part of the line. Empty: 100% for a security category, 0% for another."), "percent"),
    Column("O", "share_reason", "Lý do tỷ lệ", 18, Text(
        "Bắt buộc khi tỷ lệ khác 0% và 100%.", "Required where the share is neither 0% nor 100%.")),
    Column("P", "document", "Văn bản", 15, Text("Số, ngày quyết định hoặc hợp đồng.", "Decision or contract, number and day.")),
    Column("Q", "refund", "Hoàn trả", 7, Text(
        "Ghi x khi thu hồi tiền: số âm, phải có văn bản.", "x for money that came back: negative, with a document."), "mark"),
    Column("R", "", "Tiền ATTT", 15, Text(
        "Dự toán × tỷ lệ, bỏ phần lẻ của đồng.", "Plan × share, cut to whole đồng.")),
)  # fmt: skip

BY_KEY = {column.key: column for column in COLUMNS if column.key}
