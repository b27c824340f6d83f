"""The calendar: what is due by when, for whom, and whether a record shows it done; pure, as of a day in Viet Nam."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from truongluy.dates import in_year, local_day
from truongluy.duties.model import LEAD_DAYS, Due, State, Subject
from truongluy.duties.subjects import subjects
from truongluy.inventory import Incident, Inventory, Record
from truongluy.policy import Clause, Duty, Policy
from truongluy.policy.duties import AfterIncident, Once, Renewal, Yearly
from truongluy.records import RecordState, Standing
from truongluy.records import standing as standing_of_records

Papers = Mapping[tuple[str, str], Standing]
"""How each kind of record stands for each subject, by both ids."""


def calendar(inventory: Inventory, policy: Policy, on: date, until: date) -> list[Due]:
    """Every duty that is open on a day or falls due until another, and for each yearly one the year before.

    Past ones are those that the law in force on the day still asks. Sorted: overdue, unknown, then by last day.
    """
    renewals = any(isinstance(duty.schedule, Renewal) for duty in policy.duties.values())
    papers = standing_of_records(inventory, policy, on) if renewals else []
    of = {(one.kind.id, one.subject.id): one for one in papers}
    found = [
        due
        for duty in policy.duties.values()
        for subject in subjects(inventory, duty, on)
        for due in _dues(inventory, of, policy, duty, subject, on, until)
    ]
    order = list(State)
    late = (State.OVERDUE, State.UNKNOWN)
    return sorted(
        found,
        key=lambda due: (
            order.index(due.state) if due.state in late else len(late),
            due.last,
            due.duty.id,
            due.subject,
        ),
    )


def ended(policy: Policy, on: date) -> list[tuple[Duty, date]]:
    """Duties that no document asks any more on a day, each with the last day it was asked."""
    found = []
    for duty in policy.duties.values():
        documents = [policy.documents[policy.clauses[name].document] for name in duty.basis]
        ends = [document.valid_to for document in documents if document.valid_to is not None]
        if len(ends) == len(documents) and max(ends) < on:
            found.append((duty, max(ends)))
    return found


def _dues(
    inventory: Inventory,
    papers: Papers,
    policy: Policy,
    duty: Duty,
    subject: Subject,
    on: date,
    until: date,
) -> Iterator[Due]:
    schedule = duty.schedule
    if isinstance(schedule, Yearly):
        yield from _yearly(inventory, policy, duty, schedule, subject, on, until)
    elif isinstance(schedule, Once):
        yield from _once(policy, duty, schedule, subject, on, until)
    elif isinstance(schedule, Renewal):
        yield from _renewal(papers, policy, duty, subject, on, until)
    else:
        for incident in inventory.incidents.values():
            if incident.system == subject.id and (incident.serious or not schedule.serious_only):
                yield from _after(policy, duty, schedule, subject, incident, on)


def _yearly(
    inventory: Inventory,
    policy: Policy,
    duty: Duty,
    schedule: Yearly,
    subject: Subject,
    on: date,
    until: date,
) -> Iterator[Due]:
    years = range(on.year - 1, until.year + 2)
    past = [year for year in years if _last_of(schedule, year) < on][-1:]
    coming = [year for year in years if on <= _last_of(schedule, year) <= until]
    for year in past + coming:
        last, opens = _last_of(schedule, year), _opens_of(schedule, year)
        basis = _asked(policy, duty, subject, last, on)
        if not basis or (subject.since is not None and last < subject.since):
            continue
        # A late record counts for the year it is late for, until the next year's window opens.
        record = _first(
            inventory, duty, subject, opens, min(on, _opens_of(schedule, year + 1) - timedelta(1))
        )
        if record is not None:
            yield _due(duty, subject, policy, basis, last, State.DONE, _named(record), late=record.day > last)
            continue
        state = State.OVERDUE if last < on else State.DUE if opens <= on else State.NOT_YET
        yield _due(duty, subject, policy, basis, last, state)


def _last_of(schedule: Yearly, year: int) -> date:
    """The last day of a year's duty: "before 30/5" is 29/5."""
    return in_year(year, *schedule.before) - timedelta(1)


def _opens_of(schedule: Yearly, year: int) -> date:
    return in_year(year if schedule.opens < schedule.before else year - 1, *schedule.opens)


