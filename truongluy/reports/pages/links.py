"""Where each page of the site stands, and how pages say the same thing in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from truongluy.finding import Finding, SubjectKind
from truongluy.policy import Clause, Control
from truongluy.policy.model import NO_ROLE
from truongluy.reports.due_words import but_waived
from truongluy.reports.joined import Claim, Joined
from truongluy.reports.markup import Html, Nodes, join, link, tag
from truongluy.reports.vietnamese import day, moment, number
from truongluy.reports.wording import DOUBT, LAB_DATA, SEVERITIES, badge, short_title
from truongluy.verdict import Text, Verdict

UP = "../"  # from a page in a folder to the root of the site


def device(name: str, up: str = UP) -> Html:
    """A link to a device's page."""
    return tag("a", name, href=f"{up}devices/{name}.html", class_="tl-name")


def control(one: Control, up: str = UP) -> Html:
    """A link to a control's page, by its title."""
    english = tag("span", one.title.en, class_="en", lang="en")
    return join([link(f"{up}controls/{one.id}.html", one.title.vi), " ", english])


def control_of(joined: Joined, name: str, up: str = UP) -> Nodes:
    """A link to a control by id; a control that is no longer in the policy is only named."""
    found = joined.policy.controls.get(name)
    return control(found, up) if found else tag("code", name)


def subject(joined: Joined, finding: Finding, up: str = UP) -> Html:
    """What a finding speaks of, with a link to its page: a device, or the records and money of a unit or system."""
    if finding.subject_kind is SubjectKind.DEVICE:
        return device(finding.subject, up)
    unit = finding.subject
    if finding.subject_kind is SubjectKind.SYSTEM:
        system = joined.inventory.systems.get(unit)
        unit = system.owner if system else ""
    if unit not in joined.inventory.sites:
        return tag("span", finding.subject, class_="tl-name")
    target = f"{up}records/{unit}.html#{record_anchor(finding.subject, finding.control)}"
    return tag("a", finding.subject, href=target, class_="tl-name")


def record_anchor(name: str, kind: str) -> str:
    """The id of the row of a kind of record of a unit or system."""
    return f"{name}-{kind}".replace("_", "-")


def record_kind(joined: Joined, name: str) -> Nodes:
    """A kind of record, or what is judged of a budget, by its title."""
    found = joined.policy.records.get(name)
    title = found.title if found else joined.policy.budget.title(name)
    return title or tag("code", name)


def clause(one: Clause, up: str = UP) -> Html:
    """A link to a clause in the matrix of its document."""
    return link(f"{up}documents/{one.document}.html#{anchor(one)}", one.id)


def clauses(joined: Joined, names: Sequence[str], up: str = UP) -> Html:
    """Clauses by full id, folded under their number."""
    found = [joined.policy.clauses[name] for name in names]
    listed = [
        [tag("small", one.document), " ", clause(one, up), " ", doubt(one.verified), tag("br")]
        for one in found
    ]
    words = Text(f"{number(len(found))} điều khoản", f"{len(found)} clauses")
    return tag("details", tag("summary", words), listed)


def anchor(one: Clause) -> str:
    """The id of a clause's row."""
    return f"clause-{one.id.lower()}"


def role(name: str) -> Html:
    """What mends a control: a role of ours, the organisation's device manager, or people."""
    if name in NO_ROLE:
        return tag("span", NO_ROLE[name])
    return tag("code", f"roles/{name}")


def severity(one: Control) -> Nodes:
    """The severity in words."""
    return SEVERITIES.get(one.severity, Text(one.severity, one.severity))


def doubt(verified: bool) -> Nodes:
    """The mark every unchecked quotation of the law carries; short, because tables repeat it."""
    return None if verified else tag("span", DOUBT.vi, class_="tl-doubt", title=DOUBT.en)


def doubt_explained() -> Html:
    """What the mark means, once per page that may show it."""
    words = Text(
        " : chưa ai so nội dung hoặc số điều với bản gốc; đừng trích dẫn trước khi so.",
        f"{DOUBT.en}: nobody has compared text or number with the original yet; do not quote before.",
    )
    return tag("p", doubt(False), words)


def tally(counts: Mapping[Verdict, int]) -> Html:
    """The verdicts that occur, each with its number; says so when there are none."""
    shown = [badge(verdict, number(count)) for verdict, count in counts.items() if count]
    return (
        join(_spaced(shown)) if shown else tag("span", Text("chưa đánh giá", "not judged"), class_="tl-none")
    )


def _spaced(nodes: Iterable[Html]) -> Iterable[Nodes]:
    for node in nodes:
        yield node
        yield " "


def claim(one: Claim | None) -> Html:
    """Whether a level may be claimed; never by colour alone."""
    if one is None:
        words = Text("Chưa đánh giá đủ thiết bị hoặc hồ sơ", "Not every device or record was assessed")
        return tag("span", words, class_="tl-none")
    if one.holds:
        records = Text(" và hồ sơ", " and record") if one.with_records else Text("", "")
        apart = but_waived(one.counts[Verdict.WAIVED])
        return tag(
            "span",
            tag("span", "✓", aria_hidden="true"),
            Text(
                f" Đạt mọi kiểm soát máy{records.vi} ở cấp độ {one.level}{apart.vi}",
                f"Meets every machine control{records.en} of level {one.level}{apart.en}",
            ),
            class_="tl-claim tl-claim-yes",
        )
    return tag(
        "span",
        tag("span", "✗", aria_hidden="true"),
        Text(f" Chưa được công bố cấp độ {one.level}", f"Level {one.level} can't be claimed"),
        class_="tl-claim tl-claim-no",
    )


def stamp(joined: Joined, up: str = UP) -> Html:
    """As of when, collected when, from what: at the top of every page."""
    assessment = joined.assessment
    lab = tag("p", LAB_DATA, class_="tl-lab") if joined.inventory.lab else None
    return join(
        [
            tag(
                "dl",
                _pair("Đánh giá theo ngày", "As of", day(assessment.as_of)),
                _pair("Thu thập lúc", "Collected at", moment(assessment.collected_at)),
                _pair("Mạng", "Inventory", assessment.inventory_name),
                _pair("Văn bản có hiệu lực", "Documents in force", _in_force(joined, up)),
                class_="tl-stamp",
            ),
            lab,
        ]
    )


def _in_force(joined: Joined, up: str) -> Nodes:
    """The documents by number; those whose dates nobody compared carry a star, explained once at the end."""
    named = [
        join(
            [
                link(f"{up}documents/{document.id}.html", short_title(document)),
                None if document.validity_verified else "*",
            ]
        )
        for document in joined.documents
    ]
    if all(document.validity_verified for document in joined.documents):
        return join(_commas(named)) or "–"
    words = Text(f"* ngày hiệu lực: {DOUBT.vi}", f"dates of validity {DOUBT.en}")
    return join([*_commas(named), tag("span", words, class_="tl-stars")])


def _commas(nodes: list[Html]) -> Iterable[Nodes]:
    for index, node in enumerate(nodes):
        if index:
            yield "; "
        yield node


def _pair(vi: str, en: str, value: Nodes) -> Html:
    return tag("div", tag("dt", Text(vi, en)), tag("dd", value))
