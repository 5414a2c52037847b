"""The contract appendix as data: its clauses, terms and catalogue, and the rules that explain themselves."""
