"""Judging documentary evidence: a pure function of (inventory, policy, date); stored files were hashed on loading."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import date

from truongluy.finding import Finding, SubjectKind
from truongluy.inventory import Inventory, Record
from truongluy.period import last_day, shortest
from truongluy.policy import Policy
from truongluy.policy.records import RecordKind, Validity, periods_of
from truongluy.records.standing import RecordState, Standing, Subject, Term
from truongluy.records.wording import in_words
from truongluy.verdict import InputError, Problem, Text

LOWEST_LEVEL = 1
"""What a unit or system is asked for while nobody approved a level: what is asked of everybody."""


def judge_records(inventory: Inventory, policy: Policy, on: date, level: int | None = None) -> list[Finding]:
    """One finding for each kind of record asked of each unit and system on a day.

    `level` replaces every subject's own. A kind that nothing in force asks is not judged, but for stored files that
    changed or are gone: those are told whatever asks for them.
    """
    return [_finding(one, inventory) for one in standing(inventory, policy, on, level)]


def standing(inventory: Inventory, policy: Policy, on: date, level: int | None = None) -> list[Standing]:
    """How each kind of record stands for each subject, subjects in inventory order."""
    kept: dict[str, list[Record]] = {}
    for record in sorted(inventory.records, key=lambda one: one.day, reverse=True):
        kept.setdefault(record.kind, []).append(record)
    found = []
    for subject in subjects(inventory, level):
        for kind in policy.records.values():
            if kind.scope is subject.kind:
                own = [record for record in kept.get(kind.id, ()) if record.speaks_of(subject.id)]
                found.append(_stand(inventory, policy, kind, subject, own, on))
    return [one for one in found if one is not None]


def subjects(inventory: Inventory, level: int | None = None) -> Iterator[Subject]:
    """Every unit, at the highest level of the systems it owns, then every system of ours."""
    systems = [system for system in inventory.systems.values() if system.ours]
    for unit in inventory.sites.values():
        own = [system.level or LOWEST_LEVEL for system in systems if system.owner == unit.id]
        yield Subject(unit.id, SubjectKind.UNIT, unit.name, unit.id, level or max(own, default=LOWEST_LEVEL))
    for system in systems:
        functions = {one for name in system.devices for one in inventory.devices[name].functions}
        yield Subject(
            system.id, SubjectKind.SYSTEM, system.name, system.owner,
            level or system.level or LOWEST_LEVEL, frozenset(functions),
        )  # fmt: skip


def term_of(policy: Policy, kind: RecordKind, level: int, on: date) -> Term | None:
    """How long a record of a kind stands: the shortest period that a clause asked then and there sets.

    Where no clause sets one the project's own counts, if there is one.
    """
    lawful = [rule for rule in kind.validity if rule.clause]
    own = [rule for rule in kind.validity if not rule.clause]
    for rules in (lawful, own):
        terms = [_period(policy, rule, level, on) for rule in rules]
        known = {term.period: term for term in terms if term}
        if best := shortest(known):
            return known[best]
    return None


def cross_check(inventory: Inventory, policy: Policy) -> list[Problem]:
    """Every record of a kind that does not exist, or of a unit where its kind is of systems, or the reverse."""
    problems = []
    for record in inventory.records:
        kind = policy.records.get(record.kind)
        if kind is None:
            near = ", ".join(difflib.get_close_matches(record.kind, policy.records, 3, 0.4) or policy.records)
            what = Text(
                f"loại hồ sơ '{record.kind}' không có", f"kind of record '{record.kind}' does not exist"
            )
            why = Text("không có trong policies/records.yml", "it is not in policies/records.yml")
            remedy = Text(f"có thể là: {near}", f"perhaps: {near}")
        elif (kind.scope is SubjectKind.SYSTEM) != bool(record.systems):
            system = kind.scope is SubjectKind.SYSTEM
            what = Text(f"'{record.kind}' là hồ sơ của {'hệ thống' if system else 'đơn vị'}",
                        f"'{record.kind}' is a record of a {kind.scope.value}")  # fmt: skip
            why = Text("không rõ nó chứng minh cho ai", "nobody could tell what it shows")
            remedy = (
                Text("thêm `systems`", "add `systems`")
                if system
                else Text("xóa `systems`", "remove `systems`")
            )
        else:
            continue
        problems.append(Problem(inventory.path / record.source, record.line, what, why, remedy))
    return problems


def believed(inventory: Inventory, policy: Policy) -> None:
    """Raise InputError when records and policy do not fit each other."""
    if problems := cross_check(inventory, policy):
        raise InputError(problems)


def _period(policy: Policy, rule: Validity, level: int, on: date) -> Term | None:
    if not rule.clause:
        given, source, verified = rule.at_level, rule.source, rule.verified
    elif not policy.asking([rule.clause], level, on):
        return None
    elif rule.threshold:
        clause = policy.clauses[rule.clause]
        given, source = periods_of(clause.raw, rule.threshold), rule.clause
        verified = clause.verified and bool(clause.raw.get("thresholds_verified", False))
    else:
        given, source = rule.at_level, rule.source
        verified = rule.verified and policy.clauses[rule.clause].verified
    fitting = [one for one in given if one <= level]
    return Term(given[max(fitting)], rule.clause, source, verified) if fitting else None


def _asked(
    policy: Policy, kind: RecordKind, subject: Subject, inventory: Inventory, on: date
) -> tuple[str, ...]:
    """The clauses that ask a kind of a subject on a day; empty when it is not asked."""
    if kind.unit_kinds and inventory.sites[subject.unit].kind not in kind.unit_kinds:
        return ()
    if kind.only_functions and not subject.functions & set(kind.only_functions):
        return ()
    if kind.levels and subject.level not in kind.levels:
        return ()
    return tuple(clause.full_id for clause in policy.asking(kind.satisfies, subject.level, on))


def _stand(
    inventory: Inventory, policy: Policy, kind: RecordKind, subject: Subject, kept: list[Record], on: date
) -> Standing | None:
    """How one kind stands for one subject, of whose records the newest is first; None when nothing is to be said."""
    clauses = _asked(policy, kind, subject, inventory, on)
    begun = [record for record in kept if record.day <= on]
    for record in begun:
        if not record.whole:
            gone = record.found_sha256 is None
            state = RecordState.FILE_MISSING if gone else RecordState.FILE_CHANGED
            return Standing(kind, subject, state, clauses, record)
    if not clauses or (kind.occasional and not begun):
        return None
    if not begun:
        state = RecordState.NOT_YET if kept else RecordState.MISSING
        return Standing(kind, subject, state, clauses, kept[-1] if kept else None)
    term = term_of(policy, kind, subject.level, on)
    found = [_of_record(kind, subject, record, term, clauses, on) for record in begun]
    best = next((one for one in found if one.state is RecordState.VALID), found[0])
    return _independent(inventory, policy, best, on)


def _of_record(
    kind: RecordKind, subject: Subject, record: Record, term: Term | None, clauses: tuple[str, ...], on: date
) -> Standing:
    ends = [record.valid_until] if record.valid_until else []
    if term and not kind.occasional:
        ends.append(last_day(record.day, term.period))
    until = min(ends, default=None)
    lacking = tuple(name for name in kind.requires if not getattr(record, name))
    state = RecordState.INCOMPLETE if lacking else RecordState.VALID
    if until is not None and until < on:
        state = RecordState.EXPIRED
    return Standing(kind, subject, state, clauses, record, until, term, lacking)


def _independent(inventory: Inventory, policy: Policy, one: Standing, on: date) -> Standing:
    """The standing, spoilt when whoever assesses (layer 3) is also who watches (layer 2)."""
    record = one.record
    if one.kind.layer != 3 or one.state is not RecordState.VALID or record is None or not record.provider:
        return one
    for other in inventory.records:
        kind = policy.records[other.kind]
        if kind.layer != 2 or other.day > on or (other.valid_until is not None and other.valid_until < on):
            continue
        watches = other.unit == one.subject.unit or inventory.sites[other.unit].kind in kind.unit_kinds
        if watches and _name(other.provider) == _name(record.provider):
            return Standing(
                one.kind, one.subject, RecordState.NOT_INDEPENDENT, one.clauses, record,
                one.until, one.term, rival=other,
            )  # fmt: skip
    return one


def _name(provider: str) -> str:
    """A provider's name as it is compared: letter case and spaces do not make another company."""
    return " ".join(provider.casefold().split())


def _finding(one: Standing, inventory: Inventory) -> Finding:
    record = one.record
    shown = {
        name: value
        for name, value in (
            ("number", record and record.number),
            ("date", record and record.day),
            ("valid_until", one.until),
            ("file", record and record.file),
            ("sha256", record and record.found_sha256),
        )
        if value
    }
    return Finding(
        subject=one.subject.id,
        control=one.kind.id,
        verdict=one.verdict,
        message=in_words(one, inventory),
        expected={"record": one.kind.id, "period": one.term.period if one.term else None},
        actual=shown or None,
        clauses=one.clauses,
        evidence=tuple(f"records/files/{each.file}" for each in (record, one.rival) if each),
        subject_kind=one.subject.kind,
    )
