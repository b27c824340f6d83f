"""The formulas of the form, exact to the đồng: whole numbers only, and products split so that none needs more than 15 digits."""

from __future__ import annotations

from truongluy.budget.excel.form import FIRST_ROW, LISTS, SAMPLE

_MARK = SAMPLE.split(" - ")[0]


def _part(amount: str, hundredths: str, half: str = "") -> str:
    """An amount times hundredths of a percent, over 10,000: cut, or with `half` rounded."""
    rest = f"({amount}-INT({amount}/10000)*10000)*{hundredths}"
    return f"INT({amount}/10000)*{hundredths}+INT(({rest}{half})/10000)"


def product(row: int) -> str:
    """Quantity × price × (1 + VAT), rounded to whole đồng; empty while one is missing."""
    times = _part(f"(G{row}*H{row})", f"ROUND(10000+I{row}*10000,0)", "+5000")
    return f'=IF(OR(G{row}="",H{row}=""),"",{times})'


def security(row: int, categories: int) -> str:
    """The security part of the plan: by the row's share, or where none is written by its category's."""
    usual = f"IFERROR(VLOOKUP(D{row},'{LISTS}'!$A$2:$B${categories + 1},2,FALSE),0)*10000"
    share = f'IF(N{row}="",{usual},ROUND(N{row}*10000,0))'
    return f'=IF(K{row}="","",{_part(f"K{row}", share)})'


def total(letter: str, last: int) -> str:
    """The sum of a column without the sample rows."""
    return f'=SUMIF($A${FIRST_ROW}:$A${last},"<>{_MARK}*",{letter}${FIRST_ROW}:{letter}${last})'


def share() -> str:
    """The share of security in the plan, cut after two decimals of a percent."""
    return '=IF(K4>0,INT(K5*10000/K4)/10000,"")'
