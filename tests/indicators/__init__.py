"""Tests of the targets of Plan 316."""
