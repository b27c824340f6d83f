"""Excel in and out: a workbook to fill, reading one that may be hostile, and giving the budget back in the same form."""
