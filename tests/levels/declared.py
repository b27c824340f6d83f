"""Systems as tests declare them: a plain one of one office, with the facts that matter changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from truongluy.inventory import Component, System
from truongluy.verdict import Text

ND85, ND331 = "decree-85-2016", "decree-331-2026"
THEN, NOW = date(2025, 6, 30), date(2026, 11, 24)

QUIET = {
    "kind": "public_service",
    "data_kinds": frozenset({"public", "personal"}),
    "subjects.basic": 0,
    "subjects.sensitive": 0,
    "scope": "unit",
    "online_service.grade": 0,
    "conditional_business": False,
    "settles_administrative_procedures": False,
    "national_harm": "none",
}
"""A service to the public of the lowest level it can have: 2."""


def facts(**changed: Any) -> dict[str, Any]:
    """The quiet facts with some changed; `subjects__basic` is `subjects.basic`, None takes a fact away."""
    named = {name.replace("__", "."): value for name, value in changed.items()}
    return {name: value for name, value in {**QUIET, **named}.items() if value is not None}


def system(name: str = "he-thong", components: tuple[Component, ...] = (), **given: Any) -> System:
    """A system of ours in service; `facts` are its facts, everything else a field of System."""
    fields: dict[str, Any] = {
        "purpose": f"mục đích {name}",
        "owner": "so-gddt",
        "operator": "so-gddt",
        "contact": "it-officer",
        "users": ("staff",),
        "data_kinds": (),
        "devices": (),
        "level": None,
        "decision": "",
        "decided_on": None,
        "approved_by": "",
        "facts": facts(),
    }
    return System(id=name, name=Text(name, name), components=components, **{**fields, **given})
