"""Builds the policy from its files, or says everything that is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.policy import budget as budget_of
from truongluy.policy import crosswalk as crosswalk_of
from truongluy.policy import duties as duties_of
from truongluy.policy import indicators as indicators_of
from truongluy.policy import level_rules as levels_of
from truongluy.policy import records as records_of
from truongluy.policy.links import unknown_clauses
from truongluy.policy.model import Clause, Control, Document, Parameter, Policy
from truongluy.verdict import InputError, Problem, Text

POLICIES = Path(__file__).resolve().parents[2] / "policies"
_OTHER_FILES = ("levels", "records", "duties", "crosswalk", "indicators", "budget")
"""Files beside documents and controls that the digest covers too."""


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
    problems.extend(_unknown_documents(documents, controls))
    topics = _topics(path, documents, controls, problems)
    for file in [path / f"{name}.yml" for name in _OTHER_FILES if (path / f"{name}.yml").is_file()]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    if problems:
        raise InputError(problems)
    return Policy(documents, controls, functions, digest.hexdigest(), **topics)


def _topics(
    path: Path, documents: Mapping[str, Document], controls: Mapping[str, Control], problems: list[Problem]
) -> dict[str, Any]:
    """What stands beside documents and controls, by the field of Policy it fills; `problems` grows."""
    clauses = {clause.full_id: clause.raw for one in documents.values() for clause in one.clauses.values()}
    records, found = records_of.read(path / "records.yml")
    problems.extend(found or records_of.check(path / "records.yml", clauses))
    duties, found = duties_of.read(path / "duties.yml")
    problems.extend(found or duties_of.check(path / "duties.yml", clauses, records))
    crosswalk, found = crosswalk_of.read(path, documents)
    problems.extend(found)
    indicators, found = indicators_of.read(path / "indicators.yml")
    problems.extend(found or indicators_of.check(path / "indicators.yml", clauses, controls, records))
    level_rules, found = levels_of.read(path / "levels.yml")
    problems.extend(found or levels_of.check(path / "levels.yml", clauses, documents))
    budget, found = budget_of.read(path / "budget.yml")
    problems.extend(found or budget_of.check(path / "budget.yml", clauses))
    return {
        "records": records,
        "duties": duties,
        "crosswalk": crosswalk,
        "indicators": indicators,
        "level_rules": level_rules,
        "budget": budget,
    }


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
    named = [control for control in controls.values() if not known.issuperset(control.satisfies)]
    return [
        problem
        for control in named
        for problem in unknown_clauses(
            yamlfile.load(control.path),
            [(("satisfies", position), clause) for position, clause in enumerate(control.satisfies)],
            known,
        )
    ]


def _unknown_documents(documents: Mapping[str, Document], controls: Mapping[str, Control]) -> list[Problem]:
    return [
        Problem(
            control.path,
            yamlfile.load(control.path).line(("parameters", name, "source", "documents", position)),
            Text(f"văn bản '{document}' không có", f"document '{document}' does not exist"),
            Text("không có trong policies/documents/", "it is not in policies/documents/"),
            Text("sửa mã hoặc thêm văn bản", "correct the id or add the document"),
        )
        for control in controls.values()
        for name, parameter in control.parameters.items()
        for position, document in enumerate(parameter.documents)
        if document not in documents
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
        mends=dict(raw.get("mend", {})),
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
        documents=tuple(source.get("documents", ())),
    )
