"""What the log says of incidents and loans, in plain Swedish."""

KINDS = {
    "incident.reported": ("Incident anmäld", "anmälde incidenten."),
    "incident.police_reference": ("Diarienummer angivet", "angav polisens diarienummer för stölden."),
    "incident.picture_added": ("Bild tillagd", "lade till en bild till anmälan."),
    "incident.decided": ("Incident beslutad", "beslutade om incidenten."),
    "incident.repaired": ("Reparation klar", "avslutade reparationen."),
    "incident.replaced": ("Ersättning mottagen", "tog emot ersättningen, och incidenten avslutades."),
    "incident.replacement_failed": (
        "Ersättning uteblev",
        "avslog eller återtog beställningen av ersättningen, så incidenten ska beslutas på nytt.",
    ),
    "incident.charge_settled": ("Debitering avslutad", "avslutade debiteringen och därmed incidenten."),
    "incident.closed": ("Incident avslutad", "avslutade incidenten."),
    "incident.withdrawn": ("Anmälan återtagen", "återtog anmälan."),
    "charge.decided": ("Enheten debiteras", "beslutade att enheten ska betala."),
    "charge.invoiced": ("Debitering fakturerad", "markerade debiteringen som fakturerad."),
    "charge.waived": ("Debitering efterskänkt", "efterskänkte debiteringen."),
    "loan.lent": ("Utrustning utlånad", "lånade ut utrustning ur regionens lager."),
    "loan.extended": ("Lånets dag ändrad", "ändrade dagen då lånet lämnas tillbaka."),
    "loan.returned": ("Lån återlämnat", "tog emot det som var utlånat."),
}
SUBJECTS = {"incident": "Incident", "loan": "Lån", "charge": "Debitering"}
