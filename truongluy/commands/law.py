"""The verbs on the law itself: which texts hold on a date, what comes next, and what shows each clause."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from rich.console import Console

from truongluy import coverage as coverage_of
from truongluy import policy as policy_of
from truongluy.commands import law_tables as shown
from truongluy.commands.running import DONE, NOT_COMPLIANT, day, unknown
from truongluy.coverage import Cover, Share
from truongluy.dates import add_months
from truongluy.policy import Clause, Document, Policy
from truongluy.policy.timeline import changes, set_dates
from truongluy.verdict import InputError

AHEAD_MONTHS = 12


def documents(as_of: str | None, document: str | None = None, *, as_json: bool = False) -> int:
    """Print what is in force and what comes within a year; or the clauses of one document."""
    policy, on = policy_of.load(), day(as_of)
    if document is not None:
        return _clauses(policy, _document(policy, document), on, as_json)
    coming = changes(policy, on, add_months(on, AHEAD_MONTHS))
    dates = set_dates(policy, on)
    if as_json:
        _print_json(
            {
                "as_of": on,
                "documents": [_document_data(one, on) for one in policy.documents.values()],
                "changes": [
                    {"day": one.day, "document": one.document.id, "starts": one.starts,
                     "verified": one.document.validity_verified}
                    for one in coming
                ],
                "dates": [
                    {"day": one.day, "clause": one.clause.full_id, "what": one.what, "verified": one.verified}
                    for one in dates
                ],
            }
        )  # fmt: skip
    else:
        shown.print_documents(Console(), policy, on, coming, dates)
    return DONE


def coverage(as_of: str | None, *, as_json: bool = False) -> int:
    """Print per document and level what shows its clauses; says so by status while something is open."""
    policy, on = policy_of.load(), day(as_of)
    covers = coverage_of.cover(policy)
    open_now = [
        covers[clause.full_id]
        for document in policy.in_force(on)
        for clause in document.clauses.values()
        if covers[clause.full_id].kind.share is Share.OPEN
    ]
    if as_json:
        _print_json(
            {
                "as_of": on,
                "documents": {one.id: _levels(one, covers) for one in policy.in_force(on)},
                "open": [_cover_data(one) for one in open_now],
            }
        )
    else:
        shown.print_coverage(Console(), policy, on, covers, open_now)
    return NOT_COMPLIANT if open_now else DONE


def _clauses(policy: Policy, document: Document, on: date, as_json: bool) -> int:
    covers = coverage_of.cover(policy)
    if as_json:
        clauses = [
            _clause_data(clause) | _cover_data(covers[clause.full_id]) for clause in document.clauses.values()
        ]
        _print_json({"as_of": on, "document": _document_data(document, on), "clauses": clauses})
    else:
        shown.print_clauses(Console(), document, on, covers)
    return DONE


def _document(policy: Policy, name: str) -> Document:
    if name not in policy.documents:
        raise InputError([unknown(name, policy.documents, "văn bản", "document", "policies/documents")])
    return policy.documents[name]


def _levels(document: Document, covers: Mapping[str, Cover]) -> dict[str, dict[str, int]]:
    return {
        str(level): {
            share.value: amount
            for share, amount in coverage_of.count(coverage_of.of_level(covers, document, level)).items()
        }
        for level in coverage_of.LEVELS
    }


def _document_data(document: Document, on: date) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": {"vi": document.title.vi, "en": document.title.en},
        "kind": document.kind,
        "valid_from": document.valid_from,
        "valid_to": document.valid_to,
        "validity_verified": document.validity_verified,
        "in_force": document.in_force(on),
    }


def _clause_data(clause: Clause) -> dict[str, Any]:
    return {
        "section": clause.raw.get("section"),
        "numbers": dict(clause.numbers),
        "levels": list(clause.levels),
        "vi": clause.text.vi,
        "en": clause.text.en,
        "verified": clause.verified,
        "level_verified": clause.level_verified,
        "thresholds": clause.raw.get("thresholds", {}),
        "source": clause.raw.get("source"),
    }


def _cover_data(one: Cover) -> dict[str, Any]:
    return {
        "clause": one.clause.full_id,
        "kind": one.kind.value,
        "controls": list(one.controls),
        **{kind: list(names) for kind, names in one.others.items()},
        "unwatched": list(one.unwatched),
        "reason": {"vi": one.reason.vi, "en": one.reason.en} if one.reason else None,
    }


def _print_json(content: Mapping[str, Any]) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=1, default=str))
