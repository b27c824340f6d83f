"""Applying waivers: a failing finding is waived within the waiver's days, and never longer.

A day is a day in Viet Nam; `on` is one, so that nothing here needs a clock or a time zone.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from truongluy.finding import Finding, SubjectKind
from truongluy.inventory import Inventory, Waiver, wifi
from truongluy.policy import Policy
from truongluy.verdict import InputError, Problem, Text, Verdict

WARN_DAYS = 30
"""So many days before its end a waiver is warned of."""

_NETWORKS = "wifi_networks"
"""The topic of controls that a network for old devices misses by its nature."""


class WaiverState(StrEnum):
    """Where a day lies in a waiver; ENDING is in force with at most WARN_DAYS left."""

    NOT_BEGUN = "not_begun"
    IN_FORCE = "in_force"
    ENDING = "ending"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Standing:
    """One waiver on a day.

    `open` are its devices that still miss the control, `unneeded` those that meet it or are not asked for it,
    `unknown` those nobody could judge. `days_left` counts the day itself as 0 on the last one.
    """

    waiver: Waiver
    state: WaiverState
    days_left: int
    open: tuple[str, ...]
    unneeded: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def needed(self) -> bool:
        """False when every device was judged and none misses the control any more."""
        return bool(self.open or self.unknown)

    @property
    def wants_action(self) -> bool:
        """Whether somebody has to mend, renew or remove something."""
        return not self.needed or self.state in (WaiverState.ENDING, WaiverState.EXPIRED)


def state_of(waiver: Waiver, on: date) -> WaiverState:
    """The state of a waiver on a day."""
    if on < waiver.first:
        return WaiverState.NOT_BEGUN
    if on > waiver.until:
        return WaiverState.EXPIRED
    return WaiverState.ENDING if (waiver.until - on).days <= WARN_DAYS else WaiverState.IN_FORCE


def apply_waivers(findings: Iterable[Finding], inventory: Inventory, on: date) -> list[Finding]:
    """The findings, those that fail waived where a waiver covers the day.

    An expired waiver leaves the fail and says so. An error is never waived: what nobody could read, nobody
    can accept.
    """
    of: dict[tuple[str, str], list[Waiver]] = {}
    for waiver in inventory.waivers.values():
        for device in waiver.devices:
            of.setdefault((device, waiver.control), []).append(waiver)
    return [
        _applied(finding, of.get((finding.subject, finding.control), []), inventory, on)
        for finding in findings
    ]


def standing(inventory: Inventory, findings: Iterable[Finding] | None, on: date) -> list[Standing]:
    """Every waiver on a day, the first to end first; `findings` None when no evidence was judged."""
    verdicts = {
        (finding.subject, finding.control): finding.verdict
        for finding in findings or ()
        if finding.subject_kind is SubjectKind.DEVICE
    }
    judged = {subject for subject, _ in verdicts}
    found = []
    for waiver in sorted(inventory.waivers.values(), key=lambda one: (one.until, one.id)):
        sorted_out: dict[str, list[str]] = {"open": [], "unneeded": [], "unknown": []}
        for device in waiver.devices:
            sorted_out[_need(verdicts.get((device, waiver.control)), device in judged)].append(device)
        parts = {name: tuple(devices) for name, devices in sorted_out.items()}
        found.append(Standing(waiver, state_of(waiver, on), (waiver.until - on).days, **parts))
    return found


def cross_check(inventory: Inventory, policy: Policy) -> list[Problem]:
    """Every waiver of a control that does not exist or speaks of none of the waiver's devices."""
    problems = []
    for waiver in inventory.waivers.values():
        control = policy.controls.get(waiver.control)
        if control is None:
            problems.append(_unknown(inventory, policy, waiver))
            continue
        devices = (inventory.devices[name] for name in waiver.devices)
        if not any(
            control.fits(device.device_class, device.functions, device.platform) for device in devices
        ):
            problems.append(_unmatched(inventory, waiver))
        elif control.topic == _NETWORKS:
            problems.extend(_outlasting(inventory, waiver))
    return problems


def _outlasting(inventory: Inventory, waiver: Waiver) -> Iterator[Problem]:
    """A waiver that goes on when the Wi-Fi network for old devices, its reason, has ended."""
    for device in (inventory.devices[name] for name in waiver.devices):
        for wlan in wifi.wlans_of(inventory, device):
            if wlan.until and wlan.until < waiver.until:
                day = f"{wlan.until:%d/%m/%Y}"
                yield Problem(
                    inventory.path / waiver.file,
                    waiver.line,
                    Text(
                        "miễn trừ dài hơn mạng Wi-Fi cho máy cũ", "outlasts the Wi-Fi network for old devices"
                    ),
                    Text(f"mạng `{wlan.id}` kết thúc ngày {day}", f"the network `{wlan.id}` ends on {day}"),
                    Text(
                        f"ghi `until: {wlan.until}` hoặc sớm hơn", f"write `until: {wlan.until}` or earlier"
                    ),
                )


