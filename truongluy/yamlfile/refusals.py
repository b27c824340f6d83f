"""The words of every refusal of the YAML loader; none of them repeats a value."""

from __future__ import annotations

import pathlib
import re

import yaml

from truongluy.verdict import Problem, Text

HIDDEN = "`...`"
_QUOTED = re.compile(r"'[^']{3,}'|\"[^\"]{3,}\"")


def shown_key(key: object) -> str:
    """A key as a message may show it: as it is when short and plain, else dots."""
    return f"`{key}`" if re.fullmatch(r"[\w.-]{1,40}", str(key)) else HIDDEN


def unreadable(file: pathlib.Path, error: OSError) -> Problem:
    reason = type(error).__name__
    return Problem(
        file,
        0,
        Text("không đọc được tệp", "the file cannot be read"),
        Text(f"hệ điều hành từ chối ({reason})", f"the operating system refused ({reason})"),
        Text("kiểm tra đường dẫn và quyền đọc", "check the path and the permission to read it"),
    )


def too_large(file: pathlib.Path, limit: int) -> Problem:
    return Problem(
        file,
        0,
        Text("tệp quá lớn", "the file is too large"),
        Text(f"giới hạn là {limit} byte", f"the limit is {limit} bytes"),
        Text("chia thành nhiều tệp", "split it into several files"),
    )


def not_utf8(file: pathlib.Path, line: int) -> Problem:
    return Problem(
        file,
        line,
        Text("tệp không phải UTF-8", "the file is not UTF-8"),
        Text("tiếng Việt chỉ đọc đúng khi lưu bằng UTF-8", "Vietnamese is read correctly only from UTF-8"),
        Text("lưu lại tệp với bảng mã UTF-8", "save the file again as UTF-8"),
    )


def empty(file: pathlib.Path) -> Problem:
    return Problem(
        file,
        0,
        Text("tệp rỗng", "the file is empty"),
        Text("không có dữ liệu nào để đọc", "there is nothing to read"),
        Text("điền nội dung hoặc xóa tệp", "fill it or delete it"),
    )


def syntax(file: pathlib.Path, text: str, error: yaml.YAMLError) -> Problem:
    """A YAML error by its line; the parser's words are kept without whatever they quote from the file."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    position = getattr(error, "position", None)
    line = mark.line + 1 if mark is not None else text[: position or 0].count("\n") + 1
    lines = text.split("\n")
    if line <= len(lines) and re.match(r"\s*\t", lines[line - 1]):
        return _tab(file, line)
    words = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    return Problem(
        file,
        line,
        Text("sai cú pháp YAML", "this is not valid YAML"),
        Text("trình đọc không hiểu dòng này", _QUOTED.sub("(...)", str(words))),
        Text(
            "kiểm tra thụt lề, dấu hai chấm và dấu nháy ở dòng này và dòng trên",
            "check indentation, colons and quotes on this line and the one above",
        ),
    )


def _tab(file: pathlib.Path, line: int) -> Problem:
    return Problem(
        file,
        line,
        Text("dòng thụt lề bằng phím Tab", "the line is indented with a tab"),
        Text("YAML chỉ cho phép dấu cách", "YAML allows only spaces"),
        Text("thay Tab bằng hai dấu cách", "replace the tab by two spaces"),
    )


def many_documents(file: pathlib.Path, line: int) -> Problem:
    return Problem(
        file,
        line,
        Text("tệp chứa nhiều tài liệu YAML", "the file holds more than one YAML document"),
        Text("mỗi tệp chỉ mô tả một thứ", "one file describes one thing"),
        Text("tách phần sau dấu `---` ra tệp riêng", "move what follows `---` to its own file"),
    )


def alias(file: pathlib.Path, line: int) -> Problem:
    return Problem(
        file,
        line,
        Text("tệp dùng neo hoặc bí danh (`&`, `*`)", "the file uses an anchor or alias (`&`, `*`)"),
        Text(
            "bí danh lồng nhau làm tệp nhỏ nở ra vô hạn",
            "nested aliases let a small file grow without bound",
        ),
        Text(
            "viết rõ giá trị, hoặc đặt giá trị bắt đầu bằng `&`, `*` trong dấu nháy",
            "write the value out, or quote a value that begins with `&` or `*`",
        ),
    )


def tag(file: pathlib.Path, line: int) -> Problem:
    return Problem(
        file,
        line,
        Text("tệp dùng nhãn kiểu (`!`)", "the file uses a type tag (`!`)"),
        Text("nhãn có thể tạo đối tượng hoặc chạy mã", "a tag can build objects or run code"),
        Text(
            "bỏ nhãn, hoặc đặt giá trị bắt đầu bằng `!` trong dấu nháy",
            "remove the tag, or quote a value that begins with `!`",
        ),
    )


def too_deep(file: pathlib.Path, line: int, limit: int) -> Problem:
    return Problem(
        file,
        line,
        Text("dữ liệu lồng quá sâu", "the data is nested too deeply"),
        Text(f"giới hạn là {limit} tầng", f"the limit is {limit} levels"),
        Text("kiểm tra các dấu ngoặc và thụt lề", "check brackets and indentation"),
    )


def too_many(file: pathlib.Path, line: int, limit: int) -> Problem:
    return Problem(
        file,
        line,
        Text("tệp có quá nhiều giá trị", "the file holds too many values"),
        Text(f"giới hạn là {limit}", f"the limit is {limit}"),
        Text("chia thành nhiều tệp", "split it into several files"),
    )


def duplicate_key(file: pathlib.Path, line: int, key: object, first: int) -> Problem:
    return Problem(
        file,
        line,
        Text(f"khóa {shown_key(key)} lặp lại", f"the key {shown_key(key)} is repeated"),
        Text(
            f"đã có ở dòng {first}; YAML sẽ lặng lẽ bỏ một giá trị",
            f"it stands on line {first} already; YAML would silently drop one value",
        ),
        Text("giữ lại một khóa", "keep one of them"),
    )


def merge(file: pathlib.Path, line: int) -> Problem:
    return Problem(
        file,
        line,
        Text("tệp dùng phép gộp `<<`", "the file uses the merge key `<<`"),
        Text("giá trị gộp không còn dòng của riêng nó", "a merged value has no line of its own"),
        Text("viết rõ các khóa", "write the keys out"),
    )


def bad_key(file: pathlib.Path, line: int) -> Problem:
    return Problem(
        file,
        line,
        Text("khóa không phải là chữ hay số nguyên", "a key is neither text nor a whole number"),
        Text(
            "YAML 1.1 đọc on, off, yes, no, null và ngày tháng thành kiểu khác",
            "YAML 1.1 reads on, off, yes, no, null and dates as other kinds",
        ),
        Text("đặt khóa trong dấu nháy", "put the key in quotes"),
    )


def bad_scalar(file: pathlib.Path, line: int) -> Problem:
    return Problem(
        file,
        line,
        Text("giá trị không đọc được", "the value cannot be read"),
        Text(
            "YAML hiểu nó là số hoặc ký hiệu đặc biệt nhưng không hợp lệ",
            "YAML takes it for a number or a special sign, and it is not a valid one",
        ),
        Text("nếu là chữ, đặt trong dấu nháy", "if it is text, put it in quotes"),
    )


def bad_date(file: pathlib.Path, line: int) -> Problem:
    return Problem(
        file,
        line,
        Text("ngày không có trong lịch", "the date is not in the calendar"),
        Text("YAML hiểu đây là ngày tháng", "YAML reads this as a date"),
        Text("viết năm-tháng-ngày, ví dụ 2028-06-30", "write year-month-day, for example 2028-06-30"),
    )
