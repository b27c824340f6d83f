"""The page and the terminal say the same of two regimes, with every doubt, and escape what devices said."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from checks import KINDS
from tests.policy.example import AT, LAB
from tests.reports import example
from tests.reports.html_page import Page
from truongluy import policy as policy_of
from truongluy.assess import assess
from truongluy.compare import Change, compare
from truongluy.evidence import Evidence
from truongluy.finding import Finding, SubjectKind
from truongluy.reports import comparison as shown
from truongluy.reports.joined import Joined
from truongluy.reports.pages.comparison import comparison_page
from truongluy.reports.site import navigation, page_texts, write_site
from truongluy.verdict import Text, Verdict

OLD, NEW = date(2025, 6, 30), date(2026, 11, 23)
DOUBT = "cần đối chiếu văn bản gốc"


@pytest.fixture(scope="module")
def policy():
    return policy_of.load()


@pytest.fixture(scope="module")
def found(policy):
    """The lab under both standards; nothing was collected, so that all is unknown on both days."""
    run = Evidence("lab", AT, {})
    devices = list(LAB.devices.values())
    before, after = (assess(LAB, policy, run, on, KINDS, devices) for on in (OLD, NEW))
    named = {"run": "20261123T000000Z", "sha256": "ab" * 32}
    return compare(replace(before, **named), replace(after, **named), policy)


@pytest.fixture(scope="module")
def page(tmp_path_factory, policy, found):
    joined = Joined(found.after, LAB, policy)
    file = tmp_path_factory.mktemp("page") / "comparison.html"
    file.write_text(f"<article>{comparison_page(joined, found)}</article>", encoding="utf-8")
    return Page(file)


def table(page, caption):
    (one,) = [t for t in page.root.all("table") if t.all("caption")[0].text.startswith(caption)]
    return one


def test_both_days_their_standards_and_the_evidence_are_named(page):
    text = page.root.text
    for part in (
        "30/06/2025",
        "23/11/2026",
        "TCVN 11930:2017",
        "TCVN 14423:2026",
        "20261123T000000Z",
        "ab" * 32,
    ):
        assert part in text, part


def test_counts_are_those_of_both_days(page, found):
    rows = table(page, "Kết quả của cùng một chứng cứ").all("tbody")[0].all("tr")
    assert len(rows) == 2
    for row, side in zip(rows, (found.before, found.after), strict=True):
        cells = [cell.text for cell in row.all("td")]
        assert cells == [str(side.counts[one]) for one in Verdict] + [str(len(side.findings))]


def test_every_change_is_told_with_its_reason(page, found):
    text = table(page, "Điều khác nhau và lý do").text
    assert found.counts[Change.ONLY_NOW] > 0 and found.counts[Change.ONLY_BEFORE] > 0
    for row in found.changed:
        assert row.why.text.vi in text and row.subject in text


def test_every_requirement_of_both_days_is_in_the_table(page, found, policy):
    text = table(page, "Mọi yêu cầu của hai ngày").text
    for row in found.rows:
        assert policy.controls[row.control].title.vi in text
        for side in (row.before, row.after):
            for clause in side.clauses if side else ():
                assert f"{clause.id} ({shown.number_at(clause, row.level)})" in text


def test_no_unverified_clause_stands_without_its_mark(page, policy):
    verified = {clause.id for clause in policy.clauses.values() if clause.verified}
    named = 0
    for caption in ("Điều khác nhau và lý do", "Mọi yêu cầu của hai ngày", "Không có tương ứng"):
        for paragraph in table(page, caption).all("p"):
            words = paragraph.text.split()
            clauses = [word for word in words if word.split(":")[0] in policy_ids(policy)]
            if clauses and not {word.split(":")[0] for word in clauses} <= verified:
                assert DOUBT in paragraph.text, paragraph.text
                named += 1
    assert named > 50


def policy_ids(policy):
    return {clause.id for clause in policy.clauses.values()}


def test_every_group_of_the_former_standard_has_its_line_and_its_doubt(page, policy):
    rows = table(page, "Từng nhóm yêu cầu").all("tbody")[0].all("tr")
    assert len(rows) == len(policy.documents["tcvn-11930"].raw["groups"]) == 44
    assert all(DOUBT in row.text for row in rows)
    (maldoc,) = [row for row in rows if row.all("th")[0].text.startswith("SRV-MAL ")]
    assert "5.10.2.1, 5.10.2.4" in maldoc.text and "T26-MAL-04" in maldoc.text


def test_links_lead_only_to_documents_of_the_second_day(page):
    targets = [target for target in page.targets if target.startswith("documents/")]
    assert targets and all(target.startswith("documents/") for target in targets)
    assert not [target for target in targets if "tcvn-11930" in target]


def test_borrowed_numbers_are_confessed(page, found, policy):
    borrowed = {row.control for row in found.rows if row.borrowed}
    assert "passwords_long_enough" in borrowed and "local_logs_kept_long_enough" not in borrowed
    text = table(page, "Số mượn").text
    for name in borrowed:
        assert policy.controls[name].title.vi in text


def test_terminal_fits_eighty_columns_and_carries_the_doubt(found, policy):
    out = io.StringIO()
    shown.print_comparison(Console(file=out, width=80, force_terminal=False), found, policy)
    lines = out.getvalue().splitlines()
    assert max(len(one) for one in lines[1:]) <= 80
    text = " ".join(out.getvalue().split())
    assert DOUBT in text and "20261123T000000Z" in text
    for change, amount in found.counts.items():
        if amount:
            assert f"{amount} {shown.CHANGES[change].vi}" in text


def test_a_record_whose_period_changed_shows_both_periods(found, policy):
    old, new = (
        Finding(
            "so-gddt",
            "vulnerability_scan",
            Verdict.PASS,
            Text("có", "there"),
            {"record": "vulnerability_scan", "period": period},
            subject_kind=SubjectKind.UNIT,
        )
        for period in (None, "P6M")
    )
    changed = compare(replace(found.before, findings=(old,)), replace(found.after, findings=(new,)), policy)
    assert [row.change for row in changed.rows] == [Change.VALUE]
    out = io.StringIO()
    shown.print_comparison(Console(file=out, width=80), changed, policy)
    joined = Joined(changed.after, LAB, policy)
    for text in (" ".join(out.getvalue().split()), comparison_page(joined, changed)):
        assert "6 tháng" in text and "không nêu thời hạn" in text


def test_a_long_list_is_cut_on_the_terminal_and_says_so(found, policy):
    many = tuple(
        Finding(f"pc-{n:02}", name, Verdict.PASS, Text("có", "there"))
        for n, name in enumerate(list(policy.controls)[:40])
    )
    long = compare(replace(found.before, findings=()), replace(found.after, findings=many), policy)
    assert len(long.changed) == 40
    out = io.StringIO()
    shown.print_comparison(Console(file=out, width=80), long, policy)
    assert "còn 15 nhóm nữa" in out.getvalue()
    assert "pc-24" in out.getvalue() and "pc-25" not in out.getvalue()


def test_json_holds_every_row_and_every_mark(found, policy):
    told = shown.as_json(found)
    assert len(told["rows"]) == len(found.rows)
    for row in told["rows"]:
        for side in ("before", "after"):
            for clause in (row[side] or {"clauses": []})["clauses"]:
                assert clause["verified"] is policy.clauses[clause["id"]].verified
    assert told["succession"]["verified"] is False
    assert len(told["succession"]["groups"]) == 44


def test_the_page_is_there_only_when_an_earlier_day_is_compared():
    joined = example.example()
    earlier = replace(joined.assessment, as_of=date(2025, 6, 30), documents=("tcvn-old",))
    assert "comparison.md" not in page_texts(joined)
    assert "comparison.md" in page_texts(joined, None, earlier)
    menu = navigation(joined, [], earlier)
    assert {"So sánh": "comparison.md"} in menu and {"So sánh": "comparison.md"} not in navigation(joined, [])


def test_device_text_stays_text_in_a_built_site(tmp_path):
    joined = example.example()
    loud = tuple(
        replace(one, expected={example.HOSTILE: {"equals": example.HOSTILE}})
        for one in joined.assessment.findings
    )
    earlier = replace(joined.assessment, as_of=date(2025, 6, 30), documents=("tcvn-old",), findings=loud)
    site = write_site(joined, None, tmp_path, earlier).parent
    page = Page(site / "comparison.html")
    assert not page.article.all("script", "img", "iframe")
    assert "<script>alert(1)</script>" in page.article.text
    assert page.headings[0] == 1 and len(page.ids) == len(set(page.ids))
