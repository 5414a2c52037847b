"""What the log of acts says of preferences, in plain Swedish."""

KINDS = {
    "preference.changed": ("Aviseringar ändrade", "valde vilka aviseringar som ska komma, och hur."),
    "preference.unsubscribed": ("Avisering avstängd", "stängde av en sorts avisering."),
    "preference.quiet_hours": ("Tysta timmar ändrade", "ändrade sina tysta timmar."),
}
