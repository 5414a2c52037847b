"""A unit's figures: the unit confirms and reports, the coordinator verifies, and both see what becomes of the cap."""
