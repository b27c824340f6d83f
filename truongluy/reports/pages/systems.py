"""The list of information systems: approved level beside the one each decree proposes."""

from __future__ import annotations

from collections.abc import Iterable

from truongluy.inventory import System
from truongluy.levels import propose
from truongluy.reports import level_words as words
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, heading, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.pages.system import doubt_of, proposals_of, system_link
from truongluy.reports.wording import short_title
from truongluy.verdict import Text

_GROUPS = (
    (Text("Hệ thống của ta, đang dùng", "Ours, in service"), "own", "in_service"),
    (Text("Hệ thống của ta, dự kiến", "Ours, planned"), "own", "planned"),
    (Text("Hệ thống của cơ quan khác mà ta dùng", "Of other bodies, used by us"), "external", "in_service"),
)


def systems_index(joined: Joined) -> str:
    """All systems: approved beside proposed under each decree, and what needs a look."""
    blocks: list[str] = [links.stamp(joined)]
    for title, hosted, state in _GROUPS:
        chosen = [
            one
            for one in joined.inventory.systems.values()
            if one.hosted == hosted and (hosted == "external" or one.state == state)
        ]
        if chosen:
            blocks += [heading(2, title), _listed(joined, title, chosen)]
    return page("Hệ thống thông tin", *blocks, links.doubt_explained(), hide=("navigation",))


def _listed(joined: Joined, title: Text, systems: Iterable[System]) -> Html:
    decrees = joined.policy.level_rules.decrees
    heads: list[Nodes] = [
        Text("Hệ thống", "System"),
        Text("Đã phê duyệt", "Approved"),
        *[short_title(joined.policy.documents[name]) for name in decrees],
        Text("Cần xem lại", "To look at"),
    ]
    rows: list[list[Nodes]] = []
    for system in systems:
        by = {one.document.id: one for one in proposals_of(joined, system) if one.document}
        now = propose(system, joined.policy, joined.assessment.as_of, joined.inventory.systems.values())
        concerns: list[Nodes] = [tag("p", one.text) for one in now.concerns]
        owner = Text(f"chủ quản: {system.external_owner}", f"owner: {system.external_owner}")
        rows.append(
            [
                system_link(system),
                str(system.approved(joined.assessment.as_of) or "–"),
                *[[words.proposed(by[name]), " ", doubt_of(by[name])] for name in decrees],
                owner if system.hosted == "external" else concerns or "–",
            ]
        )
    return table(title, heads, rows)
