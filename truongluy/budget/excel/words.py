"""The words of lists that a cell may choose from: categories, sources, kinds, projects, units; and what each stands for."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from truongluy.budget.excel.cells import CellError, plain
from truongluy.budget.excel.form import YES
from truongluy.budget.excel.refusals import printable
from truongluy.budget.model import LineKind
from truongluy.verdict import Text

KINDS = {
    LineKind.CAPITAL.value: Text("Đầu tư", "Capital"),
    LineKind.RECURRENT.value: Text("Thường xuyên", "Recurrent"),
}
_DASH = " – "


@dataclass(frozen=True)
class Words:
    """What a unit's lines may name: id -> title, for each list.

    `never` are the categories that are no security by themselves.
    """

    units: Mapping[str, Text]
    projects: Mapping[str, Text]
    sources: Mapping[str, Text]
    categories: Mapping[str, Text]
    never: frozenset[str]

    def list_for(self, key: str) -> Mapping[str, Text]:
        """The list of a column."""
        return {
            "project": self.projects, "source": self.sources, "category": self.categories, "kind": KINDS, "unit": self.units,
        }[key]  # fmt: skip

    def shown(self, key: str, id_: str) -> str:
        """How the form names an entry: by its title alone, or after its id where people know it by that."""
        title = self.list_for(key)[id_].vi
        return title if key in ("source", "kind") else f"{id_}{_DASH}{title}"

    def find(self, key: str, said: str) -> str:
        """The id of what a cell says: an id, a title, or both; raises CellError with the nearest words."""
        listed = self.list_for(key)
        said = plain(said)
        first = said.split(_DASH)[0]
        if first in listed:
            return first
        known = {plain(title).casefold(): id_ for id_, text in listed.items() for title in (text.vi, text.en)}
        found = known.get(said.casefold())
        if found is not None:
            return found
        near = difflib.get_close_matches(said.casefold(), list(known), 3, 0.5)
        words = ", ".join(self.shown(key, id_) for id_ in dict.fromkeys(known[one] for one in near))
        some = words or ", ".join(list(listed)[:8]) or "-"
        raise CellError(
            Text(f"`{printable(said)}` không có trong danh sách", f"`{printable(said)}` is not in the list"),
            Text(f"chọn trong danh sách, ví dụ: {some}", f"choose from the list, such as: {some}"),
        )


def is_marked(said: str) -> bool:
    """Whether a cell of a column of marks is marked; raises CellError for what is no mark."""
    if plain(said).casefold() in (YES, "có", "yes", "1"):
        return True
    raise CellError(
        Text("không rõ có đánh dấu hay không", "it is unclear whether this is a mark"),
        Text(f"ghi {YES} hoặc để trống", f"write {YES} or leave it empty"),
    )
