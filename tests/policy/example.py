"""A small policy and inventory for tests of the judge: dữ liệu minh họa."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from truongluy import inventory as inventory_of
from truongluy.evidence import DeviceEvidence, Evidence, RawAnswer
from truongluy.policy import Clause, Control, Document, Parameter, Policy
from truongluy.verdict import Text

AT = datetime(2026, 11, 23, tzinfo=UTC)
WORDS = Text("chữ", "words")
# Without its papers: records and waivers name what the real policy has, and this policy is a small one.
LAB = replace(
    inventory_of.load(Path(__file__).resolve().parents[2] / "inventories" / "lab"), records=(), waivers={}
)


def document(name: str, valid_from: str, valid_to: str | None, levels: tuple[int, ...]) -> Document:
    clause = Clause(
        "A-01", name, WORDS, levels, {level: f"{level}.1" for level in levels}, False, False, "machine"
    )
    until = date.fromisoformat(valid_to) if valid_to else None
    return Document(name, WORDS, "standard", date.fromisoformat(valid_from), until, False, {"A-01": clause})


def control(**changes) -> Control:
    attempts = Parameter("attempts", WORDS, {1: 6, 3: 4}, None, "project default", False)
    given = {
        "id": "attempts_limited", "topic": "ssh", "path": Path("x.yml"), "title": WORDS, "why": WORDS, "severity": "high",
        "applies_to": ("server",), "only_functions": (), "satisfies": ("old.A-01", "new.A-01"),
        "parameters": {"attempts": attempts}, "check": "fact_values", "expect": {"ssh.max_auth_tries": {"at_most": "{attempts}"}},
        "not_observable_in": {}, "fixed_by": "ssh_server", "breaks": {}, "samples": {"pass": (), "fail": ()},
    }  # fmt: skip
    return Control(**{**given, **changes})


def policy(*controls: Control, old=(1, 2, 3, 4, 5), new=(2, 3)) -> Policy:
    documents = {
        "old": document("old", "2017-01-01", "2026-06-30", old),
        "new": document("new", "2026-07-24", None, new),
    }
    return Policy(documents, {one.id: one for one in controls or (control(),)}, {}, "0" * 64)


def evidence(stdout: str = "maxauthtries 4\n", error: Text | None = None, **answers: str) -> Evidence:
    raw = tuple(
        RawAnswer(name, name, text, "", 0, AT.isoformat())
        for name, text in {"ssh_effective": stdout, **answers}.items()
    )
    device = DeviceEvidence("portal-01", "debian", "10.99.10.11", AT, raw if not error else (), error=error)
    return Evidence("lab", AT, {"portal-01": device})
