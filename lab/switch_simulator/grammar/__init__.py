"""The command language: data in *.cli files (one per mode), compiled and matched here."""

from .compiler import GrammarError, Mode, Rule, load
from .matcher import Ambiguous, Incomplete, Invalid, Match, Refused, match, offers

__all__ = ["Ambiguous", "GrammarError", "Incomplete", "Invalid", "Match", "Mode", "Refused", "Rule", "load", "match",
           "offers"]
