"""The exec commands that do something (those that only show are in show.py)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from .editor import Editor, load_text
from .grammar import Invalid, Refused
from .render import config_lines
from .show import SHOW
from .store import Refusal

if TYPE_CHECKING:
    from .session import Session

Command = Callable[["Session", tuple[str, ...]], Awaitable[None]]
NO_SPACE = "%Error writing nvram: no space"


async def accepted(session: Session, words: tuple[str, ...]) -> None:
    """Nothing to see, nothing to do."""


async def exit_session(session: Session, words: tuple[str, ...]) -> None:
    from .session import Hangup

    raise Hangup


async def enable(session: Session, words: tuple[str, ...]) -> None:
    """Ask for the enable password, three times at most."""
    if session.level >= 15:
        return
    if session.device.check_enable("") is None:
        session.say("% Error in authentication." if session.device.running.aaa else "% No password set")
        return
    for _ in range(3):
        if session.device.check_enable(await session.read_line("Password: ", echo=False)):
            session.level = 15
            return
    session.say("% Bad secrets\n")


async def disable(session: Session, words: tuple[str, ...]) -> None:
    session.level = 1


async def configure(session: Session, words: tuple[str, ...]) -> None:
    """Enter configuration mode from the terminal."""
    if len(words) == 1:
        await session.read_line("Configuring from terminal, memory, or network [terminal]? ")
    session.say("Enter configuration commands, one per line.  End with CNTL/Z.")
    session.start_configuration()


async def configure_revert(session: Session, words: tuple[str, ...]) -> None:
    """Configure, and go back by itself after N minutes unless confirmed."""
    device = session.device
    if not device.running.root.has("archive") or not device.running.child(
            device.running.root, ("archive",), "archive", "archive").has("path"):
        session.say("Rollback Confirmed Change: Archive path must be configured")
        return
    before, _ = load_text("\n".join(config_lines(device.running)))

    async def later() -> None:
        await asyncio.sleep(int(words[4]) * device.minute_seconds)
        device.revert = None
        before.private = device.running.private
        device.running = before
        device.configured("Rollback Confirmed Change")
        for other in device.sessions.values():
            if other.editor:
                other.start_configuration()

    if device.revert:
        device.revert.cancel()
    device.revert = asyncio.get_running_loop().create_task(later())
    session.say(f"Rollback Confirmed Change: Backing up current running config to {words[4]} minute(s) timer")
    await configure(session, ("configure", "terminal"))


async def configure_confirm(session: Session, words: tuple[str, ...]) -> None:
    if session.device.revert is None:
        session.say("%No Rollback Confirmed Change pending")
        return
    session.device.revert.cancel()
    session.device.revert = None


async def configure_replace(session: Session, words: tuple[str, ...]) -> None:
    """Make the running configuration the startup configuration."""
    if words[2] not in ("nvram:startup-config", "startup-config"):
        session.say(f"%Error opening {words[2]} (No such file or directory)")
        return
    if "force" not in words and not await session.confirm(
            "This will apply all necessary additions and deletions\nto replace the current running configuration "
            "with the\ncontents of the specified configuration file, which is\nassumed to be a complete "
            "configuration, not a partial\nconfiguration. Enter Y if you are sure you want to proceed. ? [no]: "):
        return
    session.device.running = session.device.read_startup()
    session.device.configured(session.username)
    session.say("Total number of passes: 1\nRollback Done\n")


async def write_memory(session: Session, words: tuple[str, ...]) -> None:
    """Running to startup."""
    done = session.device.save(session.username)
    session.say("Building configuration...\n" + ("[OK]" if done else NO_SPACE))


async def copy_startup(session: Session, words: tuple[str, ...]) -> None:
    name = (await session.read_line("Destination filename [startup-config]? ")).strip()
    if name not in ("", "startup-config"):
        session.say(f"%Error opening nvram:/{name} (Permission denied)")
        return
    await write_memory(session, words)


async def copy_running(session: Session, words: tuple[str, ...]) -> None:
    """Merge the startup configuration into the running one."""
    await session.read_line("Destination filename [running-config]? ")
    text = session.device.startup_text()
    editor = Editor(session.device.running)
    for line in text.splitlines():
        if not editor.banner:
            if line.startswith("!") or not line.strip():
                continue
            editor.stack = editor.stack[: len(line) - len(line.lstrip()) + 1]
        try:
            editor.run(line if editor.banner else line.strip(), confirmed=True)
        except (Refused, Refusal):
            continue
    session.device.configured(session.username)
    session.say(f"{len(text)} bytes copied in 0.250 secs")


async def erase(session: Session, words: tuple[str, ...]) -> None:
    if await session.confirm("Erasing the nvram filesystem will remove all configuration files! Continue? [confirm]"):
        session.device.startup_path.write_text("")
        session.say("[OK]\nErase of nvram: complete")


async def _save_first(session: Session) -> None:
    if session.device.dirty and await session.yes_no("\nSystem configuration has been modified. Save? [yes/no]: "):
        done = session.device.save(session.username)
        session.write("Building configuration...\n" + ("[OK]\n" if done else NO_SPACE + "\n"))


async def reload(session: Session, words: tuple[str, ...]) -> None:
    """Restart at once."""
    from .session import Hangup

    await _save_first(session)
    if await session.confirm("Proceed with reload? [confirm]"):
        session.device.power_off.set()
        raise Hangup


async def reload_in(session: Session, words: tuple[str, ...]) -> None:
    """The dead man's switch: restart after N minutes, or hh:mm."""
    found = re.fullmatch(r"(?:(\d{1,3}):)?(\d{1,5})", words[2])
    if not found:
        raise Invalid(len("reload in "))
    minutes = int(found[1] or 0) * 60 + int(found[2])
    if not 1 <= minutes <= 34560:
        session.say("%Time is out of range")
        return
    await _save_first(session)
    device = session.device
    reason = words[3] if len(words) > 3 else "Reload Command"
    by = f"{session.username} on vty{session.number} ({session.address})"
    at = device.now() + timedelta(minutes=minutes)
    span = f"{minutes // 60} hours and {minutes % 60} minutes" if minutes >= 60 else f"{minutes} minutes"
    session.write(f"Reload scheduled for {device.clock_text(at)} (in {span}) by {by}\n"
                  f"Reload reason: {reason}\n")
    if await session.confirm("Proceed with reload? [confirm]"):
        device.schedule_reload(minutes, reason, by)


