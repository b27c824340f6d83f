"""What is due by when, for whom, and whether a record shows it done."""

from truongluy.duties.calendar import calendar, ended
from truongluy.duties.model import LEAD_DAYS, Due, State, Subject

__all__ = ["LEAD_DAYS", "Due", "State", "Subject", "calendar", "ended"]
