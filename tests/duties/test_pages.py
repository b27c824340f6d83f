"""Pages and terminal never hide a waiver, and the agenda pages carry days, clauses, doubt and nothing harmful."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

from rich.console import Console

from tests.duties.example import finding, lab, waiver
from tests.duties.test_calendar import POLICY, incident, record
from tests.duties.test_calendar import lab as emptied
from tests.reports.example import HOSTILE
from truongluy.assess import Assessment
from truongluy.dates import VIETNAM
from truongluy.inventory import Inventory
from truongluy.reports.joined import Claim, Joined, count
from truongluy.reports.pages import links
from truongluy.reports.pages.agenda import duties_page, plan_page, waivers_page
from truongluy.reports.terminal import print_counts
from truongluy.verdict import Text, Verdict
from truongluy.waivers import apply_waivers

ON = date(2026, 11, 24)
PASS = finding(Verdict.PASS, control="port_modes_fixed")


def joined(inventory: Inventory, on: date = ON) -> Joined:
    found = tuple(apply_waivers([finding(), PASS], inventory, on))
    at = datetime(2026, 11, 24, 1, tzinfo=UTC)
    return Joined(Assessment("lab", on, at, (), found, {"sw-school-01": 2}), inventory, POLICY)


def test_a_level_that_rests_on_a_waiver_says_so():
    with_waiver = joined(lab(waiver())).assessment.findings
    claim = Claim(2, count(with_waiver))
    assert claim.holds
    assert "1 kiểm soát được miễn có thời hạn" in links.claim(claim) and "1 waived" in links.claim(claim)
    assert "miễn" not in links.claim(Claim(2, count([PASS])))


def test_the_terminal_says_so_too():
    said = []
    for assessment in (joined(lab(waiver())).assessment, replace(joined(lab()).assessment, findings=(PASS,))):
        console = Console(file=io.StringIO(), width=200)
        print_counts(console, assessment)
        said.append(console.file.getvalue())  # type: ignore[attr-defined]
    assert "được miễn có thời hạn" in said[0].split("\n")[-2] and "waived" in said[0].split("\n")[-2]
    assert "miễn" not in said[1]


def test_the_waiver_page_says_until_when_who_and_what_protects_instead():
    shown = waivers_page(joined(lab(waiver(decision="QĐ minh họa 5"))))
    for said in (
        "31/03/2027",
        "Lê Thị Mẫu",
        "Chia vùng mạng nhỏ",
        "còn hạn",
        "waivers/old-switch.yml",
        "QĐ minh họa 5",
    ):
        assert said in shown
    assert "đã hết hạn" in waivers_page(joined(lab(waiver()), date(2027, 4, 1)))
    assert "Không có miễn trừ nào" in waivers_page(joined(lab()))


def test_words_of_an_inventory_stay_words():
    hostile = lab(waiver(reason=Text(HOSTILE, HOSTILE), decision=HOSTILE))
    for page in (waivers_page(joined(hostile)), plan_page(joined(hostile))):
        assert "<script>" not in page and "<img src=x" not in page


def test_the_calendar_shows_late_things_first_then_months_with_their_doubt():
    detected = datetime.combine(date(2026, 11, 1), time(9), VIETNAM)
    inventory = emptied(record("security_training", date(2026, 2, 1)), incidents=(incident(detected),))
    shown = duties_page(joined(inventory))
    titles = re.findall(r"^## (.+?) <span", shown, re.M)
    assert titles[0] == "Quá hạn hoặc không biết" and "Tháng 12/2026" in titles and "Tháng 2/2027" in titles
    assert "09:00:00 ngày 04/11/2026" in shown, "72 hours after the detection"
    assert "chậm nhất ngày 19/12" in shown and "cần đối chiếu văn bản gốc" in shown
    assert "Không còn văn bản nào yêu cầu" in shown


def test_the_plan_marks_the_projects_own_days_and_real_ones_apart():
    shown = plan_page(joined(emptied()))
    assert "đề nghị của dự án" in shown and "Cổng truy nhập chặn bão quảng bá" in shown
    assert "security_training" in shown and "nghĩa vụ" in shown
