"""What every file of the policy that names clauses must keep: they exist."""

from __future__ import annotations

from collections.abc import Container, Iterable

from truongluy import yamlfile
from truongluy.verdict import Problem, Text


def unknown_clauses(
    document: yamlfile.Document, places: Iterable[tuple[yamlfile.Path, str]], known: Container[str]
) -> list[Problem]:
    """One problem for each (path, full clause id) of a file whose clause is in no document."""
    return [
        Problem(
            document.file,
            document.line(path),
            Text(f"điều khoản '{clause}' không có", f"clause '{clause}' does not exist"),
            Text("không có trong policies/documents/", "it is not in policies/documents/"),
            Text("sửa mã hoặc thêm điều khoản", "correct the id or add the clause"),
        )
        for path, clause in places
        if clause not in known
    ]
