"""Documentary evidence: whether each record that the law asks of a unit or system is there, valid and unchanged."""

from truongluy.records.judging import believed, cross_check, judge_records, standing, subjects, term_of
from truongluy.records.standing import RecordState, Standing, Subject, Term

__all__ = [
    "RecordState",
    "Standing",
    "Subject",
    "Term",
    "believed",
    "cross_check",
    "judge_records",
    "standing",
    "subjects",
    "term_of",
]
