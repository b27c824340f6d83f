"""Which level a decree gives a system, why, what would change it, and what is wrong with what was approved."""

from truongluy.levels.concerns import Concern, ConcernKind, concerns_of
from truongluy.levels.edges import Edge
from truongluy.levels.proposal import Proposal, decree_on, propose, propose_under
from truongluy.levels.weighing import Fired, Question

__all__ = [
    "Concern",
    "ConcernKind",
    "Edge",
    "Fired",
    "Proposal",
    "Question",
    "concerns_of",
    "decree_on",
    "propose",
    "propose_under",
]
