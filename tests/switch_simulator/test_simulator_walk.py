"""Random walks through the whole grammar: no command may break the simulated switch, whatever it is given."""

from __future__ import annotations

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from lab.switch_simulator.editor import Editor, NeedsConfirmation, load_text
from lab.switch_simulator.grammar import Refused, load
from lab.switch_simulator.grammar.compiler import State
from lab.switch_simulator.grammar.values import TYPES
from lab.switch_simulator.render import config_lines
from lab.switch_simulator.store import Refusal, Store

from .test_simulator_grammar import at

SAMPLES = {
    "MASK": ["255.255.255.0"], "IP": ["10.1.1.1", "192.0.2.7"], "MAC": ["0000.5e00.5301"], "VLANS": ["10", "20-22,30"],
    "INTERFACE": ["Gi1/0/2", "vlan 10", "Loopback0"], "PERCENT": ["5", "7.25"], "HIDDEN": ["02050D480809"],
    "CLOCK": ["10:15"], "HEX": ["80000009"], "HOSTNAME": ["sw-z"], "OID": ["iso", "1.3.6"],
    "WORD": ["abc", "5", "X-1"], "LINE": ["mot hai", "0 ba", "7 zz", "#một#", "Gi1/0/1 - 3"],
}
MODES = ("config", "port", "svi", "line", "vlan", "acl_standard", "acl_extended", "archive", "archive_log")


def walk(mode: str, chance: random.Random) -> str:
    """A line made by walking the mode's state machine from its start to the end of some command."""
    words: list[str] = []
    state: State = load(mode).start
    for _ in range(80):
        ways: list[tuple[str | None, State]] = [(None, after) for _, after in state.free]
        ways += [(label, after) for label, after in state.moves]
        if state.rule and (not ways or chance.random() < 0.5):
            break
        if not ways:
            break
        label, state = chance.choice(ways)
        if label is None:
            continue
        if label.startswith("<"):
            low, high = label.strip("<>").rsplit("-", 1)
            words.append(str(chance.choice([int(low), int(high), chance.randint(int(low), int(high))])))
        else:
            words.append(chance.choice(SAMPLES[label]) if label in TYPES else label)
    return " ".join(words)


@given(st.integers(0, 2**32), st.integers(1, 40))
@example(59386, 12)  # a password of several words
@settings(max_examples=150, deadline=None)
def test_any_command_is_stored_or_refused_and_reads_back(seed: int, count: int) -> None:
    chance = random.Random(seed)
    store = Store()
    taken = 0
    for _ in range(count):
        mode = chance.choice(MODES)
        verb = chance.choice(["", "", "", "no ", "default "])
        try:
            at(mode, store).run(verb + walk(mode, chance))
            taken += 1
        except (Refused, Refusal, NeedsConfirmation):
            continue
    text = "\n".join(config_lines(store))
    again, problems = load_text(text)
    assert problems == []
    assert "\n".join(config_lines(again)) == text


def test_the_walk_reaches_most_commands() -> None:
    """A walk whose lines were mostly refused would prove nothing."""
    chance = random.Random(316)
    taken = 0
    for _ in range(600):
        mode = chance.choice(MODES)
        try:
            at(mode).run(walk(mode, chance))
            taken += 1
        except (Refused, Refusal, NeedsConfirmation):
            continue
    assert taken > 400


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_survived(text: str) -> None:
    editor = Editor(Store())
    for line in text.splitlines():
        try:
            editor.run(line)
        except (Refused, Refusal, NeedsConfirmation):
            continue
