"""What is coming: documents that start or end, and the dates that clauses set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from truongluy.policy.model import Clause, Document, Policy


@dataclass(frozen=True)
class Change:
    """A document that starts on a day, or that holds no longer from this day on."""

    day: date
    document: Document
    starts: bool


@dataclass(frozen=True)
class SetDate:
    """A date that a clause sets; `what` is the name of its threshold."""

    day: date
    clause: Clause
    what: str
    verified: bool


def changes(policy: Policy, after: date, until: date) -> list[Change]:
    """Documents that start or end after a date and not later than another, earliest first."""
    found = []
    for document in policy.documents.values():
        if after < document.valid_from <= until:
            found.append(Change(document.valid_from, document, starts=True))
        if document.valid_to and after < (gone := document.valid_to + timedelta(days=1)) <= until:
            found.append(Change(gone, document, starts=False))
    return sorted(found, key=lambda one: (one.day, one.document.id, one.starts))


def set_dates(policy: Policy, on: date) -> list[SetDate]:
    """The dates not yet past that clauses in force set: transition dates, deadlines of a law."""
    found = []
    for document in policy.in_force(on):
        for clause in document.clauses.values():
            sure = clause.verified and bool(clause.raw.get("thresholds_verified", False))
            found += [
                SetDate(day, clause, what, sure)
                for what, day in _dates(clause.raw.get("thresholds") or {})
                if day >= on
            ]
    return sorted(found, key=lambda one: (one.day, one.clause.full_id, one.what))


def _dates(thresholds: Mapping[str, Any]) -> Iterator[tuple[str, date]]:
    for what, value in thresholds.items():
        if isinstance(value, date):
            yield what, value
