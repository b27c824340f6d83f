"""What the law and our baseline ask: documents with dates, and controls that satisfy their clauses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.verdict import InputError, Problem, Text

POLICIES = Path(__file__).resolve().parent.parent / "policies"


@dataclass(frozen=True)
class Clause:
    """One requirement of a document; `numbers` holds the printed clause number per level."""

    id: str
    document: str
    text: Text
    levels: tuple[int, ...]
    numbers: Mapping[int, str]
    verified: bool
    level_verified: bool
    check: str
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def full_id(self) -> str:
        """`document.clause`, as controls write it."""
        return f"{self.document}.{self.id}"


@dataclass(frozen=True)
class Document:
    """One legal text; `valid_to` is inclusive, None while it stands."""

    id: str
    title: Text
    kind: str
    valid_from: date
    valid_to: date | None
    validity_verified: bool
    clauses: Mapping[str, Clause]
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)

    def in_force(self, on: date) -> bool:
        """Whether the document is in force on a date."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Parameter:
    """A value a control sets; from the level, or from the inventory."""

    name: str
    desc: Text
    at_level: Mapping[int, Any]
    from_inventory: str | None
    source: str
    verified: bool
    unit: str = ""

    def at(self, level: int) -> Any:
        """The value for a level: that of the largest level given that is not above it."""
        fitting = [given for given in self.at_level if given <= level]
        return self.at_level[max(fitting) if fitting else min(self.at_level)]


@dataclass(frozen=True)
class Control:
    """One control file; the file name is the id."""

    id: str
    topic: str
    path: Path
    title: Text
    why: Text
    severity: str
    applies_to: tuple[str, ...]
    only_functions: tuple[str, ...]
    satisfies: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    check: str
    expect: Mapping[str, Any]
    not_observable_in: Mapping[str, Text]
    fixed_by: str
    breaks: Mapping[str, str]
    samples: Mapping[str, tuple[Mapping[str, Any], ...]]
    references: tuple[str, ...] = ()

    def fits(self, device_class: str, functions: tuple[str, ...]) -> bool:
        """Whether the control speaks of this kind of device at all, whatever its level."""
        if device_class not in self.applies_to:
            return False
        return not self.only_functions or bool(set(self.only_functions) & set(functions))


@dataclass(frozen=True)
class Policy:
    """All documents and controls, and a digest of the files they came from."""

    documents: Mapping[str, Document]
    controls: Mapping[str, Control]
    functions: Mapping[str, Mapping[str, Any]]
    digest: str

    @cached_property
    def clauses(self) -> Mapping[str, Clause]:
        """Every clause by its full id."""
        return {c.full_id: c for d in self.documents.values() for c in d.clauses.values()}

    @cached_property
    def controls_of_clause(self) -> Mapping[str, tuple[Control, ...]]:
        """Clause id to the controls that satisfy it: the link computed backwards."""
        found: dict[str, list[Control]] = {}
        for control in self.controls.values():
            for clause in control.satisfies:
                found.setdefault(clause, []).append(control)
        return {clause: tuple(controls) for clause, controls in found.items()}

    def in_force(self, on: date) -> tuple[Document, ...]:
        """Documents in force on a date."""
        return tuple(d for d in self.documents.values() if d.in_force(on))

    def asked(self, control: Control, level: int, on: date) -> tuple[Clause, ...]:
        """The clauses in force on a date that ask this control at this level; empty when nobody asks."""
        clauses = (self.clauses[name] for name in control.satisfies)
        return tuple(c for c in clauses if level in c.levels and self.documents[c.document].in_force(on))


def text(raw: Any) -> Text:
    """Bilingual text from its mapping."""
    return Text(str(raw["vi"]).strip(), str(raw["en"]).strip())