async def reload_cancel(session: Session, words: tuple[str, ...]) -> None:
    if session.device.cancel_reload():
        session.device.note("%SYS-5-SCHEDULED_RELOAD_CANCELLED", f"Scheduled reload cancelled by {session.username}")
        session.device.broadcast("SHUTDOWN ABORTED")
    else:
        session.say("%No reload is currently scheduled.")


async def terminal_length(session: Session, words: tuple[str, ...]) -> None:
    session.page = int(words[2])


async def clear_logging(session: Session, words: tuple[str, ...]) -> None:
    if await session.confirm("Clear logging buffer [confirm]"):
        session.device.log.clear()


async def ping(session: Session, words: tuple[str, ...]) -> None:
    """There is no data plane: nothing answers."""
    session.say(f"Type escape sequence to abort.\nSending 5, 100-byte ICMP Echos to {words[1]}, timeout is 2 seconds:\n"
                ".....\nSuccess rate is 0 percent (0/5)")


COMMANDS: dict[str, Command] = {
    **SHOW, "accepted": accepted, "exit": exit_session, "enable": enable, "disable": disable, "configure": configure,
    "configure_revert": configure_revert, "configure_confirm": configure_confirm,
    "configure_replace": configure_replace, "write_memory": write_memory, "copy_startup": copy_startup,
    "copy_running": copy_running, "erase": erase, "reload": reload, "reload_in": reload_in,
    "reload_cancel": reload_cancel, "terminal_length": terminal_length, "clear_logging": clear_logging, "ping": ping,
}
