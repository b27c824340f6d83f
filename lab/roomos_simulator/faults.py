"""Faults on demand: what goes wrong with a simulated endpoint. The socket is the simulated switch's."""

from __future__ import annotations

from dataclasses import dataclass

from lab.switch_simulator.faults import UnknownFault, serve

__all__ = ["HELP", "Faults", "UnknownFault", "serve"]

HELP = (
    "drop_after:SETTINGS | drop_once:SETTINGS | ignore:PATH | refuse:PATH | wrong_password | change_host_key | "
    "unregistered | deaf | clear"
)


@dataclass
class Faults:
    """The faults in force; they stay until `clear` (drop_once strikes once)."""

    drop_after: int | None = None
    drop_once: int | None = None
    ignore: str | None = None
    refuse: str | None = None
    wrong_password: bool = False
    change_host_key: bool = False
    unregistered: bool = False
    deaf: bool = False

    def set(self, text: str) -> None:
        """Put one fault in force, or clear all of them."""
        name, _, value = text.strip().partition(":")
        value = value.strip()
        if name == "clear" and not value:
            self.__init__()  # type: ignore[misc]
        elif name in ("drop_after", "drop_once") and value.isdigit():
            setattr(self, name, int(value))
        elif name in ("ignore", "refuse") and value:
            setattr(self, name, value.lower())
        elif name in ("wrong_password", "change_host_key", "unregistered", "deaf") and not value:
            setattr(self, name, True)
        else:
            raise UnknownFault(f"không có lỗi giả lập này / no such fault: {text!r}; {HELP}")

    def strikes(self, changes: int) -> bool:
        """Whether a session that made so many changes is cut now."""
        if self.drop_once is not None and changes >= self.drop_once:
            self.drop_once = None
            return True
        return self.drop_after is not None and changes >= self.drop_after

    def __str__(self) -> str:
        return " ".join(f"{name}:{value}" for name, value in vars(self).items() if value not in (None, False))
