"""The administrator's page of scheduled jobs: what, how often, when next, how it went, and a run by hand."""
