"""One terminal session: echo, prompt, pager, mode, and the way a typed line finds its command."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from .editor import Editor, NeedsConfirmation
from .exec_commands import COMMANDS
from .filters import filtered
from .grammar import Ambiguous, Incomplete, Invalid, Refused, load, match, offers
from .store import Refusal

if TYPE_CHECKING:
    from .device import Device

MORE = " --More-- "


class Hangup(Exception):
    """The session is over (exit, drop, idle, reload)."""


class Session:
    """Talks to one terminal through `send`; characters typed arrive through `feed`."""

    def __init__(self, device: Device, number: int, username: str, address: str, send: Callable[[str], None],
                 cut: Callable[[], None]) -> None:
        self.device = device
        self.number = number
        self.username = username
        self.address = address
        self.send = send
        self.cut = cut
        self.level = device.privilege(number, username)
        self.editor: Editor | None = None
        self.page = int(device.vty(number).value("length", "24"))
        self.changed = False
        self.config_lines = 0
        self.output: list[str] = []
        self._typed: asyncio.Queue[str] = asyncio.Queue()
        self._previous = ""

    # -- terminal ---------------------------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        """Print at once."""
        self.send(text.replace("\n", "\r\n"))

    def say(self, text: str) -> None:
        """Print as part of the command's answer (through the pager and the `|` filter)."""
        self.output.append(text)

    def feed(self, text: str) -> None:
        """Characters typed by the other side."""
        for character in text:
            self._typed.put_nowait(character)

    def hang_up(self) -> None:
        """The other side is gone."""
        self._typed.put_nowait("")

    async def key(self) -> str:
        """The next character; \\r\\n counts as one."""
        words = self.device.vty(self.number).value("exec-timeout", "10 0").split()
        limit = int(words[0]) * 60 + int(words[1]) if self.number in self.device.sessions else 0
        try:
            character = await asyncio.wait_for(self._typed.get(), limit or None)
        except TimeoutError:
            raise Hangup from None
        if character == "":
            raise Hangup
        after_return, self._previous = self._previous == "\r", character
        if character == "\n" and after_return:
            return await self.key()
        return "\n" if character == "\r" else character

    async def read_line(self, prompt: str, echo: bool = True, help_on: bool = False) -> str:
        """A line with its echo; Ctrl-Z counts as `end`, Ctrl-C as an empty line."""
        self.write(prompt)
        line = ""
        while True:
            character = await self.key()
            if character == "\n" or character in ("\x1a", "\x03"):
                self.write("^Z\n" if character == "\x1a" else "\n")
                return "end" if character == "\x1a" and self.editor else "" if character != "\n" else line
            if character in ("\b", "\x7f"):
                if line and echo:
                    self.write("\b \b")
                line = line[:-1]
            elif character == "\x15":
                self.write("\b \b" * len(line) if echo else "")
                line = ""
            elif character == "?" and help_on and echo and not (self.editor and self.editor.banner):
                self.write("?\n" + self._help(line) + "\n" + prompt + line)
            elif character >= " " or character == "\t":
                line += character
                if echo:
                    self.write(character)

    def _help(self, line: str) -> str:
        mode = self.editor.stack[-1][0].mode if self.editor else "exec"
        try:
            return "".join(f"  {word}\n" for word in offers(load(mode), line)) or "% Unrecognized command\n"
        except Refused:
            return "% Unrecognized command\n"

    async def confirm(self, text: str) -> bool:
        """A [confirm] question: Return or y is yes, any other key no."""
        self.write(text)
        character = await self.key()
        self.write("\n" if character == "\n" else character + "\n")
        return character in ("\n", "y", "Y")

    async def yes_no(self, text: str) -> bool:
        """A [yes/no] question, asked until it is answered."""
        while True:
            answer = (await self.read_line(text)).strip().lower()
            if answer and ("yes".startswith(answer) or "no".startswith(answer)):
                return "yes".startswith(answer)
            self.write("% Please answer 'yes' or 'no'.\n")

    @property
    def prompt(self) -> str:
        """What the device prints when it waits for a command."""
        name = self.device.running.hostname
        if self.editor:
            return "" if self.editor.banner else f"{name[:20]}({self.editor.prompt})#"
        return name + ("#" if self.level > 1 else ">")

    # -- life -------------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """From the greeting to the end of the session."""
        for kind in ("motd", "exec"):
            entry = self.device.running.root.get(f"banner {kind}")
            if entry:
                self.write("\n" + entry.value[0] + "\n")
        self.write("\n")
        try:
            if self.device.faults.hang_no_prompt:
                while True:
                    await self.key()
            while True:
                line = await self.read_line(self.prompt, help_on=True)
                await self.command(line)
        except Hangup:
            pass
        finally:
            self._left_configuration()

    async def command(self, line: str) -> None:
        """Do one line, and print its whole answer."""
        if self.device.faults.slow:
            await asyncio.sleep(self.device.faults.slow)
        shown = self.prompt
        if self.editor:
            await self._configure(line, shown)
        else:
            await self.execute(line, shown)
        await self._flush()

    async def execute(self, line: str, shown: str) -> None:
        """An exec command, perhaps with a filter behind `|`."""
        command, bar, condition = line.partition("|")
        if not command.strip() or command.lstrip().startswith("!"):
            return
        try:
            found = match(load("exec"), command)
            if found.rule.get("priv") is not None and self.level < 15:
                raise Invalid(len(line) - len(line.lstrip()))
            await COMMANDS[found.rule.get("run") or ""](self, found.words)
            if bar:
                self._filter(condition, len(command) + 1)
        except Refused as refused:
            self._complain(refused, line, shown)

    async def _flush(self) -> None:
        lines = "\n".join(self.output).split("\n") if self.output else []
        self.output = []
        for count, line in enumerate(lines, start=1):
            self.write(line + "\n")
            if self.page and count % (self.page - 1 or 1) == 0 and count < len(lines):
                self.write(MORE)
                character = await self.key()
                self.write("\b" * len(MORE) + " " * len(MORE) + "\b" * len(MORE))
                if character not in (" ", "\n"):
                    return

    def _filter(self, condition: str, column: int) -> None:
        kept = filtered("\n".join(self.output).split("\n"), condition)
        self.output = kept or []
        if kept is None:
            raise Invalid(column)

    def _complain(self, refused: Refused, line: str, shown: str) -> None:
        if isinstance(refused, Ambiguous):
            self.say(f'% Ambiguous command:  "{line.strip()}"')
        elif isinstance(refused, Incomplete):
            self.say("% Incomplete command.\n")
        else:
            self.say(" " * (len(shown) + refused.column) + "^\n% Invalid input detected at '^' marker.\n")

    # -- configuration ----------------------------------------------------------------------------------------------

    def start_configuration(self) -> None:
        """Enter global configuration mode."""
        self.editor = Editor(self.device.running)
        self.changed = True

    def _left_configuration(self) -> None:
        self.editor = None
        if self.changed:
            self.changed = False
            self.device.note("%SYS-5-CONFIG_I", f"Configured from console by {self.username} on vty{self.number} "
                             f"({self.address})")

    async def _configure(self, line: str, shown: str) -> None:
        assert self.editor
        words = line.split()
        if not self.editor.banner:
            if not words or words[0].startswith("!"):
                return
            word = words[0].lower()
            if len(words) == 1 and word in ("ex", "exi", "exit", "end", "en"):
                if word.startswith("en") or not self.editor.up():
                    self._left_configuration()
                return
            if word == "do":
                saved, self.editor = self.editor, None
                await self.execute(line.split(None, 1)[1] if len(words) > 1 else "", shown + "do ")
                self.editor = self.editor or saved
                return
        await self._change(line, shown)
        self._strike()

    async def _change(self, line: str, shown: str) -> None:
        assert self.editor
        try:
            try:
                messages = self.editor.run(line)
            except NeedsConfirmation as question:
                if not await self.confirm(str(question)):
                    return
                messages = self.editor.run(line, confirmed=True)
            for message in messages:
                self.say(message)
            self.device.configured(self.username)
        except Refusal as refusal:
            self.say(str(refusal))
        except Refused as refused:
            self._complain(refused, line, shown)

    def _strike(self) -> None:
        """Faults that come in the middle of a configuration session."""
        self.config_lines += 1
        faults = self.device.faults
        if faults.second_admin and self.config_lines >= 2:
            line, faults.second_admin = faults.second_admin, None
            try:
                Editor(self.device.running).run(line, confirmed=True)
            except (Refused, Refusal):
                self.device.note("%PARSER-5-CFGLOG", "the second administrator's line was refused")
            self.device.configured("admin2")
            self.device.note("%SYS-5-CONFIG_I", "Configured from console by admin2 on vty15 (192.0.2.99)")
        if faults.drop_after is not None and self.config_lines >= faults.drop_after:
            self.cut()
            raise Hangup
