"""Windows, as its agent or device manager reports it: nothing is asked of the device itself."""

from truongluy.facts.imported import COMMANDS, READERS

__all__ = ["COMMANDS", "READERS"]
