"""The built site: complete, honest, accessible, and deaf to what devices try to inject."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.reports import example
from tests.reports.html_page import Page, everything
from truongluy.reports import site as site_module
from truongluy.reports.site import page_texts, write_site
from truongluy.verdict import Verdict

THEME = Path(__file__).resolve().parents[2] / "truongluy" / "reports" / "theme" / "stylesheets"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    joined = example.example()
    return write_site(joined, joined.assessment.counts, tmp_path_factory.mktemp("build")).parent


@pytest.fixture(scope="module")
def pages(site) -> list[Page]:
    found = [Page(file) for file in sorted(site.rglob("*.html")) if file.name != "404.html"]
    assert len(found) > 10
    return found


def ours(pages: list[Page]) -> list[Page]:
    """The pages of the report, without the project's documentation."""
    return [page for page in pages if "/docs/" not in str(page.file)]


def page(site: Path, name: str) -> Page:
    return Page(site / name)


def test_language_is_vietnamese_and_english_is_marked(pages):
    for one in pages:
        assert one.root.all("html")[0].attributes["lang"] == "vi"
    assert any(e.attributes.get("lang") == "en" for one in ours(pages) for e in one.root.all("span"))


def test_headings_start_at_one_and_skip_no_level(pages):
    for one in pages:
        assert one.headings[0] == 1, one.file
        assert one.headings.count(1) == 1, one.file
        steps = zip(one.headings, one.headings[1:], strict=False)
        assert all(after - before <= 1 for before, after in steps), (one.file, one.headings)


def test_every_table_has_a_caption_and_headers_with_scope(pages):
    tables = [table for one in ours(pages) for table in one.root.all("table")]
    assert len(tables) > 20
    for table in tables:
        assert table.all("caption")[0].text.strip()
        heads = table.all("th")
        assert heads and all(head.attributes.get("scope") in {"col", "row"} for head in heads)
        for row in table.all("tbody")[0].all("tr"):
            assert row.inside[0].name == "th"


def test_docs_tables_have_header_cells(pages):
    for one in pages:
        for table in one.root.all("table"):
            assert table.all("th"), one.file


def test_charts_have_a_title_a_description_and_a_table(site):
    overview = page(site, "index.html")
    charts = overview.root.all("svg")
    charts = [chart for chart in charts if chart.attributes.get("class") == "tl-chart"]
    assert len(charts) == 3
    for chart in charts:
        assert chart.attributes["role"] == "img"
        names = chart.attributes["aria-labelledby"].split()
        assert set(names) <= set(overview.ids)
        assert chart.all("title")[0].text and chart.all("desc")[0].text


