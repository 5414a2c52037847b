"""Scheduled jobs: what the clock starts, one run at a time, with what became of the last one."""
