"""What is no plain workbook is refused by name, in bounded memory; the budget on disk stays as it was."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.budget.excel import workbooks
from truongluy.budget.excel.read import Layout, Workbook
from truongluy.verdict import InputError

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
MEMORY = 300_000_000
ROOT = Path(__file__).resolve().parents[3]


def _zip(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "tệp trống"),
        ("a.csv", "Nội dung,Thành tiền\n".encode(), ".csv"),
        ("a.xlsx", b"%PDF-1.7", "không phải sổ tính"),
        ("a.xls", OLE + b"\0" * 600, ".xls"),
        ("a.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ("a.ods", _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}), ".ods"),
        ("a.xlsb", _zip({"xl/workbook.bin": b"x"}), ".xlsb"),
        ("a.xlsx", _zip({"word/document.xml": b"<a/>"}), "không phải sổ tính Excel"),
        ("a.xlsm", _zip({"xl/workbook.xml": b"<a/>"}), "macro"),
        ("a.xlsx", _zip({"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"x"}), "macro"),
        ("a.xlsx", _zip({"xl/workbook.xml": b"<a/>", "xl/macrosheets/sheet1.xml": b"x"}), "macro"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "hỏng"),
        ("a.xlsx", _zip({"xl/workbook.xml": b"<a/>"}), "hỏng"),
        ("a.xlsx", _zip({"xl/workbook.xml": b"<a/>", "xl/media/a.png": b"\0" * 30_000_000}), "bom nén"),
        ("a.xlsx", _zip({f"xl/{n}.xml": b"" for n in range(2_100)}), "quá lớn"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_refused_by_name(tmp_path, name, content, said):
    file = tmp_path / name
    file.write_bytes(content)
    (problem,) = workbooks.refused(lambda: Workbook(file))
    assert said in problem and "Cách sửa" in problem


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.xlsx")
    for name in ("none.xlsx", "pipe.xlsx", "."):
        assert "không có tệp này" in workbooks.refused(lambda name=name: Workbook(tmp_path / name))[0]


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "_rels/.rels"]
)
def test_a_document_type_is_refused_wherever_it_stands(tmp_path, part):
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    head = b"<?xml version='1.0'?>\n"

    def change(name, content):
        return head + laughs + content.split(b"?>", 1)[-1] if name == part else content

    file = workbooks.rezipped(workbooks.plain(tmp_path / "a.xlsx", [["a"]]), change)

    def read():
        book = Workbook(file)
        list(book.rows(book.sheets[0], Layout()))

    assert "DOCTYPE" in workbooks.refused(read)[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<row r=", b"<row r='1'/><row r="),
        (b'<c r="A1"', b'<c r="A9"'),
        (b'<c r="A1"', b'<c r="A1"><v>1</v></c><c r="A1"'),
        (b' t="inlineStr"><is><t>hai</t></is>', b' t="s"><v>99</v>'),
        (b' t="inlineStr"><is><t>hai</t></is>', b' t="s"><v>-1</v>'),
        (b' t="inlineStr"', b' s="99" t="inlineStr"'),
        (b"<sheetData>", b"<sheetData>" + b"<a>" * 100 + b"</a>" * 100),
        (b"</sheetData>", b""),
        (b"</worksheet>", b"<mergeCells><mergeCell ref='A:B'/></mergeCells></worksheet>"),
        (b"</worksheet>", b"<mergeCells><mergeCell ref=''/></mergeCells></worksheet>"),
        (b"<sheetData>", b"<cols><col hidden='1' min='x' max='2'/></cols><sheetData>"),
    ],
)
def test_a_sheet_that_makes_no_sense_is_damaged(tmp_path, before, after):
    def change(name, content):
        if not name.endswith("sheet1.xml"):
            return content
        assert before in content
        return content.replace(before, after, 1)

    file = workbooks.rezipped(workbooks.plain(tmp_path / "a.xlsx", [["một"], ["hai"]]), change)

    def read():
        book = Workbook(file)
        list(book.rows(book.sheets[0], Layout()))

    assert "hỏng" in workbooks.refused(read)[0]


def test_one_token_without_end_is_damage(tmp_path):
    noise = b"<!-- " + os.urandom(1_500_000).hex().encode() + b" --><sheetData>"
    file = workbooks.rezipped(
        workbooks.plain(tmp_path / "a.xlsx", [["một"]]),
        lambda name, content: content.replace(b"<sheetData>", noise),
    )
    book = Workbook(file)
    assert "hỏng" in workbooks.refused(lambda: list(book.rows(book.sheets[0], Layout())))[0]


def test_what_lies_outside_is_never_followed(tmp_path):
    file = workbooks.plain(tmp_path / "a.xlsx", [["một"]])

    def change(name, content):
        if name == "xl/_rels/workbook.xml.rels":
            return content.replace(
                b'Target="/xl/worksheets/sheet1.xml"', b'Target="http://192.0.2.1/x" TargetMode="External"'
            )
        return content

    assert "hỏng" in workbooks.refused(lambda: Workbook(workbooks.rezipped(file, change)))[0]


@settings(max_examples=60)
@given(st.data())
def test_a_workbook_with_broken_bytes_is_read_or_refused(tmp_path_factory, data):
    content = bytearray(workbooks.empty_form())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(4, len(content) - 1)) :]
    file = tmp_path_factory.mktemp("broken") / "a.xlsx"
    file.write_bytes(bytes(content))
    try:
        book = Workbook(file)
        for sheet in book.sheets:
            list(book.rows(sheet, Layout()))
    except InputError:
        pass


def _read_apart(file):
    """Read a workbook in a process with little memory; its last words."""
    code = (
        "import sys; from pathlib import Path; from truongluy.budget.excel.read import Workbook, Layout\n"
        "from truongluy.verdict import InputError\n"
        "try:\n"
        " book = Workbook(Path(sys.argv[1])); print(sum(1 for s in book.sheets for _ in book.rows(s, Layout())))\n"
        "except InputError as error: print(error)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(file)], cwd=ROOT, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


def _sheet(file, rows):
    """A workbook whose one sheet has these rows."""
    workbooks.plain(file, [["một"]])

    def change(name, content):
        if not name.endswith("sheet1.xml"):
            return content
        last = content.replace(b'<row r="1"', b'<row r="1048576"').replace(b'r="A1"', b'r="A1048576"')
        return last.replace(b"<sheetData>", b"<sheetData>" + rows, 1)

    return workbooks.rezipped(file, change)


def test_what_a_workbook_says_cannot_steer_a_terminal(tmp_path):
    name = "Tờ\u202e\u009b2J"
    sheet = workbooks.plain(tmp_path / "a.xlsx", [["a"]], "Tên")
    file = workbooks.rezipped(sheet, lambda part, content: content.replace("Tên".encode(), name.encode()))
    (problem,) = workbooks.refused(lambda: workbooks.prepared(file, tmp_path))
    assert "Tờ??2J" in problem and problem.replace("\n", "").isprintable()
    line = {**workbooks.LINE, "category": "a_x001B_[2J", "kind": "\u202ea"}
    for problem in workbooks.refused(lambda: workbooks.prepared(workbooks.filled(file, [line]), tmp_path)):
        assert problem.replace("\n", "").isprintable(), problem


@pytest.mark.slow
def test_a_million_empty_rows_hide_nothing_and_need_little_memory(tmp_path):
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(1, 1_000_001))
    assert _read_apart(_sheet(tmp_path / "a.xlsx", rows)).strip() == "1", "the line below them is found"


@pytest.mark.slow
def test_a_zip_bomb_is_refused_before_it_grows(tmp_path):
    file = tmp_path / "a.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/workbook.xml", b"<a/>")
        with target.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1_000_000)
    assert "bom nén" in _read_apart(file)


def test_one_endless_row_needs_little_memory(tmp_path):
    cells = b"".join(b'<c r="A1"><v>%d</v></c>' % n for n in range(1, 200_000))
    assert "hỏng" in _read_apart(_sheet(tmp_path / "a.xlsx", b'<row r="1">' + cells + b"</row>"))
