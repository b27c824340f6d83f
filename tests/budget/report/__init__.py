"""Tests of the report on money: what is missing, what it costs, the workbook, the pages."""
