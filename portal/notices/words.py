"""What the log says of notices, in plain Swedish."""

KINDS = {
    "notice.drafted": ("Driftmeddelande påbörjat", "skrev ett utkast till ett driftmeddelande."),
    "notice.discarded": ("Utkast kastat", "kastade utkastet till ett driftmeddelande."),
    "notice.published": ("Driftmeddelande publicerat", "publicerade driftmeddelandet."),
    "notice.updated": ("Driftmeddelande uppdaterat", "uppdaterade driftmeddelandet."),
    "notice.acknowledged": ("Driftmeddelande kvitterat", "kvitterade driftmeddelandet för enheten."),
    "template.saved": ("Mall sparad", "sparade en mall för driftmeddelanden."),
    "template.retired": ("Mall borttagen", "tog bort en mall för driftmeddelanden."),
    "feed.created": ("Prenumeration skapad", "skapade en adress för prenumeration."),
    "feed.revoked": ("Prenumeration återkallad", "återkallade adressen för prenumeration."),
    "webhook.added": ("Webhook tillagd", "lade till en webhook."),
    "webhook.disabled": ("Webhook avstängd", "stängde av webhooken."),
    "webhook.tested": ("Webhook provad", "skickade ett prov till webhooken."),
    "webhook.replayed": ("Webhook skickad igen", "skickade en webhook igen."),
}
SUBJECTS = {
    "notice": "Driftmeddelande",
    "template": "Mall",
    "feed": "Prenumeration",
    "webhook": "Webhook",
}
