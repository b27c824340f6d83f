"""The pages of the law, made from the real policy: each link leads to a page and a place on it, and numbers add up."""

from __future__ import annotations

import html
import re
from functools import lru_cache

import pytest

from tests.law import example
from tests.policy.samples import the_policy
from truongluy import coverage
from truongluy.coverage import Share
from truongluy.reports import law_words
from truongluy.reports.site import page_texts

_LINK = re.compile(r'href="([^"#]*)(?:#([^"]*))?"')
_ID = re.compile(r'\bid="([^"]*)"')


@lru_cache(maxsize=1)
def pages() -> dict[str, str]:
    return page_texts(example.joined())


def in_force() -> list[str]:
    return [document.id for document in the_policy().in_force(example.NOW)]


@pytest.mark.parametrize("name", [*in_force(), "coverage", "index"])
def test_every_link_of_a_page_of_the_law_leads_somewhere(name):
    found = _LINK.findall(pages()[f"documents/{name}.md"])
    assert found
    for target, place in found:
        file = target.removeprefix("../") if target.startswith("../") else f"documents/{target}"
        page = pages()[file.removesuffix(".html") + ".md"]  # KeyError: no such page
        assert not place or html.unescape(place) in _ID.findall(page), (name, target, place)


@pytest.mark.parametrize("name", in_force())
def test_a_document_shows_every_clause_once_with_all_that_shows_it(name):
    page, document = pages()[f"documents/{name}.md"], the_policy().documents[name]
    rows = re.findall(r"<tr>.*?</tr>", page)
    covers = coverage.cover(the_policy())
    for clause in document.clauses.values():
        (row,) = [row for row in rows if f'id="clause-{clause.id.lower()}"' in row]
        one = covers[clause.full_id]
        for control in one.controls:
            assert f"controls/{control}.html" in row
        for record in one.records:
            assert html.escape(the_policy().records[record].title.vi) in row
        for duty in one.duties:
            assert html.escape(the_policy().duties[duty].title.vi) in row
        if one.reason:
            assert html.escape(one.reason.vi) in row and html.escape(one.reason.en) in row


def test_the_coverage_page_lists_what_is_open_and_counts_the_same():
    covers = coverage.cover(the_policy())
    open_now = [
        clause.full_id
        for document in the_policy().in_force(example.NOW)
        for clause in document.clauses.values()
        if covers[clause.full_id].kind.share is Share.OPEN
    ]
    page = pages()["documents/coverage.md"]
    assert f"còn mở &#40;{len(open_now)}&#41;" in page or f"còn mở ({len(open_now)})" in page
    for name in open_now:
        document, clause = name.split(".")
        assert f"documents/{document}.html#clause-{clause.lower()}" in page


def test_levels_known_only_in_part_say_so():
    page = pages()["documents/tcvn-14423.md"]
    assert page.count("mới biết một phần") == 2  # levels 4 and 5
    assert "mới biết một phần" not in pages()["documents/decree-331-2026.md"]


def test_every_number_of_the_law_has_words():
    raw = [clause.raw.get("thresholds") or {} for clause in the_policy().clauses.values()]
    assert {name for one in raw for name in one} <= set(law_words.THRESHOLDS)
    lines = law_words.thresholds({"every": {3: "P1Y", 5: "P6M"}, "minimum_share": 0.1, "by": example.NOW})
    assert lines == [
        "chu kỳ: cấp 3: 1 năm, cấp 5: 6 tháng",
        "tỷ lệ tối thiểu: 10%",
        "hạn đáp ứng điều kiện mới: 24/11/2026",
    ]