def load(path: Path = POLICIES) -> Policy:
    """Read and cross-check the whole policy; raises InputError with every problem found."""
    files = (
        sorted(path.glob("documents/*.yml"))
        + sorted(path.glob("controls/*/*.yml"))
        + [path / "functions.yml"]
    )
    documents: dict[str, Document] = {}
    controls: dict[str, Control] = {}
    problems: list[Problem] = []
    digest = hashlib.sha256()
    functions: Mapping[str, Any] = {}
    for file in files:
        digest.update(file.relative_to(path).as_posix().encode() + b"\0" + file.read_bytes())
        loaded = yamlfile.load(file)
        if file.name == "functions.yml":
            functions = loaded.data
        elif found := yamlfile.check(loaded, path / "schemas" / f"{_kind(file)}.yml"):
            problems.extend(found)
        elif _kind(file) == "document":
            documents[file.stem] = _document(file.stem, loaded.data)
        else:
            _add_control(controls, _control(file, loaded.data), problems)
    problems.extend(_unknown_clauses(documents, controls))
    if problems:
        raise InputError(problems)
    return Policy(documents, controls, functions, digest.hexdigest())


def _kind(file: Path) -> str:
    return "document" if file.parent.name == "documents" else "control"


def _add_control(controls: dict[str, Control], control: Control, problems: list[Problem]) -> None:
    if control.id in controls:
        problems.append(
            Problem(
                control.path, 1,
                Text(f"kiểm soát '{control.id}' đã có", f"control '{control.id}' exists already"),
                Text(f"xem {controls[control.id].path}", f"see {controls[control.id].path}"),
                Text("đặt tên khác cho tệp", "give the file another name"),
            )
        )  # fmt: skip
    controls[control.id] = control


def _unknown_clauses(documents: Mapping[str, Document], controls: Mapping[str, Control]) -> list[Problem]:
    known = {clause.full_id for document in documents.values() for clause in document.clauses.values()}
    return [
        Problem(
            control.path,
            yamlfile.load(control.path).line(("satisfies", position)),
            Text(f"điều khoản '{clause}' không có", f"clause '{clause}' does not exist"),
            Text("không có trong policies/documents/", "it is not in policies/documents/"),
            Text("sửa mã hoặc thêm điều khoản", "correct the id or add the clause"),
        )
        for control in controls.values()
        for position, clause in enumerate(control.satisfies)
        if clause not in known
    ]


def _document(name: str, raw: Mapping[str, Any]) -> Document:
    clauses = {}
    for item in raw["clauses"]:
        numbers = {int(level): str(number) for level, number in (item.get("numbers") or {}).items()}
        clauses[item["id"]] = Clause(
            id=item["id"],
            document=name,
            text=Text(item["vi"], item["en"]),
            levels=tuple(item["levels"]),
            numbers=numbers,
            verified=bool(item["verified"]),
            level_verified=bool(item.get("level_verified", False)),
            check=item.get("check", "evidence"),
            raw=item,
        )
    return Document(
        id=name,
        title=text(raw["title"]),
        kind=raw["kind"],
        valid_from=_date(raw["valid_from"]),
        valid_to=_date(raw["valid_to"]) if raw.get("valid_to") else None,
        validity_verified=bool(raw.get("validity_verified", False)),
        clauses=clauses,
        raw=raw,
    )


def _date(raw: Any) -> date:
    return raw if isinstance(raw, date) else date.fromisoformat(str(raw))


def _control(file: Path, raw: Mapping[str, Any]) -> Control:
    return Control(
        id=file.stem,
        topic=file.parent.name,
        path=file,
        title=text(raw["title"]),
        why=text(raw["why"]),
        severity=raw["severity"],
        applies_to=tuple(raw["applies_to"]),
        only_functions=tuple(raw.get("only_functions", ())),
        satisfies=tuple(raw["satisfies"]),
        parameters={name: _parameter(name, given) for name, given in raw.get("parameters", {}).items()},
        check=raw["check"],
        expect=raw["expect"],
        not_observable_in={kind: text(reason) for kind, reason in raw.get("not_observable_in", {}).items()},
        fixed_by=raw["fixed_by"],
        breaks=dict(raw["break"]),
        samples={kind: tuple(raw["samples"][kind]) for kind in ("pass", "fail")},
        references=tuple(raw.get("references", ())),
    )


def _parameter(name: str, raw: Mapping[str, Any]) -> Parameter:
    source = raw.get("source") or {}
    return Parameter(
        name=name,
        desc=text(raw["desc"]),
        at_level={int(level): value for level, value in (raw.get("at_level") or {}).items()},
        from_inventory=raw.get("from_inventory"),
        source=str(source.get("text", "")),
        verified=bool(source.get("verified", False)),
        unit=str(raw.get("unit", "")),
    )
