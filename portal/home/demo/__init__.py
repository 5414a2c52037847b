"""A made-up region to look around in. Every unit, provider, person and number is invented."""
