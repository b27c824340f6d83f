"""Filters of this role: a password as the accounts file keeps it."""

from __future__ import annotations

from truongluy.nt_hash import nt_hash


class FilterModule:
    """Offers truongluy_nt_hash to templates."""

    def filters(self):
        """Filter name -> function."""
        return {"truongluy_nt_hash": nt_hash}
