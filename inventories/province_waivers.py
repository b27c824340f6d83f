"""Writes the waivers and incidents of inventories/quang-ngai: invented, the same at every run; make_province.py runs it.

`python inventories/province_waivers.py [FOLDER]`. Two waivers: one that stands, and one that ended and was forgotten.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

NOTE = "---\n# Dữ liệu minh họa / example data: written by inventories/province_waivers.py; nothing in it is real.\n"
FILES = {
    "waivers/storm-limits-of-old-switches.yml": """\
control: access_ports_limit_storms
devices: [sw-thcs-minh-hoa-0*]
reason: {vi: Chuyển mạch đời cũ không giới hạn được bão quảng bá, en: The old switches can't limit broadcast storms}
compensating: {vi: Mỗi phòng máy một vùng riêng và theo dõi tải hằng ngày, en: A zone for each room and the load watched daily}
approved_by: so-gddt-head
from: 2026-10-01
until: 2027-03-31
decision: QĐ minh họa 105
""",
    "waivers/web-management-of-one-school.yml": """\
control: switch_web_management_off
devices: [sw-thpt-minh-hoa-03-01]
reason: {vi: Nhà cung cấp cần giao diện web để bàn giao, en: The supplier needs the web interface to hand over}
compensating: {vi: Chỉ mở trong vùng quản trị, en: Open only inside the management zone}
approved_by: thpt-minh-hoa-03-head
from: 2026-06-01
until: 2026-08-31
decision: QĐ minh họa 106
""",
    "incidents/portal-page-changed.yml": """\
system: portal
what: {vi: Một trang tin bị thay đổi nội dung, en: A news page was defaced}
detected: 2026-10-12 07:40:00+07:00
serious: false
first_notice: 2026-10-12 16:00:00+07:00
report: 2026-10-14 10:00:00+07:00
response_ended: 2026-10-15 17:00:00+07:00
final_report: 2026-10-19 09:00:00+07:00
""",
}


def write(folder: Path) -> None:
    """Write the files, in place of what stood in waivers/ and incidents/."""
    for part in ("waivers", "incidents"):
        shutil.rmtree(folder / part, ignore_errors=True)
        (folder / part).mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(NOTE + text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "quang-ngai")
