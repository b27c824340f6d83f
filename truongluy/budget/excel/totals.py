"""Rows that sum up others: known by their words, and believed only when the sum is right."""

from __future__ import annotations

import re

from truongluy.budget.money import in_dong
from truongluy.verdict import Text

# "Tổng đài điện thoại" and "Cộng tác viên" are things to pay for; these words are not.
_WORDS = re.compile(
    r"(tổng( (cộng|số|kinh phí|dự toán|tiền|chi|giá trị)\b.*)?|cộng( (dồn|mục|nhóm|phần|chương|trang|khoản)\b.*)?|"
    r"tổng hợp|(lũy|luỹ) kế\b.*|mang sang|chuyển sang( trang)?.*|(sub-?)?total\b.*)\s*([:(.…–-].*)?",
    re.IGNORECASE,
)


def sounds_so(said: str) -> bool:
    """Whether a text is what people write before a sum."""
    return _WORDS.fullmatch(said) is not None


class Sums:
    """The sums that a row of totals may state: of all lines so far, or of those since the last such row."""

    def __init__(self) -> None:
        self._all = self._since = 0
        self._spoilt = False

    def add(self, amount: int) -> None:
        """One more line."""
        self._all += amount
        self._since += amount

    def spoil(self) -> None:
        """A line could not be read: no sum can be proved from here on."""
        self._spoilt = True

    def explains(self, stated: int) -> bool:
        """Whether a stated sum is one of ours; where a line could not be read nobody can say otherwise."""
        right = self._spoilt or stated in (self._all, self._since)
        self._since = 0
        return right

    def difference(self, stated: int) -> Text:
        """What a wrong sum states, and what the rows above come to."""
        said, ours = in_dong(stated), in_dong(self._all)
        return Text(
            f"dòng tổng ghi {said}, các dòng trên cộng được {ours}",
            f"the total says {said}, the rows above come to {ours}",
        )
