"""The targets of Plan 316: what is reached, by whom, from what; never a figure nobody has."""

from truongluy.indicators.entered import believed, cross_check
from truongluy.indicators.judging import measure, phase
from truongluy.indicators.model import Counted, Given, Measured, Part, State, UnitFigure

__all__ = [
    "Counted",
    "Given",
    "Measured",
    "Part",
    "State",
    "UnitFigure",
    "believed",
    "cross_check",
    "measure",
    "phase",
]
