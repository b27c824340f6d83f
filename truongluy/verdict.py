"""The words every other part speaks: verdicts, bilingual text, and problems with what we were given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Verdict(StrEnum):
    """What one control says of one device; only PASS is earned compliance."""

    PASS = "pass"
    FAIL = "fail"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"
    MANUAL = "manual"
    ERROR = "error"

    @property
    def vietnamese(self) -> str:
        """The word a Vietnamese report prints."""
        return _VIETNAMESE[self]

    @property
    def blocks_level(self) -> bool:
        """Whether a level can't be claimed while this verdict stands."""
        return self in (Verdict.FAIL, Verdict.ERROR)


_VIETNAMESE = {
    Verdict.PASS: "Đạt",
    Verdict.FAIL: "Không đạt",
    Verdict.WAIVED: "Được miễn có thời hạn",
    Verdict.NOT_APPLICABLE: "Không áp dụng",
    Verdict.MANUAL: "Cần kiểm tra thủ công",
    Verdict.ERROR: "Không xác định",
}


@dataclass(frozen=True)
class Text:
    """One sentence in both languages; Vietnamese is what reports print first."""

    vi: str
    en: str

    def __str__(self) -> str:
        return f"{self.vi} / {self.en}"


@dataclass(frozen=True)
class Problem:
    """Something wrong with an input file: where, what, why it matters, what to do.

    `line` is 1-based; 0 means the whole file.
    """

    file: Path | str
    line: int
    what: Text
    why: Text
    remedy: Text

    def __str__(self) -> str:
        file = _near(self.file)
        place = f"{file}:{self.line}" if self.line else file
        vi = f"{place}: {self.what.vi}: {self.why.vi}. Cách sửa: {self.remedy.vi}"
        en = f"{place}: {self.what.en}: {self.why.en}. To mend: {self.remedy.en}"
        return f"{vi}\n{en}"


def _near(file: Path | str) -> str:
    """A path as the reader would type it: from where they stand, if it lies below."""
    path = Path(file)
    return (
        str(path.relative_to(Path.cwd()))
        if path.is_absolute() and path.is_relative_to(Path.cwd())
        else str(file)
    )


class Trouble(Exception):
    """Something could not be done, already in words for the user; `detail` is what a program last said."""

    def __init__(self, text: Text, detail: str = "") -> None:
        self.text = text
        self.detail = detail.strip()
        super().__init__(f"{text.vi}\n{text.en}" + (f"\n{self.detail}" if self.detail else ""))


class InputError(Exception):
    """What we were given is wrong; carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
