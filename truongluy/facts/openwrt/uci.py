"""OpenWrt's configuration files (UCI): read strictly, and written as OpenWrt itself writes them.

A file that OpenWrt would refuse is refused here too, with its line. A value that goes on over several lines is
refused as well: OpenWrt would take it, but it is what a forgotten quote looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from truongluy.verdict import Problem, Text

_NAME = re.compile(r"[A-Za-z0-9_]+")
# A line is words and blanks; a word is quoted and unquoted pieces without a blank between them.
_PIECE = re.compile(
    r"(?P<blank>[ \t]+)"
    r"|'(?P<single>[^']*)'"
    r'|"(?P<double>(?:[^"\\]|\\.)*)"'
    r"|\\(?P<escaped>.)"
    r"""|(?P<plain>[^\s'"\\]+)"""
)


class UciError(ValueError):
    """A file OpenWrt would refuse: `file` and `line` say where, `text` why."""

    def __init__(self, file: str, line: int, text: Text) -> None:
        self.file, self.line, self.text = file, line, text
        super().__init__(f"{file}:{line}: {text.en}")

    def problem(self) -> Problem:
        """The same for people who look after the file."""
        return Problem(
            self.file, self.line, self.text,
            Text("OpenWrt không đọc được tệp này và bỏ cả tệp", "OpenWrt can't read this file and drops all of it"),
            Text("sửa dòng này; mỗi giá trị đóng nháy trên cùng một dòng",
                 "mend this line; each value closes its quote on the same line"),
        )  # fmt: skip


@dataclass
class Section:
    """One `config` section; an option is one text, a list several. `name` is None for a section without one."""

    type: str
    name: str | None
    line: int = field(default=0, compare=False)
    options: dict[str, str | list[str]] = field(default_factory=dict)

    def get(self, option: str, default: str = "") -> str:
        """An option's text; of a list, its items with spaces between them."""
        value = self.options.get(option, default)
        return value if isinstance(value, str) else " ".join(value)

    def items(self, option: str) -> list[str]:
        """A list's items; an option's text in their place is split at spaces, as OpenWrt does."""
        value = self.options.get(option, [])
        return value.split() if isinstance(value, str) else list(value)

    def on(self, option: str, default: bool = False) -> bool:
        """An option read as OpenWrt's scripts read a switch."""
        value = self.get(option).strip().lower()
        if value in ("1", "on", "true", "yes", "enabled"):
            return True
        return False if value in ("0", "off", "false", "no", "disabled") else default


def parse(text: str, file: str = "") -> list[Section]:
    """The sections of a file in their order; raises UciError. Sections of one name are one, as in OpenWrt."""
    found: list[Section] = []
    named: dict[str, Section] = {}
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        words = _words(line, file, number)
        if not words or words[0] == "package":
            continue
        if words[0] == "config":
            found += _section(words, file, number, named)
            current = named[words[2]] if len(words) == 3 and words[2] else found[-1]
        elif words[0] in ("option", "list"):
            if not found:
                raise UciError(
                    file, number, Text("đứng trước mục config đầu tiên", "comes before the first section")
                )
            _option(current, words, file, number)
        else:
            raise UciError(
                file, number, Text(f"từ '{words[0][:20]}' không phải config, option hay list",
                                   f"'{words[0][:20]}' is none of config, option, list"))  # fmt: skip
    return found


def _section(words: list[str], file: str, number: int, named: dict[str, Section]) -> list[Section]:
    """The section a line opens; nothing when it goes on with an earlier one of the same name."""
    _counted(words, 2, 3, file, number)
    name = words[2] if len(words) == 3 else ""
    if name and not _NAME.fullmatch(name):
        raise UciError(
            file, number, Text("tên mục chỉ gồm chữ, số và _", "a section's name has letters, digits, _")
        )
    if name in named:
        named[name].type = words[1]
        return []
    section = Section(words[1], name or None, number)
    if name:
        named[name] = section
    return [section]


def _option(section: Section, words: list[str], file: str, number: int) -> None:
    _counted(words, 3, 3, file, number)
    keyword, name, value = words
    if not _NAME.fullmatch(name):
        raise UciError(
            file, number, Text("tên tùy chọn chỉ gồm chữ, số và _", "an option's name has letters, digits, _")
        )
    before = section.options.get(name)
    if keyword == "option":
        section.options[name] = value
    else:
        section.options[name] = [*([before] if isinstance(before, str) else before or []), value]


def _counted(words: list[str], least: int, most: int, file: str, number: int) -> None:
    if len(words) < least:
        raise UciError(file, number, Text("thiếu tên hoặc giá trị", "a name or value is missing"))
    if len(words) > most:
        raise UciError(file, number, Text("thừa từ (thiếu dấu nháy?)", "too many words (a missing quote?)"))


def _words(line: str, file: str, number: int) -> list[str]:
    words: list[str] = []
    at, inside = 0, False
    while at < len(line) and (inside or line[at] != "#"):
        piece = _PIECE.match(line, at)
        if piece is None:
            what = "dấu nháy không đóng" if line[at] in "'\"" else "ký tự không hợp lệ"
            what_en = "a quote is not closed" if line[at] in "'\"" else "a character that is not allowed"
            raise UciError(file, number, Text(what, what_en))
        kind = piece.lastgroup or ""
        at = piece.end()
        if kind == "blank":
            inside = False
            continue
        if not inside:
            words.append("")
        words[-1] += re.sub(r"\\(.)", r"\1", piece[kind]) if kind == "double" else piece[kind]
        inside = True
    return words


def render(sections: Iterable[Section]) -> str:
    """Sections as OpenWrt writes them; reading it back gives the same sections."""
    return "".join(_rendered(section) for section in sections)


def _rendered(section: Section) -> str:
    lines = ["", f"config {section.type}" + (f" {quoted(section.name)}" if section.name else "")]
    for name, value in section.options.items():
        lines += (
            [f"\toption {name} {quoted(value)}"]
            if isinstance(value, str)
            else [f"\tlist {name} {quoted(item)}" for item in value]
        )
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A value in OpenWrt's own quotes."""
    return "'" + text.replace("'", "'\\''") + "'"


def of_type(sections: Iterable[Section], kind: str) -> list[Section]:
    """The sections of one type, in their order."""
    return [section for section in sections if section.type == kind]
