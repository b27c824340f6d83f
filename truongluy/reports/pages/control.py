"""One page per control, in the order a reader asks: what, why, good and bad, values, check, remedy, law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from truongluy.assess import bind
from truongluy.policy import Clause, Control, Parameter
from truongluy.policy.model import NO_ROLE
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, heading, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.wording import badge, class_name, expectation, value_in_words
from truongluy.verdict import Text

_LEVELS = range(1, 6)


def control_page(joined: Joined, control: Control) -> str:
    """The page of one control."""
    return page(
        control.title.vi,
        tag("p", tag("span", control.title.en, class_="en", lang="en")),
        links.stamp(joined),
        _identity(control),
        heading(2, Text("Vì sao", "Why")),
        tag("p", control.why),
        heading(2, Text("Yêu cầu và cách kiểm tra", "What is asked and how it is checked")),
        _checked(control),
        *_samples(control),
        *_values(control),
        heading(2, Text("Cách khắc phục", "How it is mended")),
        _mended(control),
        heading(2, Text("Căn cứ", "Legal basis")),
        links.doubt_explained(),
        _basis(joined, control),
        heading(2, Text("Kết quả trên thiết bị", "Verdicts")),
        _verdicts(joined, control),
        *_references(control),
    )


def _identity(control: Control) -> Html:
    return table(
        Text("Tóm tắt", "Summary"),
        [Text("Mục", "Item"), Text("Giá trị", "Value")],
        [
            [Text("Mã", "Id"), tag("code", control.id)],
            [Text("Mức độ nghiêm trọng", "Severity"), links.severity(control)],
            [Text("Áp dụng cho", "Applies to"), [[class_name(one), " "] for one in control.applies_to]],
            [
                Text("Chỉ thiết bị có chức năng", "Only devices that serve as"),
                ", ".join(control.only_functions) or "–",
            ],
        ],
    )


def _checked(control: Control) -> str:
    expect = bind(control.expect, {name: f"«{name}»" for name in control.parameters})
    rows: list[list[Nodes]] = [[tag("code", path), words] for path, words in expectation(expect)]
    shown = table(
        Text("Điều phải đúng", "What must be true"),
        [Text("Dữ kiện đọc từ thiết bị", "Fact read from the device"), Text("Điều kiện", "Condition")],
        rows,
    )
    note = Text(
        "Dữ kiện không đọc được thì kết quả là “Không xác định”, không bao giờ là “Đạt”.",
        "A fact that can't be read gives “unknown”, never “pass”.",
    )
    hidden = [
        tag(
            "p",
            Text(
                f"Trong {kind}: không áp dụng, vì {reason.vi}.",
                f"In a {kind}: not applicable, because {reason.en}.",
            ),
        )
        for kind, reason in control.not_observable_in.items()
    ]
    if control.parameters:
        hidden.append(tag("p", Text("«…» là giá trị ở bảng bên dưới.", "«…» is a value of the table below.")))
    return "\n\n".join([shown, tag("p", note), *hidden])


def _samples(control: Control) -> list[str]:
    blocks = [heading(2, Text("Ví dụ đạt", "Compliant"))]
    blocks += [_sample(sample) for sample in control.samples.get("pass", ())]
    blocks.append(heading(2, Text("Ví dụ không đạt", "Not compliant")))
    blocks += [_sample(sample) for sample in control.samples.get("fail", ())]
    return blocks


def _sample(sample: Mapping[str, Any]) -> Html:
    because = sample.get("because")
    level = f"Cấp độ {sample['level']}" if "level" in sample else "Mọi cấp độ"
    facts = {key: sample[key] for key in ("values", "facts") if key in sample}
    return tag(
        "div",
        tag("p", tag("b", level), ": " if because else None, _reason(because)),
        tag("pre", tag("code", yaml.safe_dump(facts, allow_unicode=True, sort_keys=False)), tabindex=0),
        class_="tl-sample",
    )


def _reason(because: Any) -> Nodes:
    if isinstance(because, Mapping):
        return Text(str(because.get("vi", "")), str(because.get("en", "")))
    return str(because) if because else None


def _values(control: Control) -> list[str]:
    if not control.parameters:
        return []
    rows = [_value_row(parameter) for parameter in control.parameters.values()]
    heads: list[Nodes] = [Text("Giá trị", "Value"), *[f"Cấp {n}" for n in _LEVELS], Text("Nguồn", "Source")]
    top = heading(2, Text("Giá trị theo cấp độ", "Values by level"))
    return [top, table(Text("Giá trị theo cấp độ", "Values by level"), heads, rows)]


def _value_row(parameter: Parameter) -> list[Nodes]:
    name: list[Nodes] = [tag("code", parameter.name), " ", parameter.desc]
    if parameter.from_inventory or not parameter.at_level:
        source = Text(
            f"từ kho thiết bị: {parameter.from_inventory}", f"from the inventory: {parameter.from_inventory}"
        )
        return [name, *["–" for _ in _LEVELS], source]
    unit = f" {parameter.unit}" if parameter.unit else ""
    cells: list[Nodes] = [f"{value_in_words(parameter.at(level)).vi}{unit}" for level in _LEVELS]
    return [name, *cells, [parameter.source, " ", links.doubt(parameter.verified)]]


def _mended(control: Control) -> Html:
    if control.fixed_by in NO_ROLE:
        return tag("p", links.role(control.fixed_by))
    words = Text(
        "Chạy playbook với đúng vai trò này; chạy lại lần hai không đổi gì.",
        "Run the playbook with this role; a second run changes nothing.",
    )
    command = f"ansible-playbook playbooks/site.yml --tags {control.fixed_by} --limit <thiết bị>"
    return tag(
        "div",
        tag("p", links.role(control.fixed_by), ": ", words),
        tag("pre", tag("code", command), tabindex=0),
    )


def _basis(joined: Joined, control: Control) -> Html:
    in_force = {document.id for document in joined.documents}
    clauses = [joined.policy.clauses[name] for name in control.satisfies if name in joined.policy.clauses]
    rows = [_clause_row(joined, clause) for clause in clauses if clause.document in in_force]
    if not rows:
        words = Text(
            "Không văn bản nào có hiệu lực ngày này yêu cầu.", "No document in force on this date asks it."
        )
        return tag("p", words)
    heads = [
        Text("Điều khoản", "Clause"),
        Text("Văn bản", "Document"),
        Text("Nội dung (diễn đạt lại)", "In our own words"),
        Text("Số điều theo cấp độ", "Number by level"),
    ]
    return table(Text("Căn cứ đang có hiệu lực", "Clauses in force"), heads, rows)


def _clause_row(joined: Joined, clause: Clause) -> list[Nodes]:
    return [
        links.clause(clause),
        joined.policy.documents[clause.document].title,
        [clause.text, " ", links.doubt(clause.verified)],
        numbers(clause),
    ]


def numbers(clause: Clause) -> Nodes:
    """The printed number at each level that asks the clause; a level without a known number says so."""
    shown: list[Nodes] = []
    for level in clause.levels:
        number = clause.numbers.get(level, "chưa rõ số")
        shown.append(tag("span", f"Cấp {level}: {number}", class_="tl-number"))
    # One mark is enough: an unchecked text is marked in the cell beside.
    return [shown, links.doubt(clause.level_verified or not clause.verified)] if shown else "–"


def _verdicts(joined: Joined, control: Control) -> Html:
    findings = joined.by_control.get(control.id, ())
    if not findings:
        words = Text(
            "Không thiết bị nào trong lần đánh giá này được hỏi.", "No device of this assessment was asked."
        )
        return tag("p", words)
    return table(
        Text("Kết quả trên thiết bị", "Verdicts"),
        [Text("Thiết bị", "Device"), Text("Kết quả", "Verdict"), Text("Vì sao", "Because")],
        [[links.device(one.subject), badge(one.verdict), one.message] for one in findings],
    )


def _references(control: Control) -> list[str]:
    if not control.references:
        return []
    items = [tag("li", reference) for reference in control.references]
    return [heading(2, Text("Tham khảo", "References")), tag("ul", *items)]
