"""What the law and our baseline ask: documents with dates, and controls that satisfy their clauses."""

from truongluy.policy.duties import Duty
from truongluy.policy.model import Clause, Control, Document, Parameter, Policy
from truongluy.policy.reader import POLICIES, load, text

__all__ = ["POLICIES", "Clause", "Control", "Document", "Duty", "Parameter", "Policy", "load", "text"]
