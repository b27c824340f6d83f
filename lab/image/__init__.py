"""The recipe of the lab's two Debian images."""
