"""The four-layer model: whether what is asked of a layer is shown, by records and by what devices were seen to do."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from truongluy.finding import Finding
from truongluy.policy import Policy
from truongluy.records.standing import RecordState, Standing
from truongluy.verdict import Verdict

LAYERS = (1, 2, 3, 4)
CLAUSE_OF_LAYER = "dispatch-1552-2020.LAYER-{}"
_SENDS_LOGS = "tcvn-11930.MGT-OPMON-02"
"""The clause whose controls show that a device sends its logs to where somebody watches."""


class LayerState(StrEnum):
    """Whether a layer is shown; UNKNOWN is never a yes."""

    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    UNKNOWN = "unknown"


def layer_state(
    policy: Policy, standings: Iterable[Standing], findings: Iterable[Finding], layer: int
) -> LayerState:
    """Shown when every record asked for the layer stands and, for layer 2, every device is seen to send its logs."""
    verdicts = [one.verdict for one in standings if one.kind.layer == layer]
    if not verdicts:
        return LayerState.UNKNOWN
    if layer == 2:
        verdicts += [finding.verdict for finding in log_findings(policy, findings)] or [Verdict.ERROR]
    if Verdict.FAIL in verdicts:
        return LayerState.NOT_SHOWN
    return LayerState.SHOWN if set(verdicts) <= {Verdict.PASS} else LayerState.UNKNOWN


def log_findings(policy: Policy, findings: Iterable[Finding]) -> list[Finding]:
    """What was found of sending logs away: one finding for each device that such a control is asked of."""
    controls = {control.id for control in policy.controls_of_clause.get(_SENDS_LOGS, ())}
    return [finding for finding in findings if finding.control in controls]


def same_provider(standings: Iterable[Standing]) -> bool:
    """Whether somebody who watches (layer 2) is also who assesses (layer 3)."""
    return any(one.state is RecordState.NOT_INDEPENDENT for one in standings)
