"""The air of the lab: clients, frames and intruders inside the access point's machine, driven from here."""
