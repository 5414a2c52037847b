"""Inventory rounds: the region asks its units what of its equipment is still there (Kalmar IT §4)."""