def _once(
    policy: Policy, duty: Duty, schedule: Once, subject: Subject, on: date, until: date
) -> Iterator[Due]:
    basis = _asked(policy, duty, subject, schedule.by, on)
    if basis and schedule.by <= until and any(_begun(policy, clause, on) for clause in basis):
        # No record shows a transition done: once the day is over, nobody here can tell.
        state = State.UNKNOWN if schedule.by < on else _ahead(schedule.by, on)
        yield _due(duty, subject, policy, basis, schedule.by, state)


def _renewal(
    papers: Papers, policy: Policy, duty: Duty, subject: Subject, on: date, until: date
) -> Iterator[Due]:
    basis, paper = _asked(policy, duty, subject, on, on), papers.get((duty.fulfilled_by, subject.id))
    if not basis or paper is None:
        return
    named = _named(paper.record) if paper.record else ""
    if paper.state in (RecordState.VALID, RecordState.EXPIRED):
        if paper.until is not None and paper.until <= until:
            state = State.OVERDUE if paper.until < on else _ahead(paper.until, on)
            yield _due(duty, subject, policy, basis, paper.until, state, named)
    else:
        # No record, or one that shows nothing: from what day should the next be counted?
        yield _due(duty, subject, policy, basis, on, State.UNKNOWN, named)


def _after(
    policy: Policy, duty: Duty, schedule: AfterIncident, subject: Subject, incident: Incident, on: date
) -> Iterator[Due]:
    start = incident.detected if schedule.moment == "detected" else incident.response_ended
    if start is None or local_day(start) > on:
        return
    basis = _asked(policy, duty, subject, local_day(incident.detected), local_day(incident.detected))
    if not basis:
        return
    # Hours run on without regard to days; of days the first is not counted and the last ends at midnight.
    at = start + timedelta(hours=schedule.hours) if schedule.hours else None
    last = local_day(at) if at else local_day(start) + timedelta(days=schedule.days or 0)
    sent = incident.sent.get(duty.fulfilled_by)
    if sent is not None and local_day(sent) <= on:
        late = sent > at if at else local_day(sent) > last
        yield _due(duty, subject, policy, basis, last, State.DONE, incident.file, late, at, incident.id)
    else:
        state = State.OVERDUE if last < on else State.DUE
        yield _due(duty, subject, policy, basis, last, state, "", False, at, incident.id)


def _due(
    duty: Duty,
    subject: Subject,
    policy: Policy,
    basis: tuple[Clause, ...],
    last: date,
    state: State,
    record: str = "",
    late: bool = False,
    at: datetime | None = None,
    incident: str = "",
) -> Due:
    sure = duty.verified and all(
        clause.verified and policy.documents[clause.document].validity_verified for clause in basis
    )
    return Due(duty, subject.id, subject.kind, last, at, state, record, late, basis, not sure, incident)


def _ahead(last: date, on: date) -> State:
    return State.DUE if (last - on).days <= LEAD_DAYS else State.NOT_YET


def _asked(policy: Policy, duty: Duty, subject: Subject, last: date, on: date) -> tuple[Clause, ...]:
    """The clauses of the basis that ask it of the subject on its last day and, if that is over, still do."""
    asking = policy.asking(duty.basis, subject.level, last)
    return tuple(clause for clause in asking if last >= on or policy.documents[clause.document].in_force(on))


def _begun(policy: Policy, clause: Clause, on: date) -> bool:
    return policy.documents[clause.document].valid_from <= on


def _named(record: Record) -> str:
    return f"{record.number} ({record.day:%d/%m/%Y})"


def _records(inventory: Inventory, duty: Duty, subject: Subject) -> Iterable[Record]:
    """Records of a subject whose stored file is whole: one that was changed shows nothing."""
    return (
        record
        for record in inventory.records
        if record.kind == duty.fulfilled_by and record.speaks_of(subject.id) and record.whole
    )


def _first(inventory: Inventory, duty: Duty, subject: Subject, first: date, last: date) -> Record | None:
    fitting = [r for r in _records(inventory, duty, subject) if first <= r.day <= last]
    return min(fitting, key=lambda record: (record.day, record.number), default=None)
