"""The pages of systems print both decrees, what is still open, and no unchecked clause without its mark."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from truongluy import inventory as inventory_of
from truongluy.access import ROOT
from truongluy.assess import Assessment
from truongluy.reports.joined import Joined
from truongluy.reports.pages.overview import overview
from truongluy.reports.pages.system import system_page
from truongluy.reports.pages.systems import systems_index
from truongluy.reports.site import navigation, page_texts

DOUBT = "cần đối chiếu văn bản gốc"


def joined(policy, on: date) -> Joined:
    """The lab on a date, with nothing judged."""
    lab = inventory_of.load(ROOT / "inventories" / "lab")
    documents = tuple(document.id for document in policy.in_force(on))
    return Joined(Assessment("lab", on, datetime.now(UTC), documents, (), {}), lab, policy)


@pytest.fixture(scope="module")
def now(policy) -> Joined:
    return joined(policy, date(2026, 11, 24))


def test_every_system_has_a_page_and_a_place_in_the_menu(now):
    pages = {f"systems/{name}.md" for name in now.inventory.systems}
    assert pages | {"systems/index.md"} <= set(page_texts(now))
    (menu,) = [item["Hệ thống"] for item in navigation(now, []) if "Hệ thống" in item]
    assert {target for item in menu[1:] for target in item.values()} == pages


@pytest.mark.parametrize("on", [date(2025, 6, 30), date(2026, 7, 15), date(2026, 11, 24)])
def test_no_unchecked_clause_stands_without_its_mark(policy, on):
    one = joined(policy, on)
    for system in one.inventory.systems.values():
        for place in re.split(r"(?=Nghị định 331/2026/NĐ-CP, Điều)", system_page(one, system))[1:]:
            assert DOUBT in place[:200], (system.id, place[:200])


def test_a_decree_not_in_force_is_quoted_but_not_linked(now):
    page = system_page(now, now.inventory.systems["portal"])
    assert "Nghị định 85/2016/NĐ-CP, Điều 9 khoản 2 điểm a" in page
    assert "documents/decree-331-2026.html#clause-a13-2-b" in page
    assert "documents/decree-85-2016.html" not in page


def test_what_is_open_is_asked(now):
    page = system_page(now, now.inventory.systems["e-learning"])
    assert "chưa đủ dữ liệu" in page and "Còn phải hỏi" in page and "chưa khai" in page
    assert "từ 100.000 người thì cấp độ 3" in page


def test_an_approval_after_the_date_is_said_to_be_after_it(policy):
    earlier = joined(policy, date(2025, 6, 30))
    page = system_page(earlier, earlier.inventory.systems["portal"])
    assert "sau ngày đánh giá" in page and "không có cấp độ" not in page
    assert "chưa có cấp độ nào được phê duyệt vào ngày 30/06/2025" in page


def test_the_list_and_the_overview_lead_to_the_pages(now):
    index, first = systems_index(now), overview(now)
    for system in now.inventory.systems.values():
        assert f'systems/{system.id}.html"' in index
        assert (f'systems/{system.id}.html"' in first) == system.ours
    assert "chủ quản: chưa rõ" in index


@pytest.mark.parametrize("on", [date(2026, 11, 24), date(2026, 6, 1)], ids=str)
def test_each_decree_stands_over_its_own_proposals(policy, on):
    """Decree 85 was read in the gazette, Decree 331 was not: the marks tell whose column it is."""
    table = systems_index(joined(policy, on)).split("</table>")[0]
    heads = re.findall(r'<th scope="col">(.*?)</th>', table)
    row = next(row for row in table.split("<tr>") if "systems/portal.html" in row or "portal.html" in row)
    cells = dict(zip(heads[1:], re.findall(r"<td>(.*?)</td>", row, flags=re.S), strict=True))
    assert DOUBT in cells["Nghị định 331/2026/NĐ-CP"]
    assert DOUBT not in cells["Nghị định 85/2016/NĐ-CP"]
