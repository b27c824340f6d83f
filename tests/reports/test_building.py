"""Finished HTML passes Markdown by, comes back whole, and only what helps a search is indexed."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from tests.reports import example
from truongluy.reports.building import KeepHtml
from truongluy.reports.markup import table, tag
from truongluy.reports.site import page_texts, write_site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return write_site(example.example(), None, tmp_path_factory.mktemp("build")).parent


def test_no_block_is_lost(site):
    for name, text in page_texts(example.example()).items():
        built = (site / name.replace(".md", ".html")).read_text(encoding="utf-8")
        blocks = [line for line in text.splitlines() if line.startswith("<")]
        assert blocks and all(block in built for block in blocks), name
        assert 'data-block="' not in built


def test_the_search_index_knows_titles_of_devices_but_not_their_rows(site):
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    of_device = [entry for entry in index if entry["location"].startswith("devices/portal-01")]
    assert "Thiết bị portal-01" in {entry["title"] for entry in of_device}
    assert not any("Cách sửa" in entry["text"] for entry in of_device)
    of_control = " ".join(e["text"] for e in index if e["location"].startswith("controls/login_attempts"))
    assert "Vì đoán mật khẩu" in of_control


def test_data_that_looks_like_a_mark_stays_text():
    keep = KeepHtml("docs/")
    page = SimpleNamespace(file=SimpleNamespace(src_uri="devices/x.md"))
    forged = str(table("a", ["b"], [['<div data-block="0"></div>']]))
    given = f"# x\n\n{forged}\n\n{tag('p', 'y')}\n"
    marked = keep.on_page_markdown(given, page=page, config=None, files=None)
    assert marked == '# x\n\n<div data-block="0"></div>\n\n<div data-block="1"></div>\n'
    assert keep.on_post_page(marked, page=page, config=None) == given


def test_documentation_written_by_people_is_left_to_markdown():
    keep = KeepHtml("docs/")
    page = SimpleNamespace(file=SimpleNamespace(src_uri="docs/guide/x.md"))
    text = "<details markdown>\n**x**\n</details>\n"
    assert keep.on_page_markdown(text, page=page, config=None, files=None) == text
