"""What the log says of jobs, in plain Swedish."""

KINDS = {"job.run_now": ("Jobb startat för hand", "bad om en körning av jobbet.")}
SUBJECTS = {"job": "Jobb"}
