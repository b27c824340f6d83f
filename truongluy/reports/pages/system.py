"""One page per information system: what it is, the level each decree gives it, the level approved, its devices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truongluy.inventory import System
from truongluy.levels import Concern, Fired, Proposal, propose, propose_under
from truongluy.levels.weighing import targets_of
from truongluy.reports import level_words as words
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, heading, join, link, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.wording import short_title
from truongluy.verdict import Text

_SAID = ("owner", "composite", "split", "risk", "kept")
_USERS = {
    "staff": Text("cán bộ", "staff"),
    "teachers": Text("giáo viên", "teachers"),
    "pupils": Text("học sinh", "pupils"),
    "parents": Text("phụ huynh", "parents"),
    "guests": Text("khách", "guests"),
    "public": Text("người dân", "the public"),
}


def system_page(joined: Joined, system: System) -> str:
    """The page of one system."""
    proposals = proposals_of(joined, system)
    now = propose(system, joined.policy, joined.assessment.as_of, joined.inventory.systems.values())
    blocks = [
        links.stamp(joined),
        tag("p", tag("span", system.name.en, class_="en", lang="en")),
        _identity(joined, system),
        heading(2, Text("Cấp độ được phê duyệt và đề xuất", "Level approved and proposed")),
        _verdict(joined, system, now),
        *_concerns(joined, now.concerns),
        links.doubt_explained(),
        *[block for one in proposals for block in _proposal(joined, one)],
        heading(2, Text("Đặc điểm đã khai", "Facts declared")),
        _facts(joined, system, proposals),
        heading(2, Text("Thiết bị", "Devices")),
        _devices(joined, system),
    ]
    return page(f"Hệ thống: {system.name.vi}", *blocks, hide=("navigation",))


def _english(text: Text) -> Html:
    return tag("span", text.en, class_="en", lang="en")


def proposals_of(joined: Joined, system: System) -> list[Proposal]:
    """What each decree would say of a system, the one in force first."""
    on, systems = joined.assessment.as_of, joined.inventory.systems.values()
    found = [
        propose_under(system, joined.policy, decree, on, systems)
        for decree in joined.policy.level_rules.decrees
    ]
    return sorted(found, key=lambda one: not (one.document and one.document.in_force(on)))


def _identity(joined: Joined, system: System) -> Html:
    sites, people = joined.inventory.sites, joined.inventory.people

    def unit(name: str) -> Nodes:
        return sites[name].name if name in sites else "–"

    rows: list[list[Nodes]] = [
        [Text("Mã", "Id"), tag("code", system.id)],
        [Text("Mục đích", "Purpose"), system.purpose],
        [
            Text("Chủ quản", "Owner"),
            unit(system.owner) if system.hosted == "own" else f"{system.external_owner} (bên ngoài)",
        ],
        [Text("Vận hành", "Operator"), unit(system.operator)],
        [
            Text("Người phụ trách", "Contact"),
            people[system.contact].name if system.contact in people else system.contact,
        ],
        [
            Text("Phục vụ", "Serves"),
            Text(
                ", ".join(_USERS[one].vi for one in system.users),
                ", ".join(_USERS[one].en for one in system.users),
            ),
        ],
        [
            Text("Tình trạng", "State"),
            Text("dự kiến", "planned") if system.state == "planned" else Text("đang dùng", "in service"),
        ],
    ]
    if system.domains:
        rows.append([Text("Tên miền", "Domains"), ", ".join(system.domains)])
    if system.part_of:
        rows.append([Text("Là một phần của", "Part of"), link(f"{system.part_of}.html", system.part_of)])
    return table(
        Text("Thông tin hệ thống", "The system"), [Text("Mục", "Item"), Text("Giá trị", "Value")], rows
    )


def _verdict(joined: Joined, system: System, now: Proposal) -> Html:
    approver = joined.inventory.people.get(system.approved_by)
    signed = tag("p", f"{approver.role}: {approver.name}") if approver else None
    standing = system.approved(joined.assessment.as_of)
    late = Text(" (sau ngày đánh giá)", " (after the date of the assessment)")
    rows: list[list[Nodes]] = [
        [
            Text("Đã phê duyệt", "Approved"),
            [words.approval(system), late if system.level and standing is None else None, signed],
        ],
        [
            Text("Đề xuất theo ngày đánh giá", "Proposed as of this date"),
            [words.proposed(now), " ", doubt_of(now), tag("p", now.reason) if now.reason else None],
        ],
        [
            Text("Kiểm soát máy và hồ sơ", "Machine controls and records"),
            links.claim(joined.system_claim(system)),
        ],
    ]
    caption = Text("Cấp độ được phê duyệt đứng riêng với cấp độ đề xuất", "Approved and proposed stand apart")
    return table(caption, [Text("Mục", "Item"), Text("Giá trị", "Value")], rows)


def _concerns(joined: Joined, concerns: Sequence[Concern]) -> list[str]:
    if not concerns:
        return []
    items = [
        tag("li", one.text, [" [", _cited(joined, one.basis), "]"] if one.basis else None) for one in concerns
    ]
    return [heading(3, Text("Cần xem lại", "To look at")), tag("ul", *items)]


def _proposal(joined: Joined, one: Proposal) -> list[str]:
    """What one decree says: the rules that decide, the questions still open, the edges."""
    if one.document is None:
        return []
    in_force = one.document.in_force(joined.assessment.as_of)
    state = Text("có hiệu lực", "in force") if in_force else Text("không có hiệu lực", "not in force")
    name = short_title(one.document)
    blocks: list[str] = [
        heading(3, Text(f"Theo {name}", f"By {one.document.title.en.split(' on ')[0]}")),
        tag(
            "p",
            tag("b", words.proposed(one).vi),
            " ",
            _english(words.proposed(one)),
            " ",
            doubt_of(one),
            "; ngày đánh giá: ",
            state,
            " ",
            links.doubt(one.document.validity_verified),
        ),
    ]
    blocks += [tag("p", one.reason)] if one.reason else []
    if one.deciding:
        blocks.append(_decided(joined, one))
    if one.questions:
        asked = [tag("li", words.question(question)) for question in one.questions]
        blocks.append(tag("div", tag("p", Text("Còn phải hỏi:", "Still to ask:")), tag("ul", *asked)))
    if one.edges:
        blocks.append(_edges(joined, name, one))
    said = [
        tag("li", each.text, " [", _cited(joined, each.basis), "]")
        for each in one.principles
        if each.role in _SAID
    ]
    return [*blocks, tag("ul", *said)] if said else blocks


def _decided(joined: Joined, one: Proposal) -> Html:
    declared = {
        target.part: target.facts for target in targets_of(one.system, joined.inventory.systems.values())
    }

    def row(fired: Fired) -> list[Nodes]:
        return [
            words.of_part(fired.part, fired.rule.text),
            words.why(fired, declared.get(fired.part, {})),
            _cited(joined, fired.rule.basis),
        ]

    heads = [Text("Quy tắc", "Rule"), Text("Vì đã khai", "Because declared"), Text("Căn cứ", "Basis")]
    caption = Text("Quy tắc quyết định", "The rules that decide")
    return table(
        [caption, f" ({short_title(one.document)})" if one.document else None], heads, map(row, one.deciding)
    )


def _edges(joined: Joined, name: str, one: Proposal) -> Html:
    rows: list[list[Nodes]] = [
        [words.of_part(edge.part, edge.fact.name), words.edge(edge), _cited(joined, edge.basis)]
        for edge in one.edges
    ]
    heads = [Text("Đặc điểm", "Fact"), Text("Nếu", "If"), Text("Căn cứ", "Basis")]
    return table(
        [Text("Điều gì làm thay đổi cấp độ", "What would change the level"), f" ({name})"], heads, rows
    )


def _facts(joined: Joined, system: System, proposals: Sequence[Proposal]) -> Html:
    """Declared facts, and those a rule asked for and nobody declared."""
    asked = {question.fact.id for one in proposals for question in one.questions}
    rows: list[list[Nodes]] = []
    for target in targets_of(system)[: 1 + len(system.components)]:
        own = target.facts if target.part is None else _own(system, target.part)
        for name, fact in joined.policy.level_rules.facts.items():
            label = words.of_part(target.part, fact.name)
            if name in own:
                rows.append([label, words.value(fact, own[name])])
            elif name in asked and target.part is None and name not in target.facts:
                rows.append([label, tag("b", Text("chưa khai", "not declared"))])
    none = tag("p", Text("Chưa khai đặc điểm nào.", "No fact is declared."))
    heads = [Text("Đặc điểm", "Fact"), Text("Giá trị", "Value")]
    return (
        table(Text("Đặc điểm quyết định cấp độ", "Facts that decide the level"), heads, rows)
        if rows
        else none
    )


def _own(system: System, part: Text) -> dict[str, object]:
    return next((dict(one.facts) for one in system.components if one.name == part), {})


def _devices(joined: Joined, system: System) -> Html:
    if not system.devices:
        words_of = Text(
            "Không có thiết bị nào của ta mang hệ thống này.", "No device of ours carries this system."
        )
        return tag("p", words_of)
    known, assessed = joined.inventory.devices, {device.name: device for device in joined.devices}
    rows: list[list[Nodes]] = [
        [
            links.device(name) if name in assessed else name,
            str(known[name].level) if name in known else "–",
            links.claim(joined.device_claim(assessed[name])) if name in assessed else "–",
        ]
        for name in system.devices
    ]
    heads = [Text("Thiết bị", "Device"), Text("Cấp độ", "Level"), Text("Kết luận", "Claim")]
    return table(Text("Thiết bị mang hệ thống", "Devices that carry it"), heads, rows)


def doubt_of(one: Proposal) -> Nodes:
    """The mark of doubt, when a clause that decides or may decide was not compared with the original."""
    return links.doubt(one.verified)


def _cited(joined: Joined, names: Iterable[str]) -> Nodes:
    """Clauses as printed, with a link where their document has a page, each with its own doubt."""
    shown: list[Nodes] = []
    in_force = {document.id for document in joined.documents}
    for name in names:
        clause = joined.policy.clauses[name]
        place = (
            f"{short_title(joined.policy.documents[clause.document])}, {clause.raw.get('section', clause.id)}"
        )
        target = f"{links.UP}documents/{clause.document}.html#{links.anchor(clause)}"
        cited: Nodes = link(target, place) if clause.document in in_force else place
        shown += ["; " if shown else None, cited, " ", links.doubt(clause.verified)]
    return shown


def system_link(system: System, up: str = links.UP) -> Html:
    """A link to a system's page."""
    return join([link(f"{up}systems/{system.id}.html", system.name.vi), " ", _english(system.name)])
