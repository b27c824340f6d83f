"""What a configuration becomes when commands are typed into it: the planner's own forecast.

Independent of hier_config, so that each can be held against the other.
"""

from __future__ import annotations

from truongluy.facts.cisco_ios.tree import Line, starts_with
from truongluy.platforms.model import PlatformModel
from truongluy.platforms.normal import copy


def applied(running: Line, commands: tuple[str, ...], model: PlatformModel) -> Line:
    """The tree after the commands; the tree given stays as it is."""
    root = copy(running)
    path = [root]
    for command in commands:
        if command == "exit":
            path.pop()
        elif model.opens_section(command):
            path.append(_section(path[-1], command))
        elif command.startswith("no "):
            _remove(path[-1], command.removeprefix("no "), model)
        else:
            _set(path[-1], command, model)
    return root


def _section(parent: Line, header: str) -> Line:
    for line in parent.children:
        if line.text == header:
            return line
    parent.children.append(Line(header))
    return parent.children[-1]


def _remove(parent: Line, text: str, model: PlatformModel) -> None:
    parent.children = [line for line in parent.children if not starts_with(line.text, text)]
    if model.prints_off(text) and not any(line.text == f"no {text}" for line in parent.children):
        parent.children.append(Line(f"no {text}"))


def _set(parent: Line, text: str, model: PlatformModel) -> None:
    parent.children = [line for line in parent.children if line.text != f"no {text}"]
    key = model.key(text)
    for line in parent.children:
        if line.text == text or (key != text and model.key(line.text) == key):
            line.text = text
            return
    parent.children.append(Line(text))
