"""Notices: outages, maintenance, changes and requests, that reach everyone concerned and are known to have done so."""
