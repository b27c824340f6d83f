"""Our reader says what openpyxl says, and what openpyxl does not: formula and result, hidden, merged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as NewWorkbook
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.budget.excel import workbooks
from truongluy.budget.excel.read import Layout, Workbook

TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(str.strip)
VALUE = (
    st.none()
    | st.integers(-(10**14), 10**14)
    | TEXT
    | st.booleans()
    | st.dates(date(1910, 1, 1), date(2100, 1, 1))
)


def _ours(file: Path) -> dict[str, tuple[str, str]]:
    book = Workbook(file)
    rows = book.rows(book.sheets[0], Layout())
    return {
        f"{cell.column}{row.number}": (cell.kind, cell.text) for row in rows for cell in row.cells.values()
    }


def _theirs(file: Path) -> dict[str, tuple[str, str]]:
    found = {}
    for row in load_workbook(file).worksheets[0].iter_rows():
        for cell in row:
            value = cell.value
            if isinstance(value, bool):
                found[cell.coordinate] = ("flag", str(int(value)))
            elif isinstance(value, date):
                found[cell.coordinate] = ("date", value.date().isoformat())
            elif isinstance(value, str):
                found[cell.coordinate] = ("text", value)
            elif value is not None:
                found[cell.coordinate] = ("number", str(value))
    return found


@settings(max_examples=60)
@given(st.lists(st.lists(VALUE, min_size=1, max_size=4), min_size=1, max_size=6), st.booleans())
def test_a_workbook_says_what_openpyxl_says(tmp_path_factory, rows, mac):
    file = tmp_path_factory.mktemp("read") / "a.xlsx"
    book = NewWorkbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            workbooks.put(book.active, book.active.cell(number, column).coordinate, value)
    book.save(file)
    assert _ours(file) == _theirs(file)


def test_formulas_come_with_their_saved_results(tmp_path):
    file = workbooks.plain(tmp_path / "a.xlsx", [["=1+1", "=1+1", '=""', 5]])

    def change(name, content):
        if not name.endswith("sheet1.xml"):
            return content
        first, second, third, rest = (
            content.split(b"<v></v>") if b"<v></v>" in content else content.split(b"<v />")
        )
        return (
            first
            + b"<v></v>"
            + second
            + b"<v>2</v>"
            + third.replace(b'r="C1"', b'r="C1" t="str"')
            + b"<v></v>"
            + rest
        )

    book = Workbook(workbooks.rezipped(file, change))
    (row,) = book.rows(book.sheets[0], Layout())
    told = {letter: (cell.kind, cell.text, cell.formula) for letter, cell in row.cells.items()}
    assert told == {"A": ("unknown", "", "1+1"), "B": ("number", "2", "1+1"), "D": ("number", "5", None)}


def test_hidden_and_merged_are_known(tmp_path):
    book = NewWorkbook()
    sheet = book.active
    sheet.append(["một", "hai", "ba"])
    sheet.append([None, None, "bốn"])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("A1:A4")
    book.create_sheet("kín").sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    layout = Layout()
    read = Workbook(tmp_path / "a.xlsx")
    rows = list(read.rows(read.sheets[0], layout))
    assert [(row.number, row.hidden) for row in rows] == [(1, False), (2, True)]
    assert layout.hidden_columns == {"B"} and layout.merged == [(1, 1, 1, 4)]
    assert [(one.name, one.hidden) for one in read.sheets] == [("Sheet", False), ("kín", True)]


def test_shared_and_rich_texts_are_whole_and_phonetic_hints_left_out(tmp_path):
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>T\xc6\xb0\xe1\xbb\x9dng </t></r>'
        b"<r><t>l_x0041_a</t></r><rPh sb='0' eb='1'><t>hint</t></rPh></si></sst>"
    )
    link = (
        b'<Relationship Type="http://x/sharedStrings" Target="sharedStrings.xml" Id="rId77"/></Relationships>'
    )

    def change(name, content):
        if name.endswith("sheet1.xml"):
            return content.replace(b' t="inlineStr"><is><t>a</t></is>', b' t="s"><v>0</v>')
        return content.replace(b"</Relationships>", link) if name == "xl/_rels/workbook.xml.rels" else content

    file = workbooks.plain(tmp_path / "a.xlsx", [["a"]])
    assert _ours(workbooks.rezipped(file, change, {"xl/sharedStrings.xml": strings})) == {
        "A1": ("text", "Tường lAa")
    }
