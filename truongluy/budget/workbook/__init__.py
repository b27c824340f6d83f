"""The report on money as a workbook whose formulas an auditor can follow, sum by sum."""

from truongluy.budget.workbook.book import render

__all__ = ["render"]