def believed(inventory: Inventory, policy: Policy) -> None:
    """Raise InputError when waivers and policy do not fit each other."""
    if problems := cross_check(inventory, policy):
        raise InputError(problems)


def _need(verdict: Verdict | None, judged: bool) -> str:
    if verdict in (Verdict.FAIL, Verdict.WAIVED):
        return "open"
    if verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE) or (verdict is None and judged):
        return "unneeded"
    return "unknown"


def _applied(finding: Finding, waivers: list[Waiver], inventory: Inventory, on: date) -> Finding:
    if not waivers or finding.verdict is not Verdict.FAIL or finding.subject_kind is not SubjectKind.DEVICE:
        return finding
    covering = [waiver for waiver in waivers if waiver.covers(on)]
    if covering:
        (waiver,) = covering[:1]
        return replace(
            finding,
            verdict=Verdict.WAIVED,
            message=_both(waived_in_words(waiver, inventory, on), finding.message),
        )
    nearest = max(waivers, key=lambda waiver: (waiver.first <= on, waiver.until))
    return replace(finding, message=_both(finding.message, _not_covering(nearest, on)))


def waived_in_words(waiver: Waiver, inventory: Inventory, on: date) -> Text:
    """Which file waives, until when, who approved it, what protects instead; with a warning near the end."""
    person = inventory.people[waiver.approved_by]
    left = (waiver.until - on).days
    ending = left <= WARN_DAYS
    return Text(
        f"được miễn đến hết ngày {waiver.until:%d/%m/%Y} theo {waiver.file}"
        + (f" (còn {left} ngày)" if ending else "")
        + f", {person.name} ({person.role}) chấp thuận; bù đắp: {waiver.compensating.vi}",
        f"waived until {waiver.until:%d/%m/%Y} inclusive by {waiver.file}"
        + (f" ({left} days left)" if ending else "")
        + f", approved by {waiver.approved_by}; instead: {waiver.compensating.en}",
    )


def _not_covering(waiver: Waiver, on: date) -> Text:
    if on < waiver.first:
        return Text(
            f"miễn trừ {waiver.file} chỉ bắt đầu từ {waiver.first:%d/%m/%Y}",
            f"the waiver {waiver.file} begins only on {waiver.first:%d/%m/%Y}",
        )
    return Text(
        f"miễn trừ {waiver.file} đã hết hạn, ngày cuối là {waiver.until:%d/%m/%Y}",
        f"the waiver {waiver.file} has expired, its last day was {waiver.until:%d/%m/%Y}",
    )


def _both(first: Text, second: Text) -> Text:
    return Text(f"{first.vi}. {second.vi}", f"{first.en}. {second.en}")


def _unknown(inventory: Inventory, policy: Policy, waiver: Waiver) -> Problem:
    near = ", ".join(difflib.get_close_matches(waiver.control, policy.controls, 3, 0.5))
    return Problem(
        inventory.path / waiver.file,
        waiver.line,
        Text(f"kiểm soát '{waiver.control}' không có", f"control '{waiver.control}' does not exist"),
        Text("không có trong policies/controls/", "it is not in policies/controls/"),
        Text(f"có thể là: {near}", f"perhaps: {near}")
        if near
        else Text("sửa mã kiểm soát", "correct the id"),
    )


def _unmatched(inventory: Inventory, waiver: Waiver) -> Problem:
    return Problem(
        inventory.path / waiver.file,
        waiver.line,
        Text(
            f"kiểm soát '{waiver.control}' không áp dụng cho thiết bị nào đã nêu",
            f"control '{waiver.control}' is judged on none of the named devices",
        ),
        Text("miễn trừ này không miễn được gì", "such a waiver waives nothing"),
        Text(
            "sửa `devices` hoặc `control`, hoặc xóa tệp", "correct `devices` or `control`, or remove the file"
        ),
    )


def warnings(inventory: Inventory, on: date) -> Iterator[Text]:
    """One sentence for each waiver that ends within WARN_DAYS."""
    for waiver in inventory.waivers.values():
        if state_of(waiver, on) is WaiverState.ENDING:
            left = (waiver.until - on).days
            yield Text(
                f"{waiver.file}: còn {left} ngày, hết ngày {waiver.until:%d/%m/%Y}",
                f"{waiver.file}: {left} days left, ends {waiver.until:%d/%m/%Y}",
            )
