"""The words of the law's pages and tables: what shows a clause, its levels, its numbers and dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from truongluy.coverage import CoverKind, Share
from truongluy.period import is_period, period_in_words
from truongluy.reports.vietnamese import day, percent
from truongluy.verdict import Text
from truongluy.words import value_in_words

COVERS = {
    CoverKind.MACHINE: Text("Kiểm bằng máy", "Checked by machine"),
    CoverKind.MACHINE_IN_PART: Text("Máy kiểm một phần", "Checked by machine in part"),
    CoverKind.RECORD: Text("Bằng hồ sơ", "By record"),
    CoverKind.DUTY: Text("Nghĩa vụ theo lịch", "A duty of the calendar"),
    CoverKind.LEVEL: Text("Quy tắc xác định cấp độ", "A rule of levels"),
    CoverKind.BUDGET: Text("Tính từ ngân sách", "Counted from the budget"),
    CoverKind.INDICATOR: Text("Chỉ tiêu được đo", "A measured target"),
    CoverKind.PLANNED: Text("Còn mở, đã có kế hoạch", "Open, planned"),
    CoverKind.NOT_APPLICABLE: Text("Không áp dụng", "Not applicable"),
    CoverKind.SILENT: Text("Chưa có gì chứng minh", "Nothing shows it"),
}
SHARES = {
    Share.MACHINE: Text("Kiểm bằng máy", "By machine"),
    Share.MACHINE_IN_PART: Text("Máy kiểm một phần", "By machine in part"),
    Share.RECORD: Text("Bằng hồ sơ", "By record"),
    Share.RULE: Text("Lịch, cấp độ, ngân sách, chỉ tiêu", "Duty, level rule, budget, target"),
    Share.OPEN: Text("Còn mở", "Open"),
    Share.NOT_APPLICABLE: Text("Không áp dụng", "Not applicable"),
}
SHARE_SYMBOLS = {
    Share.MACHINE: "■",
    Share.MACHINE_IN_PART: "◧",
    Share.RECORD: "▤",
    Share.RULE: "§",
    Share.OPEN: "○",
    Share.NOT_APPLICABLE: "–",
}
TARGETS = {
    "wifi_ap": Text("Wi-Fi", "Wi-Fi"),
    "video_room": Text("phòng họp trực tuyến", "meeting rooms"),
    "firewall": Text("tường lửa", "firewalls"),
    "switch": Text("thiết bị chuyển mạch", "switches"),
    "server": Text("máy chủ", "servers"),
    "workstation": Text("máy trạm", "workstations"),
}
THRESHOLDS = {
    "24x7_from": Text("giám sát 24/7 từ cấp", "24/7 monitoring from level"),
    "approval_by": Text("hạn thẩm định, phê duyệt cấp độ", "appraisal and approval of the level"),
    "basic_subjects_below": Text("dữ liệu cơ bản, số người dưới", "basic data, people below"),
    "basic_subjects_from": Text("dữ liệu cơ bản, số người từ", "basic data, people from"),
    "by": Text("hạn đáp ứng điều kiện mới", "the new conditions are met"),
    "certified_by": Text("hạn tập huấn, cấp chứng nhận", "people trained and certified"),
    "classes": Text("số lớp phân loại", "classes of information"),
    "control_effectiveness_review": Text(
        "chu kỳ đánh giá hiệu quả biện pháp", "review of the effect of measures"
    ),
    "days": Text("số ngày tối đa", "days at most"),
    "diagram_update": Text("chu kỳ cập nhật sơ đồ", "diagram updated every"),
    "dmarc_from": Text("DMARC từ cấp", "DMARC from level"),
    "every": Text("chu kỳ", "every"),
    "figures_from": Text("số liệu từ (tháng-ngày)", "figures from (month-day)"),
    "figures_to": Text("số liệu đến (tháng-ngày)", "figures to (month-day)"),
    "final_report_days": Text("báo cáo kết thúc, số ngày", "final report, days"),
    "first_report_days": Text("báo cáo ban đầu, số ngày", "first report, days"),
    "from": Text("có hiệu lực", "in force"),
    "half_year_before": Text("báo cáo 6 tháng trước (tháng-ngày)", "half-year report before (month-day)"),
    "history_from_L3": Text(
        "số mật khẩu cũ không dùng lại, từ cấp 3", "old passwords not reused, from level 3"
    ),
    "important_assets": Text("chu kỳ với tài sản quan trọng", "important assets every"),
    "keep": Text("thời gian lưu tối thiểu", "kept at least"),
    "layers": Text("số lớp mã hóa", "layers of encryption"),
    "max_idle_days": Text("số ngày không dùng tối đa", "idle days at most"),
    "measures_by": Text("hạn có đủ biện pháp bảo vệ", "protection measures in place"),
    "mfa_from_L3": Text("xác thực đa nhân tố từ cấp 3", "several factors from level 3"),
    "min": Text("tối thiểu", "at least"),
    "minimum_share": Text("tỷ lệ tối thiểu", "share at least"),
    "reply_working_days": Text(
        "báo hồ sơ chưa hợp lệ, ngày làm việc", "reply on an invalid dossier, working days"
    ),
    "report_every": Text("chu kỳ báo cáo", "report every"),
    "report_hours": Text("báo cáo sự cố, số giờ", "incident report, hours"),
    "review_every": Text("chu kỳ rà soát", "review every"),
    "sbom_update": Text("chu kỳ cập nhật thành phần phần mềm", "software components updated every"),
    "scope": Text("phạm vi", "scope"),
    "sensitive_subjects_below": Text("dữ liệu nhạy cảm, số người dưới", "sensitive data, people below"),
    "sensitive_subjects_from": Text("dữ liệu nhạy cảm, số người từ", "sensitive data, people from"),
    "serious_first_notice_hours": Text(
        "báo ban đầu sự cố nghiêm trọng, số giờ", "first notice of a serious one, hours"
    ),
    "service_level_from": Text("dịch vụ công từ mức độ", "online service from level"),
    "service_level_up_to": Text("dịch vụ công đến mức độ", "online service up to level"),
    "suggested": Text("gợi ý", "suggested"),
    "suggested_max_age": Text("tuổi tối đa gợi ý", "suggested age at most"),
    "suggested_minutes": Text("số phút gợi ý", "suggested minutes"),
    "to_ministry_before": Text("gửi bộ trước (tháng-ngày)", "to the ministry before (month-day)"),
    "to_owner_before": Text("gửi chủ quản trước (tháng-ngày)", "to the owner before (month-day)"),
    "update_every": Text("chu kỳ cập nhật", "updated every"),
    "users_below": Text("số người dùng dưới", "users below"),
    "users_from": Text("số người dùng từ", "users from"),
    "whole_body": Text("chu kỳ với cả cơ quan", "the whole body every"),
    "working_days": Text("số ngày làm việc tối đa", "working days at most"),
    "year_before": Text("báo cáo năm trước (tháng-ngày)", "yearly report before (month-day)"),
    "zones": Text("các vùng mạng", "network zones"),
}


def cover_name(kind: CoverKind) -> Text:
    """How a clause is covered, in words."""
    return COVERS[kind]


def level_name(level: int, in_part: bool) -> Text:
    """A level; says so when our sources know its clauses only in part."""
    if in_part:
        return Text(f"Cấp {level} (mới biết một phần)", f"Level {level} (known in part)")
    return Text(f"Cấp {level}", f"Level {level}")


def threshold_name(name: str) -> Text:
    """What a date of a clause means; one we have no word for is shown by its name."""
    return THRESHOLDS.get(name, Text(name, name))


def thresholds(given: Mapping[str, Any]) -> list[str]:
    """Numbers and periods of a clause, one line each: `every: cấp 3 P1Y, cấp 4 P6M`."""
    return [f"{threshold_name(name).vi}: {_by_level(value)}" for name, value in given.items()]


def _by_level(value: Any) -> str:
    if isinstance(value, Mapping):
        parts = {f"cấp {key}" if isinstance(key, int) else key: one for key, one in value.items()}
        return ", ".join(f"{key}: {_in_words(one)}" for key, one in parts.items())
    return _in_words(value)


def _in_words(value: Any) -> str:
    if isinstance(value, float):
        return percent(value, 0)
    if isinstance(value, date):
        return day(value)
    return period_in_words(value).vi if is_period(value) else value_in_words(value).vi
