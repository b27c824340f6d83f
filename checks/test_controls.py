"""Each control, on each device: pytest's verdict is ours."""

from __future__ import annotations

import pytest

from truongluy.finding import Finding
from truongluy.verdict import Verdict


def test_control(finding: Finding) -> None:
    """The control holds on the device."""
    if finding.verdict in (Verdict.NOT_APPLICABLE, Verdict.MANUAL, Verdict.WAIVED):
        pytest.skip(str(finding.message))
    assert finding.verdict is Verdict.PASS, f"{finding.verdict}: {finding.message}"
