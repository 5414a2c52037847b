"""Reads an appendix version from its YAML file and says everything that is wrong with it. Imports no
Django."""
