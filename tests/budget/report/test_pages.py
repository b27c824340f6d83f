"""The pages of money: shares, what is missing, the minimum's doubt; every number in a table beside its chart."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from checks import KINDS
from tests.budget.example import BILLION, LAB, POLICY, UNIT, line, secure, with_lines
from tests.reports import test_site as every_page
from tests.reports.html_page import Page
from truongluy.assess import assess
from truongluy.evidence import Evidence
from truongluy.inventory import Inventory
from truongluy.reports.joined import Joined
from truongluy.reports.pages.budget import budget_index, budget_page, budget_units, report_of
from truongluy.reports.site import navigation, page_texts, write_site

ON = date(2026, 11, 29)


def joined(found: Inventory = LAB) -> Joined:
    """An inventory judged on a day; no device was read."""
    nothing = Evidence("lab", datetime(2026, 11, 29, 1, 0, tzinfo=UTC), {}, Path("run"), "0" * 64)
    return Joined(assess(found, POLICY, nothing, ON, KINDS), found, POLICY)


def text(page: str) -> str:
    """What a reader sees: tags away, one space between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def unit_page(one: Joined, name: str = UNIT) -> str:
    return budget_page(one, report_of(one), one.inventory.sites[name])


def test_the_unit_s_page_tells_what_is_missing_both_ways():
    shown = text(unit_page(joined()))
    assert "chuyển 113.000 đồng, hoặc bổ sung 125.556 đồng" in shown
    assert "năm 2024 2024 2 điều khoản" in shown and "9,99%" in shown
    assert "cần đối chiếu văn bản gốc" in shown and "riêng chi đầu tư" in shown
    assert "chưa có số liệu" in shown and "chưa có giá" in shown
    assert "Trường THCS Minh Họa" not in shown


def test_the_index_names_every_unit_and_says_that_it_knows_no_zones():
    found = with_lines([secure(1, planned=5 * BILLION, year=2026)])
    shown = text(budget_index(one := joined(found), report_of(one)))
    assert "Trường THCS Minh Họa chưa khai báo" in shown and "theo loại đơn vị" in shown
    assert [unit.id for unit in budget_units(one)] == [UNIT]


def test_charts_say_their_numbers_and_mark_the_minimum():
    for page in (budget_index(one := joined(), report_of(one)), unit_page(one)):
        chart = page[page.index("<svg") : page.index("</svg>")]
        assert 'role="img"' in chart and "<title" in chart
        assert "năm 2024" in chart and "an toàn thông tin" in chart and "triệu" in chart
        assert chart.count("tl-mark") == 2 * 6  # a tick above and below the bar of each of six years
        assert page.index("</svg>") < page.index("<table")


def test_what_somebody_typed_is_escaped():
    item = "<script>alert(1)</script>"
    found = with_lines([line(1, planned=900, year=2026, item=item), secure(2, planned=1, year=2026)])
    sites = {name: replace(site, name=replace(site.name, vi=item)) for name, site in found.sites.items()}
    one = joined(replace(found, sites=sites))
    assert item not in unit_page(one) and item not in budget_index(one, report_of(one))


def test_pages_stand_in_the_site_and_its_menu_only_where_there_is_a_budget():
    texts, menu = page_texts(joined()), str(navigation(joined(), []))
    assert {"budget/index.md", "budget/so-gddt.md", "budget/thcs-minh-hoa.md"} <= set(texts)
    assert "budget/so-gddt.md" in menu
    empty = joined(with_lines([]))
    assert not any(name.startswith("budget/") for name in page_texts(empty))
    assert "budget/" not in str(navigation(empty, []))


@pytest.mark.slow
def test_pages_of_money_keep_what_every_page_keeps(tmp_path):
    site = write_site(joined(), build=tmp_path).parent
    pages = [Page(file) for file in sorted((site / "budget").glob("*.html"))]
    assert len(pages) == 3
    every_page.test_headings_start_at_one_and_skip_no_level(pages)
    every_page.test_nothing_is_loaded_from_another_computer(pages)
    every_page.test_every_internal_link_leads_somewhere(pages)
    every_page.test_ids_are_unique(pages)
    for one in pages:
        for table in one.root.all("table"):
            assert table.all("caption")[0].text.strip()
            assert all(head.attributes.get("scope") in {"col", "row"} for head in table.all("th"))
        for chart in (each for each in one.root.all("svg") if each.attributes.get("class") == "tl-chart"):
            assert chart.all("title")[0].text and chart.all("desc")[0].text
