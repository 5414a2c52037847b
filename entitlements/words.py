"""What the log says of the appendix, in plain Swedish."""

KINDS = {"appendix.published": ("Bilaga publicerad", "publicerade en version av bilagan.")}
SUBJECTS = {"appendix": "Bilaga"}
