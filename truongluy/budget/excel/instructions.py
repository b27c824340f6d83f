"""What the first sheet of the form tells whoever fills it."""

from __future__ import annotations

_TEXT = """
HƯỚNG DẪN ĐIỀN DỰ TOÁN

1. Điền tờ “Dự toán”, mỗi dòng một khoản chi cho công nghệ thông tin của đơn vị trong năm: cả khoản an toàn
thông tin và khoản khác, vì tỷ lệ được tính trên tổng. Đơn vị và năm ở đầu tờ.

2. Xóa hai dòng có chữ “VÍ DỤ” trước khi nộp. Nếu quên, chương trình tự bỏ qua.

3. Loại, nguồn, tính chất, dự án: chọn trong danh sách. Danh sách đầy đủ ở tờ “Danh mục”. Dự án mới phải được
khai báo trước.

4. Số tiền là đồng, số nguyên. Được giao và đã chi để trống khi chưa biết; số 0 là một con số, nghĩa là không
có đồng nào.

5. Cột nền xám tự tính và bị khóa. Ô đỏ ở cột Tự tính và Dự toán: hai số lệch từ 1.000 đồng, sẽ bị từ chối. Ô đỏ
ở cột Nội dung: dòng còn thiếu loại, nguồn, tính chất hoặc dự toán.

6. Khoản chỉ có một phần là an toàn thông tin: chọn loại an toàn thông tin, ghi tỷ lệ và lý do. Thiết bị chuyển
mạch, điểm phát WiFi, máy tính thông thường không phải sản phẩm an toàn thông tin, dù được cấu hình thế nào.

7. Không ghi dòng tổng, không gộp ô, không ẩn dòng hay cột, không đổi tiêu đề. Tiền thu hồi: ghi x ở cột Hoàn trả,
số âm, kèm văn bản.

8. Lưu kiểu .xlsx, không macro, không mật khẩu mở tệp. Trang tính được khóa không mật khẩu: chỉ để tránh gõ nhầm.

HOW TO FILL IN THE BUDGET

Fill in the sheet “Dự toán”, one row for each purchase of information technology of the unit in the year, security
or not: the share is taken of the whole. Delete the two rows marked “VÍ DỤ” (samples; import leaves them out).

Choose category, source, kind and project from the lists. Amounts are whole đồng; leave “Được giao” (allocated)
and “Đã chi” (spent) empty while unknown, 0 is a figure.

Grey cells are computed and locked, without a password. Red cells show what import would
refuse. No totals, no merged cells, no hidden rows or columns. Save as .xlsx without macros or password.
"""
PARAGRAPHS = tuple((one.isupper(), " ".join(one.split())) for one in _TEXT.strip().split("\n\n"))
"""Whether it is a title, and the text."""