def test_nothing_is_loaded_from_another_computer(pages):
    for one in pages:
        for target in one.loads:
            assert not urlsplit(target).scheme and not target.startswith("//"), (one.file, target)
        policy = [
            e for e in one.root.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert "default-src 'self'" in policy[0].attributes["content"]


def test_every_internal_link_leads_somewhere(pages):
    known = {one.file.resolve(): set(one.ids) for one in pages}
    for one in pages:
        for target in one.targets + one.loads:
            parts = urlsplit(target)
            if parts.scheme or target.startswith("//") or not target:
                continue
            file = (one.file.parent / unquote(parts.path)).resolve() if parts.path else one.file.resolve()
            file = file / "index.html" if file.is_dir() else file
            assert file.exists(), (one.file, target)
            if parts.fragment and file in known:
                assert unquote(parts.fragment) in known[file] | {"__skip", "__search"}, (one.file, target)


def test_ids_are_unique(pages):
    for one in pages:
        assert len(one.ids) == len(set(one.ids)), (
            one.file,
            sorted(i for i in one.ids if one.ids.count(i) > 1),
        )


def test_device_text_stays_text(pages):
    for one in ours(pages):
        for element in everything(one):
            assert not [name for name in element.attributes if name.startswith("on")], one.file
            if element.name == "script":
                assert "alert" not in element.text
            if element.name == "a":
                assert not element.attributes.get("href", "").startswith("javascript")
        assert not one.article.all("script", "img", "iframe", "object")


def test_title_with_markup_stays_text_in_the_menu_too(pages, site):
    for one in ours(pages):
        assert not one.root.all("i"), one.file
    menu = page(site, "controls/banner_shown.html").root.all("nav")
    assert any("Kiểm soát <i> & banner_shown" in nav.text for nav in menu)


def test_device_text_is_shown_whole(site):
    shown = page(site, "devices/portal-01.html").article.text
    assert "<script>alert(1)</script> | ]] [x](javascript:alert(2)) `code` **bold** <img src=x" in shown
    assert '"quoted" &lt; {{ jinja }}' in shown
    assert "\x1b" not in shown and "\u202e" not in shown
    assert "[U+001B][31mred" in shown and "[U+202E]abc[U+0000]" in shown


def test_search_index_holds_no_markup_of_a_device(site):
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    for entry in index["docs"]:
        assert "<script" not in entry["text"] and "<img" not in entry["text"]
        assert "<script" not in entry["title"]


def test_verdict_is_a_word_and_a_symbol(site):
    shown = page(site, "devices/sw-so-01.html").article
    badges = [e for e in shown.all("span") if "tl-error" in e.attributes.get("class", "")]
    assert badges
    for badge in badges:
        assert "Không xác định" in badge.text
        assert badge.all("span")[0].attributes["aria-hidden"] == "true"


def test_what_needs_work_comes_first(site):
    headings = [e.text for e in page(site, "devices/portal-01.html").article.all("h2")]
    verdicts = [text for text in headings if "(1)" in text]
    assert verdicts == [
        "Không đạt (1) Fail",
        "Được miễn có thời hạn (1) Waived until a date",
        "Đạt (1) Pass",
    ]


def test_reason_that_a_whole_device_shares_is_told_once_and_no_role_is_said_to_mend_it():
    unknown = [
        example.found("sw-so-01", f"control_{n}", Verdict.ERROR, "hết thời gian chờ") for n in range(66)
    ]
    texts = page_texts(example.example(tuple(unknown)))
    shown = texts["devices/sw-so-01.md"]
    assert shown.count(">en: hết thời gian chờ<") == 1 and "Cách sửa" not in shown
    assert "66 kiểm soát, cùng một lý do" in texts["index.md"]


def test_page_says_when_and_from_what_it_was_judged(site):
    shown = page(site, "index.html").article.text
    assert "24/11/2026" in shown
    assert "13:30:00 ngày 24/11/2026 (giờ Việt Nam)" in shown
    assert "Dữ liệu minh họa" in shown
    assert "Văn bản tcvn-x" in shown


def test_level_is_not_claimed_with_a_fail_or_an_unknown(site):
    shown = page(site, "index.html").article.text
    assert "Chưa được công bố cấp độ 3" in shown
    assert "Đạt mọi kiểm soát máy ở cấp độ" not in shown


def test_level_is_claimed_when_all_it_asks_was_judged_on_all_devices_and_nothing_blocks():
    controls = ("login_attempts_limited", "banner_shown")
    passing = tuple(example.found("portal-01", control, Verdict.PASS) for control in controls)
    shown = page_texts(example.example(passing))["index.md"]
    assert "Đạt mọi kiểm soát máy ở cấp độ 3" in shown
    assert "Chưa đánh giá đủ thiết bị" in shown  # the other system has a device that was not assessed
    assert "Chưa được công bố cấp độ 2" in shown  # files-01 has no finding: that is no claim


def test_level_is_not_claimed_for_a_system_when_something_its_level_asks_was_not_judged():
    passing = (example.found("portal-01", "login_attempts_limited", Verdict.PASS),)
    joined = example.example(passing)
    assert joined.system_claim(joined.inventory.systems["cong"]) is None


def test_document_that_ended_is_not_printed(site):
    assert not (site / "documents" / "tcvn-old.html").exists()
    assert "tcvn-old" not in page(site, "controls/banner_shown.html").article.text


def test_gap_is_shown_as_a_gap_and_doubt_as_doubt(site):
    shown = page(site, "documents/tcvn-x.html").article.text
    assert "Chưa có gì chứng minh" in shown
    assert "cần đối chiếu văn bản gốc" in shown
    assert "1 trên 2 điều khoản (50,0%)" in shown
    assert "Cấp 1: chưa rõ số" in shown and "Cấp 3: 7.2.1" in shown


def test_control_page_explains_itself(site):
    shown = page(site, "controls/login_attempts_limited.html").article.text
    for part in [
        "Vì đoán mật khẩu",
        "không được quá «attempts»",
        "6 lần",
        "4 lần",
        "quá nhiều",
        "roles/ssh_server",
    ]:
        assert part in shown


def test_each_item_is_told_in_words(site):
    shown = page(site, "controls/access_ports_protected.html").article.text
    assert "mỗi mục mà mode phải là access: port_security.enabled phải là có (true)" in shown


def test_page_that_mkdocs_warns_of_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(site_module, "page_texts", lambda *_: {"index.md": "# A\n\n[x](missing.md)\n"})
    monkeypatch.setattr(site_module, "navigation", lambda *_: [{"A": "index.md"}])
    with pytest.raises(site_module.SiteError, match="missing.md"):
        write_site(example.example(), None, tmp_path)


def test_colours_keep_the_contrast_of_wcag_aa():
    style = (THEME / "truongluy.css").read_text(encoding="utf-8")
    light, dark = style.index(":root"), style.index("[data-md-color-scheme")
    for verdict in Verdict:
        assert contrast("#ffffff", colour(style, f"--tl-{verdict.value}", light)) >= 4.5
    assert contrast("#ffffff", colour(style, "--tl-part", light)) >= 4.5
    for name in ("--md-typeset-a-color", "--tl-quiet"):
        assert contrast(colour(style, name, light), "#ffffff") >= 4.5
        assert contrast(colour(style, name, light), colour(style, "--tl-head", light)) >= 4.5
        assert contrast(colour(style, name, dark), colour(style, "--tl-head", dark)) >= 4.5


def colour(style: str, name: str, start: int) -> str:
    return re.compile(rf"{name}: (#[0-9a-f]{{6}})").search(style, start)[1]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.1, 1.4.3."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
