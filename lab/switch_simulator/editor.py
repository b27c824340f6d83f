"""Configuration mode: where the next line goes, and what it does there. The session and the boot loader share it."""

from __future__ import annotations

from dataclasses import dataclass

from .grammar import Incomplete, Match, Refused, load, match
from .store import Refusal, Section, Store

CONTROL_C = "\x03"
PROMPTS = {"config": "config", "port": "config-if", "svi": "config-if", "line": "config-line", "vlan": "config-vlan",
           "acl_standard": "config-std-nacl", "acl_extended": "config-ext-nacl", "archive": "config-archive",
           "archive_log": "config-archive-log-cfg"}


class NeedsConfirmation(Exception):
    """The line takes effect only after the question in the text is answered."""


@dataclass
class Banner:
    """A banner being typed: it ends at its delimiter, which may be many lines away."""

    key: tuple[str, ...]
    delimiter: str
    text: str
    complete: bool = False

    def feed(self, line: str) -> None:
        """Take one more line."""
        before, found, _ = line.partition(self.delimiter)
        self.text += "\n" + before
        self.complete = bool(found)


class Editor:
    """A cursor in a configuration: a stack of the sections that the next line changes."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.stack: list[list[Section]] = [[store.root]]
        self.banner: Banner | None = None

    @property
    def prompt(self) -> str:
        """The part of the prompt that names the mode."""
        name = PROMPTS[self.stack[-1][0].mode]
        return name + "-range" if len(self.stack[-1]) > 1 and name == "config-if" else name

    def up(self) -> bool:
        """Leave the present mode; False when that leaves configuration altogether."""
        if len(self.stack) == 1:
            return False
        self.stack.pop()
        return True

    def run(self, line: str, confirmed: bool = False) -> list[str]:
        """Do one line; returns what the device prints. Raises Refused, Refusal or NeedsConfirmation."""
        if self.banner:
            self._feed(line)
            return []
        offset, verb, rest = _verb(line)
        here: Refused | None = None
        for depth in range(len(self.stack), 0, -1):
            try:
                return self._at_depth(depth, rest, verb, confirmed)
            except Refused as refused:
                refused.column += offset
                here = refused if here is None or refused.column > here.column else here
        assert here
        raise here

    def _at_depth(self, depth: int, rest: str, verb: str, confirmed: bool) -> list[str]:
        """Try the line in the mode at `depth`: a line that the present mode does not know may belong further out."""
        outer, self.stack = self.stack, self.stack[:depth]
        try:
            return self._try(self.stack[-1], rest, verb, confirmed)
        except Exception:
            self.stack = outer
            raise

    def _try(self, sections: list[Section], rest: str, verb: str, confirmed: bool) -> list[str]:
        found = match(load(sections[0].mode), rest, negated=bool(verb))
        if found.rule.get("banner") is not None:
            return self._banner(found, verb)
        if alias := found.rule.get("alias"):
            count, _, text = alias.partition(":")
            return self._try(sections, " ".join([text, *found.words[int(count):]]), verb, confirmed)
        question = found.rule.get("confirm")
        if verb == "no" and question and found.key in sections[0].entries and not confirmed:
            raise NeedsConfirmation(question)
        messages: list[str] = []
        entered: list[Section] = []
        for section in sections:
            change = self.store.change(section, found, verb == "no", reset=verb == "default")
            messages += change.messages
            entered += change.enter
        if entered:
            self.stack.append(entered)
        return messages

    def _banner(self, found: Match, verb: str) -> list[str]:
        if verb:
            self.store.root.entries.pop(found.key, None)
            return []
        typed = found.words[2]
        delimiter = "^C" if typed.startswith("^C") else typed[0]
        before, complete, _ = typed[len(delimiter):].partition(delimiter)
        self.banner = Banner(found.key, delimiter, before, bool(complete))
        if complete:
            self._finish()
            return []
        shown = "^C" if delimiter == CONTROL_C else delimiter
        return [f"Enter TEXT message.  End with the character '{shown}'."]

    def _feed(self, line: str) -> None:
        assert self.banner
        self.banner.feed(line)
        if self.banner.complete:
            self._finish()

    def _finish(self) -> None:
        assert self.banner
        banner, self.banner = self.banner, None
        rule = next(r for r in load("config").rules if r.syntax.startswith(" ".join(banner.key)))
        found = Match(rule, (*banner.key, banner.text), len(banner.key), True)
        self.store.change(self.store.root, found, negative=False)


def _verb(line: str) -> tuple[int, str, str]:
    """Split `no` or `default` off a line: (columns removed, verb, rest)."""
    words = line.split(None, 1)
    for verb, shortest in (("no", 2), ("default", 3)):
        if words and len(words[0]) >= shortest and verb.startswith(words[0].lower()):
            rest = words[1] if len(words) > 1 else ""
            if not rest:
                raise Incomplete(len(line))
            return line.index(rest, len(words[0])), verb, rest
    return len(line) - len(line.lstrip()), "", line.lstrip()


def load_text(text: str, store: Store | None = None) -> tuple[Store, list[str]]:
    """A configuration from its text (merged into `store`, else into a blank one), and the lines not understood."""
    store = store or Store()
    editor = Editor(store)
    problems: list[str] = []
    for line in text.splitlines():
        if not editor.banner:
            if line.strip() in ("", "!", "end") or line.startswith("!") or _is_fixed(line.strip()):
                continue
            if line.strip() == "exit":
                editor.up()
                continue
            editor.stack = editor.stack[: len(line) - len(line.lstrip()) + 1]
        try:
            editor.run(line.strip() if not editor.banner else line, confirmed=True)
        except (Refused, Refusal):
            problems.append(line)
    return store, problems


def _is_fixed(line: str) -> bool:
    return any(rule.get("text") is not None and rule.syntax == line for rule in load("config").rules)
