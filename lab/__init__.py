"""The embedded lab: real Debian hosts in containers, simulated switches, one Debian VM."""
