"""What shows the clauses of documents, as charts, tables and cells; used by the pages of the law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from truongluy.coverage import LEVELS, Cover, Share, count, known_in_part, of_level
from truongluy.policy import Document, Policy
from truongluy.reports.chart import Look, bars
from truongluy.reports.law_words import SHARE_SYMBOLS, SHARES, TARGETS, cover_name, level_name
from truongluy.reports.markup import Html, Nodes, join, link, table, tag
from truongluy.reports.pages import links
from truongluy.reports.vietnamese import number
from truongluy.verdict import Text

UNWATCHED = Text(
    "“Kiểm bằng máy” nghĩa là có kiểm soát cho ít nhất một loại thiết bị mà điều khoản nói tới; loại còn thiếu được ghi "
    "rõ trong ma trận. “Máy kiểm một phần”: máy chỉ thấy được một phần điều khoản, và chưa có hồ sơ nào bổ sung.",
    "“By machine” means that at least one kind of device the clause speaks of has a control; kinds still without one are "
    "named in the matrix. “In part”: a machine sees only part of the clause, and no record adds to it.",
)  # fmt: skip


def look(share: Share) -> Look:
    """How a share is drawn."""
    return Look(f"share-{share.value}", SHARE_SYMBOLS[share], SHARES[share].vi)


def chart(name: str, title: str, rows: Sequence[tuple[str, Mapping[Share, int]]]) -> Html:
    """Bars of shares; rows nobody is asked in are left out, because an empty bar says nothing."""
    return bars(name, title, [(label, counts) for label, counts in rows if sum(counts.values())], look)


def heads(first: Sequence[Nodes]) -> list[Nodes]:
    """The columns of a table of shares: those given, all, then each share with the symbol of the chart."""
    shares: list[Nodes] = [
        [tag("span", SHARE_SYMBOLS[one], aria_hidden="true"), " ", SHARES[one]] for one in Share
    ]
    return [*first, Text("Tất cả", "All"), *shares]


def amounts(covers: Iterable[Cover]) -> list[Nodes]:
    """The cells under `heads` after the first: all, then each share."""
    counted = count(covers)
    return [number(sum(counted.values())), *[number(amount) for amount in counted.values()]]


def by_level(document: Document, covers: Mapping[str, Cover]) -> Html:
    """Chart and table: how many clauses of each level are shown by what."""
    title = Text("Điều khoản theo cấp độ và cách chứng minh", "Clauses by level and what shows them")
    levels = [(level, of_level(covers, document, level)) for level in LEVELS]
    drawn = chart("cover", title.vi, [(f"Cấp {level}", count(asked)) for level, asked in levels])
    rows = [[level_name(level, known_in_part(document, level)), *amounts(asked)] for level, asked in levels]
    return join([drawn, table(title, heads([Text("Cấp độ", "Level")]), rows)])


def cell(policy: Policy, one: Cover) -> Nodes:
    """Everything that shows a clause, each with a link where it has a page, or openly nothing and why."""
    controls = [tag("p", links.control(policy.controls[name])) for name in one.controls]
    named = [
        *(("Hồ sơ", "Record", policy.records[name].title, "records/index.html") for name in one.records),
        *(("Nghĩa vụ", "Duty", policy.duties[name].title, "duties.html") for name in one.duties),
        *(("Quy tắc", "Rule", policy.levels[name].text, None) for name in one.level_rules),
        *(("Ngân sách", "Budget", _budget(policy, name), None) for name in one.budget),
        *(("Chỉ tiêu", "Target", policy.indicators[name].title, _indicator(name)) for name in one.indicators),
    ]
    reason = tag("p", one.reason) if one.reason else None
    return [tag("p", tag("b", cover_name(one.kind))), controls, _others(named), reason, _unwatched(one)]


def _budget(policy: Policy, name: str) -> Text:
    return policy.budget.title(name) or Text(name, name)


def _indicator(name: str) -> str:
    return f"indicators.html#indicator-{name}"


def _others(named: Iterable[tuple[str, str, Text, str | None]]) -> Iterator[Nodes]:
    """Lines for what is not a control: its kind, then its title as a link."""
    for vi, en, title, target in named:
        yield tag("p", f"{vi} / {en}: ", link(f"{links.UP}{target}", title) if target else title)


def _unwatched(one: Cover) -> Nodes:
    if not one.unwatched:
        return None
    vi = ", ".join(TARGETS[target].vi for target in one.unwatched)
    en = ", ".join(TARGETS[target].en for target in one.unwatched)
    return tag("p", Text(f"Chưa có kiểm soát cho: {vi}", f"No control yet for: {en}"), class_="tl-none")
