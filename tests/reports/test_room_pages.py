"""The pages of meeting rooms: the answer first and in words, what to do, whom to call, nothing ready by default."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from typing import Any

from tests.policy.samples import the_policy
from tests.reports import example
from tests.rooms.poly.example import ENTRY
from tests.rooms.readiness.test_readiness import LAB, SEEN, exported
from truongluy.assess import Assessment
from truongluy.evidence import DeviceEvidence, Evidence
from truongluy.finding import Finding
from truongluy.reports.joined import Joined
from truongluy.reports.pages.rooms import path_of, room_page, rooms_index, rooms_of
from truongluy.reports.site import navigation, page_texts
from truongluy.verdict import Text, Verdict

DAY = SEEN.date()
HOSTILE = "<script>alert(1)</script> {{ x }} ]] [a](javascript:b)"


def lab(*read: DeviceEvidence, on: date = DAY, findings: tuple[Finding, ...] = ()) -> Joined:
    """The lab as assessed with what was read of its rooms."""
    levels = {"room-01": 2, "room-02": 2, "room-03": 2}
    evidence = Evidence("lab", SEEN, {one.device: one for one in read})
    return Joined(Assessment("lab", on, SEEN, (), findings, levels, evidence=evidence), LAB, the_policy())


def text(page: str) -> str:
    """What a reader sees: tags away, one space between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def school(joined: Joined) -> str:
    return text(room_page(joined, LAB.rooms["thcs-minh-hoa"]["hop-truong"]))


def changed(**room: Any) -> DeviceEvidence:
    return exported({**ENTRY, "room": {**ENTRY["room"], **room}})


def test_a_room_says_first_and_in_words_whether_it_can_meet():
    shown = school(lab(exported()))
    assert shown.index("✓ Sẵn sàng Ready") < shown.index("Thu thập lúc")
    assert "Cho cuộc họp lúc 8:00 ngày 24/11/2026. Kiểm tra gần nhất: 8:00 ngày 24/11/2026." in shown
    assert "Không có việc gì." in shown


def test_what_is_wrong_stands_with_what_to_do_and_whom_to_call():
    shown = school(lab(changed(camera=False)))
    assert "✗ Chưa sẵn sàng Not ready" in shown
    assert "Không thấy camera No camera is seen → Cắm lại hoặc thay camera, rồi kiểm tra lại" in shown
    assert "Phạm Văn Mẫu (minh họa) Cán bộ CNTT của trường Trường THCS Minh Họa" in shown
    assert "invoke rooms -i lab --limit thcs-minh-hoa/hop-truong" in shown


def test_a_room_that_nobody_reached_is_unknown_on_every_page():
    joined = lab(DeviceEvidence("room-03", "poly", "10.99.61.23", SEEN, error=Text(HOSTILE, HOSTILE)))
    assert "? Không xác định" in school(joined)
    assert "0 trong 3 phòng họp được; 3 phòng không xác định." in text(rooms_index(joined))
    assert "<script>" not in room_page(joined, LAB.rooms["thcs-minh-hoa"]["hop-truong"])


def test_a_site_for_another_day_asks_about_its_morning():
    shown = school(lab(exported(), on=date(2026, 12, 1)))
    assert "? Không xác định" in shown and "Cho cuộc họp lúc 8:00 ngày 01/12/2026" in shown
    assert "cách giờ họp hơn 24 giờ" in shown


def test_open_findings_of_high_severity_are_told_apart():
    policy = the_policy()
    severe, mild = (
        next(c for c in policy.controls.values() if c.severity == word) for word in ("high", "low")
    )
    findings = tuple(
        Finding("room-03", control.id, Verdict.FAIL, Text("lý do", "reason")) for control in (severe, mild)
    )
    shown = school(lab(exported(), findings=findings))
    assert "✓ Sẵn sàng" in shown and severe.title.vi in shown and mild.title.vi not in shown


def test_what_is_to_be_bought_is_listed():
    shown = text(room_page(lab(), LAB.rooms["so-gddt"]["hop-tang-2"]))
    assert (
        "Màn hình 75 inch 75-inch display 1 2027" in shown and "Micrô để bàn Table microphone 4 2027" in shown
    )
    assert "Thiết bị dự kiến mua" not in school(lab())


def test_states_are_told_by_sign_and_word_and_never_by_colour_alone():
    shown = rooms_index(lab(exported()))
    for badge in re.findall(r'<span class="tl-verdict[^"]*">(.*?)</span>(?=<|\n|$)', shown):
        assert re.search(r"[✓!?✗].*\w", text(badge))


def test_every_room_has_its_page_in_the_menu_and_an_inventory_without_rooms_has_none():
    joined = lab(exported())
    texts = page_texts(joined)
    assert {path_of(room) for room in rooms_of(joined)} | {"rooms/index.md"} <= set(texts)
    assert "Phòng họp" in str(navigation(joined, []))
    none = replace(joined, inventory=replace(LAB, rooms={}))
    assert not any(name.startswith("rooms/") for name in page_texts(none))
    assert "Phòng họp tầng 2" not in str(navigation(none, []))


def test_a_room_s_name_stays_text_and_without_equipment_it_is_unknown():
    (page,) = (
        one for name, one in page_texts(example.example()).items() if name.startswith("rooms/so-gddt--")
    )
    assert "<script>" not in page and "<img" not in page
    assert "? Không xác định" in text(page) and "Phòng chưa có thiết bị họp nào được khai báo" in text(page)
    assert "Chưa khai người phụ trách." in text(page)
