"""The smallest change that brings a running configuration to what is intended. Pure: no device, no network.

Both sides are split into managed features and compared feature by feature with hier_config. A running line is
touched only when an intended line replaces it, an `absent` pattern names it, or its feature is owned.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from hier_config import HConfig, Platform, get_hconfig
from hier_config.child import HConfigChild

from truongluy.facts.cisco_ios.redaction import redact
from truongluy.facts.cisco_ios.tree import Line, render
from truongluy.platforms import cisco_ios
from truongluy.platforms.apply import applied
from truongluy.platforms.model import Feature, PlatformModel
from truongluy.platforms.normal import ascii_words, copy, expanded, normal, with_defaults
from truongluy.platforms.own_secrets import CannotType, OwnSecrets, stronger
from truongluy.verdict import Text

_MODELS = {"cisco_ios": cisco_ios.MODEL}
# hier_config reads `banner` lines to their delimiter; ours stand on one line, so the word is masked on the way through.
_MASK = "masked-banner "


class PlanError(Exception):
    """The intended configuration can't be planned; `reason` says why, in both languages."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Plan:
    """Commands to type in configuration mode, and the configuration before and after, without secrets."""

    commands: tuple[str, ...]
    before: str
    after: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing to change."""
        return not self.commands

    @property
    def shown(self) -> tuple[str, ...]:
        """The commands without secrets: what may be printed."""
        return tuple(redact("commands", command) for command in self.commands)

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        lines = difflib.unified_diff(
            self.before.splitlines(), self.after.splitlines(), "running", "intended", lineterm=""
        )
        return "\n".join(lines)


def model_of(platform: str) -> PlatformModel:
    """What is known of a platform; raises PlanError for one that can't be planned."""
    if platform not in _MODELS:
        raise PlanError(Text(f"chưa hỗ trợ nền tảng '{platform}'", f"platform '{platform}' is not supported"))
    return _MODELS[platform]


def plan(
    running: str,
    intended: str,
    absent: list[str] | tuple[str, ...] = (),
    platform: str = "cisco_ios",
    own: OwnSecrets | None = None,
) -> Plan:
    """Plan the change from the running text to the intended text.

    `absent` holds whole-line patterns of lines to remove, `SECTION > LINE` for lines below a section.
    With `own`, our own password is kept by a better hash where the running text shows a weak one.
    """
    model = model_of(platform)
    now = normal(running, model)
    wanted = expanded(normal(ascii_words(intended), model), now)
    patterns = [tuple(part.strip() for part in pattern.split(" > ")) for pattern in absent]
    _check(wanted, patterns, model)
    known = with_defaults(now, wanted, model)
    commands: list[str] = []
    for feature in model.features:
        commands.extend(_feature_commands(feature, known, wanted, patterns, model))
    secret_commands, forecast = _own(now, own)
    result = (*secret_commands, *commands)
    after = applied(now, (*forecast, *commands), model)
    _guard(result, after, model)
    return Plan(result, redact("plan", render(now)), redact("plan", render(after)))


def _own(running: Line, own: OwnSecrets | None) -> tuple[list[str], list[str]]:
    try:
        return stronger(running, own) if own else ([], [])
    except CannotType:
        raise PlanError(
            Text(
                "mật khẩu trong tệp thông tin đăng nhập có ký tự không gõ được trên thiết bị (khoảng trắng, '?', dấu)",
                "the password in the credentials file has a character that can't be typed on the device",
            )
        ) from None


def _check(wanted: Line, patterns: list[tuple[str, ...]], model: PlatformModel) -> None:
    """Refuse intended lines that nobody manages, that contradict `absent`, or whose `no` the device never prints."""
    for path, line in wanted.walk():
        if len(path) == 1 and model.feature_of(line.text) is None:
            raise PlanError(Text(f"dòng '{line.text}' không thuộc tính năng nào được quản lý",
                                 f"line '{line.text}' belongs to no managed feature"))  # fmt: skip
        if line.text.startswith("no ") and not model.prints_off(line.text.removeprefix("no ")):
            raise PlanError(Text(f"thiết bị không in ra '{line.text}': hãy đưa vào danh sách absent",
                                 f"the device never prints '{line.text}': put it in the absent list"))  # fmt: skip
        if _named(path, patterns):
            raise PlanError(Text(f"dòng '{' > '.join(path)}' vừa được yêu cầu vừa bị cấm",
                                 f"line '{' > '.join(path)}' is both intended and absent"))  # fmt: skip


def _named(path: tuple[str, ...], patterns: list[tuple[str, ...]]) -> bool:
    return any(
        len(pattern) == len(path)
        and all(re.fullmatch(part, text) for part, text in zip(pattern, path, strict=True))
        for pattern in patterns
    )


def _feature_commands(
    feature: Feature, running: Line, wanted: Line, patterns: list[tuple[str, ...]], model: PlatformModel
) -> list[str]:
    goal = Line("", [copy(line) for line in wanted.children if feature.holds(line.text)])
    mine = Line("", [line for line in running.children if feature.holds(line.text)])
    start = Line("")
    _relevant(mine, goal, start, (), feature, patterns, model)
    change = _hier(start).config_to_get_to(_hier(goal)).set_order_weight()
    return [command for child in sorted(change.children) for command in _flat(child, model)]


def _relevant(
    mine: Line, goal: Line, out: Line, path: tuple[str, ...], feature: Feature,
    patterns: list[tuple[str, ...]], model: PlatformModel,
) -> None:  # fmt: skip
    """Copy to `out` the running lines that the comparison may see: those wanted, and those to remove.

    A section that holds lines to remove is added to `goal` too, or its heading would be removed with them.
    """
    twins = {line.text: line for line in goal.children}
    for line in mine.children:
        here = (*path, line.text)
        twin = twins.get(line.text)
        if twin is None and (_named(here, patterns) or (feature.owned and not _replaced(line, goal, model))):
            out.children.append(Line(line.text))
            continue
        kept = Line(line.text)
        below = twin or Line(line.text)
        _relevant(line, below, kept, here, feature, patterns, model)
        if twin is None and kept.children:
            goal.children.append(below)
        if twin is not None or kept.children:
            out.children.append(kept)


def _replaced(line: Line, goal: Line, model: PlatformModel) -> bool:
    key = model.key(line.text)
    return any(model.key(other.text) == key or other.text == f"no {line.text}" for other in goal.children)


def _hier(root: Line) -> HConfig:
    text = "\n".join(
        line.replace("banner ", _MASK, 1) if line.startswith("banner ") else line
        for line in render(root).splitlines()
    )
    return get_hconfig(Platform.CISCO_IOS, text)


def _flat(child: HConfigChild, model: PlatformModel) -> list[str]:
    """One line of the change and what is below it as commands, leaving each section again."""
    text = _command(child.text, model)
    if child.text.startswith("no ") or not model.opens_section(text):
        return [text]
    below = [command for part in sorted(child.children) for command in _flat(part, model)]
    return [text, *below, "exit"]


def _command(text: str, model: PlatformModel) -> str:
    text = text.replace(_MASK, "banner ", 1)
    if not text.startswith("no ") or model.prints_off(text.removeprefix("no ")):
        return text
    return model.negation(text.removeprefix("no "))


def _guard(commands: tuple[str, ...], after: Line, model: PlatformModel) -> None:
    """Refuse a change that would lock us out."""
    for guard in model.guards:
        sent = any(re.fullmatch(guard.command, command) for command in commands)
        if sent and not any(re.fullmatch(guard.needs, line.text) for line in after.children):
            raise PlanError(guard.why)
