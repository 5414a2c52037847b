"""The appendix' rules as pure functions. Nothing in this package imports Django."""
