"""The report on money as plain data, for other programs; amounts are whole đồng, shares exact pairs."""

from __future__ import annotations

from typing import Any

from truongluy.budget.answers import Answer, Missing
from truongluy.budget.forecast import ASSUMPTIONS, ForecastYear, Range
from truongluy.budget.model import Stage
from truongluy.budget.remedies import Cost
from truongluy.budget.report import Report
from truongluy.budget.sensitivity import Decision
from truongluy.budget.shares import Share
from truongluy.budget.totals import UnitTotal
from truongluy.verdict import Text


def as_data(report: Report) -> dict[str, Any]:
    """Everything of a report."""
    return {
        "inventory": report.inventory.name,
        "as_of": report.on.isoformat(),
        "unit": report.unit,
        "year": report.year,
        "shares": [_answer(one) for one in report.answers],
        "all_units": [_answer(one) for one in report.together],
        "totals": {
            "year": report.year_of_totals,
            "units": [_total(one) for one in report.totals],
            "kinds_of_units": [_total(one) for one in report.kinds],
            "areas": [_total(one) for one in report.areas],
        },
        "costs": {
            "judged": report.judged,
            "findings_unknown": report.unknown if report.judged else None,
            "items": [_cost(one) for one in report.costs],
            "units": [vars(one) for one in report.needed_units],
            "areas": [vars(one) for one in report.needed_areas],
        },
        "forecast": {
            "assumptions": [_both(one) for one in ASSUMPTIONS],
            "years": [_year(one) for one in report.forecast],
        },
    }


def _answer(one: Answer) -> dict[str, Any]:
    tested = one.tested
    return {
        "test": tested.test.value,
        "unit": tested.unit or None,
        "project": tested.project.id if tested.project else None,
        "name": _both(tested.name),
        "years": list(tested.years),
        "undeclared_years": list(tested.undeclared),
        "judged_on": tested.judged_on.isoformat(),
        "minimum_percent": tested.minimum.percent,
        "minimum_verified": tested.minimum.verified,
        "verdict": tested.verdict.value if tested.unit else None,
        "clauses": list(tested.clauses),
        "evidence": list(tested.evidence),
        "unknown_lines": {stage.value: tested.stages[stage].sums.unknown for stage in Stage},
        "shares": [_missing(each) for each in one.missing],
        "short_by_lines_with_figures": [_missing(each) for each in one.so_far],
        "decisions": [_decision(each) for each in one.decisions],
    }


def _missing(one: Missing) -> dict[str, Any]:
    closing = one.closing
    return {
        "stage": one.stage.value,
        "with_training_drills_awareness": one.way.with_asked,
        "money": "capital" if one.capital else "all",
        "minimum_of_programmes_binds": "capital" if one.way.narrow else "all",
        **_share(one.share),
        "shortfall_same_total": one.moved,
        "shortfall_new_money": one.added,
        "closing": None
        if closing is None
        else {
            "lines": list(closing.lines),
            "amount": closing.amount,
            "enough": closing.enough,
            "certainly_cheapest": closing.cheapest,
        },
    }


def _share(one: Share) -> dict[str, Any]:
    return {
        "security": one.security,
        "total": one.total,
        "share": one.shown,
        "minimum_percent": one.percent,
        "met": one.met,
    }


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "subject": one.subject,
        "counts_then_hundredths_of_percent": one.to,
        "stage": one.stage.value,
        "with_training_drills_awareness": one.with_asked,
        "before": _share(one.before),
        "after": _share(one.after),
    }


def _total(one: UnitTotal) -> dict[str, Any]:
    return {
        "name": one.name,
        "declared": one.declared,
        "stages": {
            stage.value: {
                "lines": sums.lines,
                "unknown_lines": sums.unknown,
                "total": sums.all.total,
                "security": sums.all.security,
                "training_drills_awareness": sums.all.asked,
            }
            for stage, sums in one.sums.items()
        },
    }


def _cost(one: Cost) -> dict[str, Any]:
    price = one.price
    return {
        "origin": one.origin.value,
        "year": one.year,
        "remedy": price.id if price else None,
        "title": _both(one.title),
        "count": one.count,
        "low": one.low,
        "high": one.high,
        "document": price.document if price else None,
        "quoted_on": price.quoted_on.isoformat() if price else None,
        "needs": [
            {
                "name": need.name,
                "subject": need.subject,
                "unit": need.unit,
                "pieces": need.pieces,
                "until": need.on.isoformat() if need.on else None,
            }
            for need in one.needs
        ],
    }


def _year(one: ForecastYear) -> dict[str, Any]:
    return {
        "year": one.year,
        "minimum_percent": one.percent,
        "declared_units": list(one.declared),
        "base": _range(one.base),
        **{origin.value: _range(found) for origin, found in one.added.items()},
        "total": _range(one.total),
        "without_price": one.unpriced,
    }


def _range(one: Range) -> dict[str, int]:
    return {
        "low": one.low,
        "high": one.high,
        "security_low": one.security_low,
        "security_high": one.security_high,
    }


def _both(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}
