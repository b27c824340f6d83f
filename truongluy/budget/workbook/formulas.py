"""Formulas that an auditor can follow, exact to the đồng: no product is divided before it is whole.

LibreOffice and Excel compute with 15 digits and round quotients to a near whole number; where that could matter, the
quotient is multiplied back and corrected.
"""

from __future__ import annotations

NO_FIGURES = "chưa có số liệu"
MET, NOT_MET = "đạt", "không đạt"


def security(row: int, amount: str, share: str) -> str:
    """The security part of a line's amount, cut to whole đồng; empty where nobody knows the amount."""
    part, hundredths = f"{amount}{row}", f"ROUND({share}{row}*10000,0)"
    rest = f"({part}-INT({part}/10000)*10000)*{hundredths}"
    return f'=IF({part}="","",INT({part}/10000)*{hundredths}+INT({rest}/10000))'


def share(total: str, security: str) -> str:
    """The share, cut after two decimals of a percent."""
    quotient = f"INT({security}*10000/{total})"
    return f"=({quotient}-IF({quotient}*{total}>{security}*10000,1,0))/10000"


def verdict(total: str, security: str, percent: str) -> str:
    """Whether the minimum is reached, compared by multiplying."""
    return f'=IF({security}*100>=ROUND({percent}*100,0)*{total},"{MET}","{NOT_MET}")'


def moved(total: str, security: str, percent: str) -> str:
    """What must become security inside the same total, rounded up."""
    missing = f"(ROUND({percent}*100,0)*{total}-100*{security})"
    return _up(missing, "100")


def added(total: str, security: str, percent: str) -> str:
    """The new security money that reaches the minimum, rounded up."""
    missing = f"(ROUND({percent}*100,0)*{total}-100*{security})"
    return _up(missing, f"(100-ROUND({percent}*100,0))")


def _up(missing: str, by: str) -> str:
    whole = f"INT({missing}/{by})"
    return f"=IF({missing}<=0,0,{whole}+IF({missing}>{whole}*{by},1,0))"
