"""The calendar of duties as an .ics file (RFC 5545): the same duties and day give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from truongluy.dates import VIETNAM
from truongluy.duties import Due, State
from truongluy.policy.duties import Renewal
from truongluy.reports.wording import DOUBT
from truongluy.verdict import Text

ZONE = "Asia/Ho_Chi_Minh"


def calendar_file(dues: Iterable[Due], name: str, on: date) -> bytes:
    """All that is still to be done: days as all-day events, hours as events in Viet Nam's own time."""
    calendar = Calendar()
    calendar.add("prodid", "-//Truong Luy//duties//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Nghĩa vụ an toàn thông tin: {name}")
    calendar.add_component(_zone())
    for due in dues:
        if due.state is not State.DONE:
            calendar.add_component(_event(due, name, on))
    return calendar.to_ical()


def write_calendar(dues: Iterable[Due], name: str, on: date, file: Path) -> Path:
    """Write the file; raises OSError where the folder can't be written."""
    file.write_bytes(calendar_file(dues, name, on))
    return file


def uid(due: Due, name: str) -> str:
    """Stable between runs, so that a calendar program moves an event instead of adding another.

    What has a record to renew keeps its id when the day moves; what is due on a fixed day has the day in it.
    """
    renews = isinstance(due.duty.schedule, Renewal)
    which = due.incident or ("renewal" if renews else due.last.isoformat())
    return f"{due.duty.id}.{due.subject}.{which}.{name}@truongluy.invalid"


def _zone() -> Timezone:
    """Viet Nam has had one offset and no daylight saving since 1975."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1975, 6, 13))  # a local time, as RFC 5545 wants it here
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _event(due: Due, name: str, on: date) -> Event:
    event = Event()
    event.add("uid", uid(due, name))
    # The day asked for, not the clock: two runs give the same bytes.
    event.add("dtstamp", datetime.combine(on, time(), VIETNAM).astimezone(UTC))
    event.add("summary", f"{due.duty.title.vi}: {due.subject}")
    event.add("description", _description(due))
    if due.at is None:
        event.add("dtstart", due.last)
        event.add("dtend", due.last + timedelta(days=1))
        ahead = (timedelta(days=14), timedelta(days=3))
    else:
        local = due.at.astimezone(VIETNAM).replace(tzinfo=None)
        event.add("dtstart", local, parameters={"tzid": ZONE})
        event.add("duration", timedelta(minutes=15))
        ahead = (timedelta(hours=12), timedelta(hours=2))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [due.state.value])
    for before in ahead:
        event.add_component(_alarm(due, before))
    return event


def _alarm(due: Due, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", due.duty.title.vi)
    alarm.add("trigger", -before)
    return alarm


def _description(due: Due) -> str:
    """Both languages, the clauses, and the doubt where there is one: a calendar entry travels far."""
    duty = due.duty
    lines = [duty.title, Text(f"Gửi/trình: {duty.recipient.vi}", f"To: {duty.recipient.en}"), duty.reading]
    lines += [duty.applies_when] if duty.applies_when else []
    lines.append(_same("Căn cứ / Basis: " + ", ".join(clause.full_id for clause in due.basis)))
    lines += [DOUBT] if due.doubtful else []
    return "\n".join(line.vi if line.vi == line.en else f"{line.vi}\n{line.en}" for line in lines)


def _same(text: str) -> Text:
    return Text(text, text)
