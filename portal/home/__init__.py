"""The roof: what each role has to do, search, and the menu. Reads every floor, imported by none."""
