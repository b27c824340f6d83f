"""What is said of a share: how much, of how much, what is missing, and on what the answer depends."""

from __future__ import annotations

from collections.abc import Sequence

from truongluy.budget.judging import StageShare, Tested, Way
from truongluy.budget.model import Stage
from truongluy.budget.money import in_dong
from truongluy.budget.rules import last_day_before
from truongluy.budget.shares import Share
from truongluy.verdict import Text, Verdict
from truongluy.words import DOUBT

STAGES = {
    Stage.PLANNED: Text("dự toán", "planned"),
    Stage.ALLOCATED: Text("được giao", "allocated"),
    Stage.SPENT: Text("đã chi", "spent"),
}
NOT_DECLARED = Text("chưa khai báo", "not declared")
NO_FIGURES = Text("chưa có số liệu", "no figures")


def in_words(one: Tested) -> Text:
    """The sentence of a finding."""
    said = [_undeclared(one)] if one.undeclared else []
    said += [_partly(one)] if one.partly else []
    said += [_stage(one, one.stages[stage]) for stage in Stage] if one.years or not said else []
    if one.verdict is Verdict.MANUAL:
        said.append(_DECIDE)
    said.append(_by(one))
    body = joined(said)
    return Text(f"{one.name.vi}: {body.vi}", f"{one.name.en}: {body.en}")


def joined(said: Sequence[Text], mark: str = "; ") -> Text:
    """Several sentences as one."""
    return Text(mark.join(each.vi for each in said), mark.join(each.en for each in said))


def share_in_words(share: Share) -> Text:
    """A share with both amounts, and what is missing."""
    security, total, least = in_dong(share.security), in_dong(share.total), share.percent
    vi = f"{share.shown} ({security} trên {total}), mức {least}%"
    en = f"{share.shown} ({security} of {total}), minimum {least}%"
    if share.met:
        return Text(f"{vi}: đạt", f"{en}: met")
    missing = in_dong(share.shortfall)
    return Text(f"{vi}: thiếu {missing}", f"{en}: short of {missing}")


def way_in_words(way: Way) -> Text:
    """How the texts are read."""
    asked = Text("kể cả đào tạo, diễn tập, tuyên truyền", "with training, drills, awareness")
    narrow = Text("riêng chi đầu tư", "capital money alone")
    if not way.narrow:
        return asked if way.with_asked else Text("tính hẹp", "strictly")
    return joined([narrow, asked], ", ") if way.with_asked else narrow


def _undeclared(one: Tested) -> Text:
    years = ", ".join(str(year) for year in one.undeclared)
    return Text(f"{NOT_DECLARED.vi} năm {years}", f"{years} {NOT_DECLARED.en}")


def _partly(one: Tested) -> Text:
    years = ", ".join(str(year) for year in one.years)
    return Text(f"mới khai báo năm {years}", f"only {years} declared so far")


def _stage(one: Tested, stage: StageShare) -> Text:
    name, planned = STAGES[stage.stage], one.stages[Stage.PLANNED]
    if not stage.ways:
        why = _unknown(stage)
        return Text(f"{name.vi} {why.vi}", f"{name.en}: {why.en}")
    if stage is not planned and stage.ways == planned.ways:
        return Text(f"{name.vi} như dự toán", f"{name.en} as planned")
    first, *others = stage.ways
    told = [share_in_words(first.shares[0])]
    told += [
        _short(way)
        for way in others
        if way.met != first.met or (way.narrow, way.with_asked) == (True, False)
        or (not way.narrow and way.shares != first.shares)
    ]  # fmt: skip
    aside = Text("", "") if stage in one.deciding else Text(" (chưa xét)", " (not judged yet)")
    shown = joined(told)
    return Text(f"{name.vi}{aside.vi} {shown.vi}", f"{name.en}{aside.en} {shown.en}")


def _unknown(stage: StageShare) -> Text:
    sums = stage.sums
    if not sums.lines:
        return NOT_DECLARED
    if not sums.unknown:
        return Text("không có tiền", "no money")
    return Text(
        f"{NO_FIGURES.vi} của {sums.unknown} trên {sums.lines} dòng",
        f"{NO_FIGURES.en} of {sums.unknown} of {sums.lines} lines",
    )


def _short(way: Way) -> Text:
    """Another way by its percentages, with what is missing."""
    how, (first, *rest) = way_in_words(way), (_percent(share) for share in way.shares)
    vi, en = f"{how.vi} {first.vi}", f"{how.en} {first.en}"
    if way.met or not rest:
        return Text(vi, en)
    return Text(f"{vi}, mọi khoản {rest[0].vi}", f"{en}, all money {rest[0].en}")


def _percent(share: Share) -> Text:
    if share.met:
        return Text(share.shown, share.shown)
    missing = in_dong(share.shortfall)
    return Text(
        f"{share.shown} (mức {share.percent}%: thiếu {missing})",
        f"{share.shown} (minimum {share.percent}%: short of {missing})",
    )


_DECIDE = Text(
    "đạt hay không tùy cách hiểu văn bản: người có thẩm quyền phải quyết định",
    "whether it is met depends on how the texts are read: somebody in charge must decide",
)


def _by(one: Tested) -> Text:
    day, least = f"{one.judged_on:%d/%m/%Y}", one.minimum.percent
    doubt = Text("", "") if one.minimum.verified else Text(f", {DOUBT.vi}", f", {DOUBT.en}")
    said = [Text(f"xét theo mức {least}% của ngày {day}{doubt.vi}", f"by the {least}% of {day}{doubt.en}")]
    if one.earlier is not None and (planned := one.stages[Stage.PLANNED]).ways:
        first = planned.ways[0].shares[0]
        before = Share(first.security, first.total, one.earlier.percent)
        last = f"{last_day_before(one.minimum):%d/%m/%Y}"
        met = Text("đạt", "met") if before.met else Text("không đạt", "not met")
        said.append(Text(
            f"theo mức {before.percent}% áp dụng đến hết {last}: {met.vi}",
            f"by the {before.percent}% that counted until {last}: {met.en}",
        ))  # fmt: skip
    return joined(said)
