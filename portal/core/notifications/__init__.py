"""Telling people: one table of kinds, one log, one way out for every mail of the portal."""
