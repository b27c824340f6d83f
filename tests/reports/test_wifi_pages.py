"""The Wi-Fi pages: networks by purpose, false access points first, what is in transition and until when."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from tests.policy.samples import the_policy
from tests.reports import example
from truongluy import inventory as inventory_of
from truongluy.assess import Assessment
from truongluy.evidence import DeviceEvidence, Evidence
from truongluy.reports.joined import Joined
from truongluy.reports.pages.wifi import wifi_index, wifi_page, wifi_units
from truongluy.reports.site import navigation, page_texts
from truongluy.verdict import Text

LAB = inventory_of.load(Path(__file__).resolve().parents[2] / "inventories" / "lab")


def text(page: str) -> str:
    """What a reader sees: tags away, one space between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def unit_page(joined: Joined, name: str = "so-gddt") -> str:
    return wifi_page(joined, joined.inventory.sites[name])


def lab(on: date = date(2026, 11, 24), evidence: Evidence | None = None) -> Joined:
    """The lab with its access points assessed; nobody was read unless evidence is given."""
    levels = {"ap-01": 2, "ap-school-01": 2}
    at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    return Joined(Assessment("lab", on, at, (), (), levels, evidence=evidence), LAB, the_policy())


def test_false_access_point_is_the_first_row_and_is_called_dangerous_in_words():
    shown = unit_page(example.example())
    air = shown[shown.index("Nghe thấy trên sóng") :]
    rows = re.findall(r"<tr>(.*?)</tr>", air[air.index("<tbody>") :], flags=re.DOTALL)
    assert len(rows) == 3
    assert "02:00:5e:00:53:66" in rows[0] and "THIẾT BỊ LẠ PHÁT TÊN CỦA ĐƠN VỊ" in rows[0]
    assert "của nơi khác" in rows[1] and "của đơn vị" in rows[2] and "02:00:00:00:00:00" in rows[2]
    assert "1 thiết bị lạ phát tên của đơn vị" in text(shown[: shown.index("Các mạng Wi-Fi")])


def test_index_names_the_unit_with_a_false_access_point():
    shown = text(wifi_index(example.example()))
    assert "1 thiết bị lạ phát tên của đơn vị" in shown and "1 mạng chuyển tiếp" in shown


def test_name_on_the_air_is_escaped():
    shown = unit_page(example.example())
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


def test_what_could_not_be_read_is_told_and_never_looks_like_silence():
    shown = text(unit_page(lab()))
    assert "chưa nghe được sóng từ ap-01" in shown
    assert "ap-01 không cho biết nghe thấy gì: chưa thu thập thiết bị này" in shown
    assert "Mọi điểm truy cập đều đạt" not in shown
    reason = Text("hết thời gian chờ", "timed out")
    at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    one = DeviceEvidence("ap-01", "openwrt", "10.99.99.21", at, error=reason)
    evidence = Evidence("lab", at, {"ap-01": one})
    assert "không cho biết nghe thấy gì: hết thời gian chờ" in text(unit_page(lab(evidence=evidence)))


def test_networks_are_told_by_purpose_with_who_gets_in_and_where_it_leads():
    shown = text(unit_page(lab(), "thcs-minh-hoa"))
    for words in (
        "Cán bộ, giáo viên",
        "Người có tài khoản",
        "staff, pupils (theo tài khoản)",
        "2,4 GHz; 5 GHz",
    ):
        assert words in shown
    assert "Kế hoạch chuyển tiếp" not in shown


def test_transition_shows_last_day_waivers_and_days_left():
    shown = text(unit_page(lab()))
    assert "30/06/2027" in shown and "còn 218 ngày" in shown
    assert "01/11/2026 – 30/06/2027" in shown
    over = text(unit_page(lab(date(2027, 7, 2))))
    assert "đã quá 2 ngày" in over


def test_transition_without_a_waiver_or_with_one_that_outlives_the_network_is_pointed_out():
    assert "không có miễn trừ nào: kết quả là không đạt" in text(unit_page(example.example()))
    joined = lab()
    longer = {k: replace(one, until=date(2027, 7, 1)) for k, one in LAB.waivers.items()}
    changed = replace(joined, inventory=replace(LAB, waivers=longer))
    assert "dài hơn thời gian của mạng" in text(unit_page(changed))


def test_waivers_of_the_lab_end_no_later_than_the_networks_they_are_for():
    last = max(wlan.until for wlan in LAB.wlans["so-gddt"].values() if wlan.until)
    wifi = [
        one for one in LAB.waivers.values() if the_policy().controls[one.control].topic.startswith("wifi_")
    ]
    assert wifi and all(one.until <= last for one in wifi)


def test_unit_without_wifi_has_no_page_and_a_report_without_any_no_menu():
    joined = example.example()
    bare = replace(
        joined.inventory,
        wlans={},
        devices={k: d for k, d in joined.inventory.devices.items() if k != "ap-01"},
    )
    none = replace(joined, inventory=bare)
    assert wifi_units(none) == []
    assert not [name for name in page_texts(none) if name.startswith("wifi/")]
    assert not [item for item in navigation(none, []) if "Wi-Fi" in item]
    assert [item for item in navigation(joined, []) if "Wi-Fi" in item]


def test_province_shows_one_page_for_each_unit():
    names = {name for name in page_texts(lab()) if name.startswith("wifi/")}
    assert names == {"wifi/index.md", "wifi/so-gddt.md", "wifi/thcs-minh-hoa.md"}
