"""The files of one inventory, read but not yet believed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.budget import files as budget_of
from truongluy.budget import prices as prices_of
from truongluy.budget.model import BudgetFile, Project
from truongluy.inventory.classes import GROUPS, NOT_DEPLOYED
from truongluy.verdict import InputError, Problem, Text

SCHEMAS = Path(__file__).parents[2] / "inventories" / "schemas"

OPTIONAL_FOLDERS = ("waivers", "records", "incidents", "figures", "wifi", "rooms")
"""Folders an inventory may have beside hosts/ and systems/: every file of one obeys schemas/<folder>.yml."""

BUDGET = "budget"
"""An optional folder too, of files that truongluy/budget/files.py reads: too long for YAML alone."""

MAPPINGS = "mappings"
"""Folder below budget/ that says how columns of workbooks are read; what was imported does not depend on it any more."""

STORED = "files"
"""Folder below records/ in which the documents themselves stand."""


@dataclass(frozen=True)
class Host:
    """One host line: its name, the group it stands in, its values, and how to find its lines."""

    name: str
    group: str
    values: dict[str, Any]
    document: yamlfile.Document

    @property
    def site(self) -> str:
        return self.values["site"]

    @property
    def device_class(self) -> str:
        return self.values["device_class"]

    def problem(self, path: yamlfile.Path, what: Text, why: Text, remedy: Text) -> Problem:
        """A problem at `path` inside this host."""
        return problem(self.document, (self.group, "hosts", self.name, *path), what, why, remedy)


@dataclass
class Source:
    """All files of an inventory as documents; `problems` holds what already went wrong."""

    path: Path
    organisation: yamlfile.Document | None = None
    host_files: dict[str, yamlfile.Document] = field(default_factory=dict)
    system_files: dict[str, yamlfile.Document] = field(default_factory=dict)
    optional_files: dict[str, dict[str, yamlfile.Document]] = field(default_factory=dict)
    budget_files: list[BudgetFile] = field(default_factory=list)
    projects: Mapping[str, Project] = field(default_factory=dict)
    prices: prices_of.Prices = field(default_factory=prices_of.Prices)
    problems: list[Problem] = field(default_factory=list)

    def files_in(self, folder: str) -> dict[str, yamlfile.Document]:
        """The documents of an optional folder by stem; empty where there is no such folder."""
        return self.optional_files.get(folder, {})

    @property
    def units(self) -> list[dict[str, Any]]:
        return self.organisation.data["units"] if self.organisation else []

    @property
    def people(self) -> list[dict[str, Any]]:
        return self.organisation.data["people"] if self.organisation else []

    def hosts(self) -> Iterator[Host]:
        """Every host line, in file order."""
        for document in self.host_files.values():
            for group in GROUPS:
                for name, values in document.get(group, "hosts", default={}).items():
                    yield Host(name, group, values, document)

    def deployed(self) -> list[Host]:
        """The hosts that are there to be read: neither planned nor retired."""
        return [host for host in self.hosts() if host.values["state"] not in NOT_DEPLOYED]

    def digest(self) -> str:
        """SHA-256 over the relative name and the bytes of every file, stored documents too."""
        total = hashlib.sha256()
        stored = sorted(
            p for p in (self.path / "records" / STORED).rglob("*") if p.is_file() and not p.is_symlink()
        )
        budget = sorted((self.path / BUDGET).glob("*.yml"))
        for file in [self.path / "organisation.yml", *_files(self.path), *budget, *stored]:
            content = file.read_bytes()
            total.update(f"{file.relative_to(self.path).as_posix()}\0{len(content)}\0".encode())
            total.update(content)
        return total.hexdigest()


def problem(document: yamlfile.Document, path: yamlfile.Path, what: Text, why: Text, remedy: Text) -> Problem:
    """A problem at the line of `path` in a document."""
    return Problem(document.file, document.line(path), what, why, remedy)


def not_a_date(document: yamlfile.Document, path: yamlfile.Path, example: str) -> Problem:
    """The problem of a value that should be a plain date: quoted, or with a time, it is none."""
    key = path[-1]
    return problem(
        document,
        path,
        Text(f"`{key}` không phải ngày", f"`{key}` is not a date"),
        Text("cần năm-tháng-ngày, không nháy, không giờ", "it takes year-month-day, no quotes, no time"),
        Text(f"ví dụ: {example}", f"for example: {example}"),
    )


def read(path: Path) -> Source:
    """Read every file of an inventory folder, check each against its schema and for secrets."""
    source = Source(path)
    if not path.is_dir():
        source.problems.append(_no_folder(path))
        return source
    source.organisation = _read(source, path / "organisation.yml", "organisation.yml")
    source.problems.extend(_strangers(path))
    for file in _files(path):
        folder = file.parent.name
        document = _read(source, file, f"{folder}.yml")
        if document is not None:
            required = {"hosts": source.host_files, "systems": source.system_files}
            required.get(folder, source.optional_files.setdefault(folder, {}))[file.stem] = document
    _read_budget(source)
    if not source.problems and not any(True for _ in source.hosts()):
        source.problems.append(_no_devices(path))
    return source


def _read(source: Source, file: Path, schema: str) -> yamlfile.Document | None:
    try:
        document = yamlfile.load(file)
    except InputError as error:
        source.problems.extend(error.problems)
        return None
    found = yamlfile.secrets_in(document)
    secret_lines = {problem.line for problem in found}
    found += [p for p in yamlfile.check(document, SCHEMAS / schema) if p.line not in secret_lines]
    found += _templates(document)
    source.problems.extend(found)
    return None if found else document


def _read_budget(source: Source) -> None:
    for file in sorted((source.path / BUDGET).glob("*.yml")):
        try:
            if file.name == budget_of.PROJECTS:
                source.projects = budget_of.read_projects(file)
            elif file.name == prices_of.NAME:
                source.prices = prices_of.read(file)
            else:
                source.budget_files.append(budget_of.read(file))
        except InputError as error:
            source.problems.extend(error.problems)


def _files(path: Path) -> list[Path]:
    folders = ("hosts", "systems", *OPTIONAL_FOLDERS)
    return [file for folder in folders for file in sorted((path / folder).glob("*.yml"))]


def _strangers(path: Path) -> Iterator[Problem]:
    """What Ansible might read beside our files, or we would silently leave out."""
    for folder in ("hosts", "systems", *OPTIONAL_FOLDERS, BUDGET):
        if not (path / folder).is_dir():
            if folder in ("hosts", "systems"):
                yield _no_folder(path / folder)
            continue
        for entry in sorted((path / folder).iterdir()):
            if (folder, entry.name) in ((BUDGET, MAPPINGS), ("records", STORED)):
                continue
            if entry.suffix != ".yml" or not entry.is_file():
                yield Problem(
                    entry,
                    0,
                    Text("chỉ tệp .yml được nằm ở đây", "only .yml files belong here"),
                    Text(
                        "Ansible có thể đọc nó trong khi phần còn lại bỏ qua",
                        "Ansible may read it while the rest would ignore it",
                    )
                    if folder == "hosts"
                    else Text("tệp khác đuôi sẽ bị bỏ qua", "a file with another suffix would be ignored"),
                    Text("đổi đuôi tệp thành .yml hoặc chuyển đi", "rename it to .yml or move it away"),
                )


def _templates(document: yamlfile.Document) -> Iterator[Problem]:
    """Jinja in a value: Ansible would compute it, our reader and pyinfra would not."""
    for path, value in _texts(document.data, ()):
        if "{{" in value or "{%" in value:
            yield problem(
                document,
                path,
                Text("giá trị chứa mẫu Jinja", "the value holds a Jinja template"),
                Text("mỗi công cụ sẽ hiểu một khác", "each tool would read it differently"),
                Text("viết giá trị cụ thể", "write the plain value"),
            )


def _texts(value: Any, path: yamlfile.Path) -> Iterator[tuple[yamlfile.Path, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
    elif isinstance(value, str):
        yield path, value


def _no_folder(path: Path) -> Problem:
    return Problem(
        path,
        0,
        Text("không có thư mục này", "there is no such folder"),
        Text(
            "kho mô tả gồm organisation.yml, hosts/ và systems/",
            "an inventory is organisation.yml, hosts/ and systems/",
        ),
        Text("kiểm tra đường dẫn", "check the path"),
    )


def _no_devices(path: Path) -> Problem:
    return Problem(
        path / "hosts",
        0,
        Text("không có thiết bị nào", "there is no device"),
        Text("một kho mô tả rỗng không chứng minh được gì", "an empty inventory proves nothing"),
        Text("thêm hosts/<đơn vị>.yml", "add hosts/<site>.yml"),
    )
