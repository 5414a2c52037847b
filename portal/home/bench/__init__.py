"""The promises of speed, measured here and now against the smallest Django that does the same work."""
