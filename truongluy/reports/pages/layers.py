"""The four-layer model: what each layer asks, and what shows it here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truongluy.policy import Clause
from truongluy.records import RecordState, Standing
from truongluy.records.layers import (
    CLAUSE_OF_LAYER,
    LAYERS,
    LayerState,
    layer_state,
    log_findings,
    same_provider,
)
from truongluy.records.wording import STATES
from truongluy.reports.joined import Joined, count
from truongluy.reports.markup import Html, Nodes, heading, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.pages.records import record_named
from truongluy.reports.vietnamese import number
from truongluy.reports.wording import badge
from truongluy.verdict import Text, Verdict

_HERE = ""
_NAMED = 20


_WORDS = {
    LayerState.SHOWN: (Verdict.PASS, Text("Đã chứng minh", "Shown")),
    LayerState.NOT_SHOWN: (Verdict.FAIL, Text("Chưa chứng minh được", "Not shown")),
    LayerState.UNKNOWN: (Verdict.ERROR, Text("Không xác định", "Unknown")),
}


def four_layers(joined: Joined) -> str:
    """The page."""
    blocks: list[str] = []
    for layer in LAYERS:
        clause = joined.policy.clauses.get(CLAUSE_OF_LAYER.format(layer))
        blocks += [heading(2, Text(f"Lớp {layer}", f"Layer {layer}")), *_layer(joined, layer, clause)]
    return page(
        "Mô hình bảo vệ bốn lớp",
        tag("p", tag("span", "The four-layer model", class_="en", lang="en")),
        links.stamp(joined, _HERE),
        links.doubt_explained(),
        table(
            Text("Bốn lớp", "The four layers"),
            [Text("Lớp", "Layer"), Text("Tình trạng", "State")],
            [[str(layer), _state(state_of(joined, layer))] for layer in LAYERS],
        ),
        *blocks,
        hide=("navigation",),
    )


def state_of(joined: Joined, layer: int) -> LayerState:
    """Whether a layer is shown by what this assessment found."""
    return layer_state(joined.policy, joined.standings, joined.findings, layer)


def _standings(joined: Joined, layer: int) -> list[Standing]:
    return [one for one in joined.standings if one.kind.layer == layer]


def _state(state: LayerState) -> Nodes:
    verdict, words = _WORDS[state]
    return [badge(verdict), tag("br"), words]


def _layer(joined: Joined, layer: int, clause: Clause | None) -> Iterable[str]:
    if clause:
        yield tag("p", clause.text, " ", links.doubt(clause.verified and clause.level_verified))
    found = _standings(joined, layer)
    if not found:
        yield tag("p", Text("Không có hồ sơ nào được xét.", "No record was looked at."))
    else:
        yield _records(joined, found)
    if layer == 2:
        yield _logs(joined)
    if layer == 3:
        yield tag("p", _independence(found))


def _records(joined: Joined, found: Sequence[Standing]) -> Html:
    kinds = {one.kind.id: one.kind for one in found}
    rows: list[list[Nodes]] = []
    for kind in kinds.values():
        own = [one for one in found if one.kind.id == kind.id]
        wrong = [one for one in own if one.state is not RecordState.VALID]
        rows.append([
            [kind.title, tag("br"), tag("small", kind.shows)],
            links.tally({verdict: sum(one.verdict is verdict for one in own) for verdict in Verdict}),
            _named(joined, wrong or own),
        ])  # fmt: skip
    heads = [Text("Hồ sơ", "Record"), Text("Kết quả", "Verdicts"), Text("Của ai", "Whose")]
    return table(Text("Hồ sơ cho thấy lớp này", "Records that show this layer"), heads, rows)


def _named(joined: Joined, ones: Sequence[Standing]) -> list[Nodes]:
    shown: list[Nodes] = []
    for one in ones[:_NAMED]:
        finding = next(
            f for f in joined.records_of(one.subject.id, one.subject.kind) if f.control == one.kind.id
        )
        subject = links.subject(joined, finding, _HERE)
        shown.append(tag("p", subject, ": ", STATES[one.state], " – ", record_named(one)))
    if len(ones) > _NAMED:
        left = len(ones) - _NAMED
        shown.append(tag("p", Text(f"và {number(left)} nơi khác", f"and {left} more")))
    return shown


def _logs(joined: Joined) -> Html:
    found = log_findings(joined.policy, joined.findings)
    if not found:
        return tag(
            "p", Text("Không rõ thiết bị nào gửi nhật ký.", "Nobody knows which device sends its logs.")
        )
    counts = count(found)
    words = Text(
        f"{number(counts[Verdict.PASS])} trên {number(len(joined.devices))} thiết bị được thấy gửi nhật ký về nơi tập trung.",
        f"{counts[Verdict.PASS]} of {len(joined.devices)} devices are seen to send their logs to a central place.",
    )
    return tag("p", words, " ", links.tally(counts))


def _independence(found: Sequence[Standing]) -> Text:
    if same_provider(found):
        return Text(
            "Nhà cung cấp lớp 3 trùng nhà cung cấp lớp 2.",
            "The provider of layer 3 is that of layer 2 as well.",
        )
    if not any(one.state is RecordState.VALID and one.record and one.record.provider for one in found):
        return Text("Chưa biết ai đánh giá.", "Nobody knows who assesses.")
    return Text("Nhà cung cấp lớp 3 khác nhà cung cấp lớp 2.", "Layer 3 has another provider than layer 2.")
