"""Why a file is no workbook that we read, by name, with what to do instead."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from truongluy.verdict import InputError, Problem, Text

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SAVE_AS = Text(
    "mở bằng Excel hoặc LibreOffice Calc, chọn Lưu thành (Save As), kiểu Excel Workbook (.xlsx)",
    "open it in Excel or LibreOffice Calc, choose Save As, type Excel Workbook (.xlsx)",
)
_WHY = Text("chỉ đọc sổ tính .xlsx không macro", "only .xlsx workbooks without macros are read")


def printable(said: str, most: int = 60) -> str:
    """What a workbook says, as far as a terminal may be shown it: nothing that moves the cursor or turns letters round."""
    return "".join(letter if letter.isprintable() else "?" for letter in said[:most])


def refuse_other_kinds(file: Path, content: bytes) -> None:
    """Raise InputError for content that is no zip: an old or encrypted workbook, a table as text, anything else."""
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise InputError(
            [
                encrypted(file)
                if locked
                else _other(file, "tệp Excel kiểu cũ (.xls)", "an old Excel file (.xls)")
            ]
        )
    if not content:
        raise InputError([_other(file, "tệp trống", "the file is empty")])
    if not content.startswith(b"PK"):
        if file.suffix.lower() in (".csv", ".tsv", ".txt"):
            raise InputError(
                [
                    _other(
                        file,
                        "bảng dạng chữ (.csv), không phải sổ tính",
                        "a table as text (.csv), no workbook",
                    )
                ]
            )
        raise InputError([_other(file, "tệp không phải sổ tính .xlsx", "the file is no .xlsx workbook")])


def refuse_other_workbooks(file: Path, names: Iterable[str]) -> None:
    """Raise InputError for a zip that is another kind of workbook, or one with programs inside."""
    parts = {name.lower() for name in names}
    if "mimetype" in parts or "content.xml" in parts:
        raise InputError([_other(file, "sổ tính OpenDocument (.ods)", "an OpenDocument workbook (.ods)")])
    if any(part.endswith("vbaproject.bin") or part.startswith("xl/macrosheets/") for part in parts):
        raise InputError([macros(file)])
    if file.suffix.lower() in (".xlsm", ".xltm", ".xlam"):
        raise InputError([macros(file)])
    if "xl/workbook.bin" in parts:
        raise InputError([_other(file, "sổ tính nhị phân (.xlsb)", "a binary workbook (.xlsb)")])
    if not any(part.startswith("xl/") for part in parts):
        raise InputError(
            [_other(file, "tệp nén, không phải sổ tính Excel", "an archive, but no Excel workbook")]
        )


def macros(file: Path) -> Problem:
    """A workbook with programs in it."""
    return Problem(
        file, 0,
        Text("sổ tính có macro", "the workbook has macros"),
        Text("macro là chương trình; số liệu dự toán không cần chương trình", "macros are programs; a budget needs none"),
        _SAVE_AS,
    )  # fmt: skip


def encrypted(file: Path) -> Problem:
    """A workbook that opens with a password."""
    return Problem(
        file, 0,
        Text("sổ tính có mật khẩu mở tệp", "the workbook is encrypted with a password"),
        Text("không đọc được và không hỏi mật khẩu", "it can't be read, and no password is asked for"),
        Text("bỏ mật khẩu mở tệp trong Excel (Tệp, Thông tin, Bảo vệ sổ làm việc), lưu lại",
             "remove the password in Excel (File, Info, Protect Workbook), and save it again"),
    )  # fmt: skip


def absent(file: Path) -> Problem:
    """A file that is not there, or no file."""
    return Problem(
        file, 0, Text("không có tệp này", "there is no such file"),
        Text("cần một sổ tính .xlsx", "a workbook .xlsx is needed"),
        Text("kiểm tra đường dẫn", "check the path"),
    )  # fmt: skip


def unreadable(file: Path, error: OSError) -> Problem:
    """A file that the system doesn't let us read."""
    said = error.strerror or "?"
    return Problem(file, 0, Text("không đọc được tệp", "the file can't be read"), Text(said, said),
                   Text("kiểm tra quyền đọc", "check the permission to read"))  # fmt: skip


def too_large(file: Path, most: int) -> Problem:
    """A workbook beyond every budget's size."""
    size = f"{most // 1_000_000} MB"
    return Problem(
        file, 0, Text("sổ tính quá lớn", "the workbook is too large"),
        Text(f"tối đa {size}", f"at most {size}"),
        Text("chép riêng tờ dự toán sang tệp mới", "copy the sheet of the budget into a new file"),
    )  # fmt: skip


def bomb(file: Path, part: str) -> Problem:
    """A part that would grow beyond measure."""
    return Problem(
        file, 0,
        Text(f"phần `{printable(part)}` nở ra quá lớn (bom nén)", f"the part `{printable(part)}` grows too large (a zip bomb)"),
        Text("Excel không lưu tệp như vậy", "Excel saves no such file"),
        Text("không dùng tệp này; xin lại từ nơi gửi", "don't use it; ask the sender for another"),
    )  # fmt: skip


def doctype(file: Path, part: str) -> Problem:
    """A part that declares a document type."""
    return Problem(
        file, 0,
        Text(f"phần `{printable(part)}` có khai báo DOCTYPE", f"the part `{printable(part)}` declares a DOCTYPE"),
        Text("Excel không viết DOCTYPE; nó dùng để đọc tệp khác hoặc làm đầy bộ nhớ",
             "Excel writes none; it serves to read other files or to fill memory"),
        Text("không dùng tệp này; xin lại từ nơi gửi", "don't use it; ask the sender for another"),
    )  # fmt: skip


def damaged(file: Path, part: str = "") -> Problem:
    """A workbook that can't be read to its end."""
    where = f" (`{printable(part)}`)" if part else ""
    return Problem(
        file, 0, Text(f"sổ tính hỏng{where}", f"the workbook is damaged{where}"),
        Text("không đọc được trọn vẹn thì không đọc", "what can't be read whole is not read"),
        _SAVE_AS,
    )  # fmt: skip


def _other(file: Path, vi: str, en: str) -> Problem:
    return Problem(file, 0, Text(vi, en), _WHY, _SAVE_AS)
