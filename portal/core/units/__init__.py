"""Regions, programmes, providers and care units; contracts, figures; and who has which role where and when."""
