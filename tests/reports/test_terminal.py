"""Tables of the terminal: 80 columns, no colour needed, no escape sequence of a device let through."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.reports import example
from truongluy.reports import terminal
from truongluy.verdict import Verdict


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=80, no_color=True, force_terminal=False)


def output(console: Console) -> str:
    text = console.file.getvalue()
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text and "\u202e" not in text
    return text


def test_fails_come_first_then_unknowns_and_the_rest_only_on_request(console):
    terminal.print_findings(console, example.example())
    table = output(console)
    assert table.index("Không đạt") < table.index("Không xác định")
    assert "access_ports_protected" not in table
    assert "Chưa được công bố" in table


def test_all_shows_every_finding(console):
    terminal.print_findings(console, example.example(), show_all=True)
    table = output(console)
    for verdict in Verdict:
        assert verdict.vietnamese.split()[0] in table


def test_long_list_is_cut_and_says_so(console):
    terminal.print_findings(console, example.example(), limit=1)
    assert "còn 2 mục nữa" in output(console)


def test_device_that_could_not_be_reached_is_one_row_at_the_top(console):
    unknown = [
        example.found("sw-so-01", f"control_{n}", Verdict.ERROR, "hết thời gian chờ") for n in range(66)
    ]
    terminal.print_findings(console, example.example((*example.all_verdicts(), *unknown)))
    table = output(console)
    assert table.count("hết thời gian chờ") == 2  # in both languages
    assert table.index("66 kiểm soát") < table.index("✗ Không đạt")


def test_hostile_banner_is_only_text(console):
    terminal.print_findings(console, example.example())
    table = output(console).replace("\n", "").replace(" ", "")
    assert "[U+001B][31mred" in table


def test_markup_of_the_terminal_library_is_not_obeyed(console):
    findings = (example.found("portal-01", "banner_shown", Verdict.FAIL, "[bold red]x[/nonsense]"),)
    terminal.print_findings(console, example.example(findings))
    assert "[bold red]x[/nonsense]" in output(console)


def test_compliant_assessment_says_so(console):
    findings = (example.found("portal-01", "banner_shown", Verdict.PASS),)
    terminal.print_findings(console, example.example(findings))
    assert "✓ Đạt mọi kiểm soát máy đã đánh giá" in output(console)


def test_empty_assessment_claims_nothing(console):
    terminal.print_findings(console, example.example(()))
    assert "Chưa được công bố" in output(console)


def test_seconds_stand_beside_those_of_the_login_and_missing_ones_are_not_zero(console):
    terminal.print_seconds(console, example.assessment())
    lines = {line.split()[0]: line for line in output(console).splitlines() if line.strip()}
    assert "0,42 giây" in lines["portal-01"] and "1,90 giây" in lines["portal-01"]
    assert lines["sw-so-01"].count("–") == 2


def test_demo_tells_before_and_after_steps_and_where_to_look(console):
    after = example.example((example.found("portal-01", "banner_shown", Verdict.PASS),))
    where = {"Báo cáo / report": "build/site/index.html"}
    terminal.print_demo(console, example.example(), after, {"lab": 30.0, "cấu hình / provision": 90.0}, where)
    text = output(console)
    assert "Máy chủ" in text and "Thiết bị chuyển mạch" in text
    fail = next(line for line in text.splitlines() if "✗ Không đạt" in line)
    assert fail.split()[-2:] == ["2", "0"]
    assert "2 phút 00 giây" in text and "build/site/index.html" in text
