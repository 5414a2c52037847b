"""What the log says of orders, deliveries and matters, in plain Swedish."""

KINDS = {
    "order.drafted": ("Beställning påbörjad", "påbörjade beställningen."),
    "order.discarded": ("Utkast borttaget", "tog bort utkastet."),
    "order.submitted": ("Beställning skickad", "skickade beställningen."),
    "order.returned": ("Beställning återlämnad", "skickade tillbaka beställningen för komplettering."),
    "order.checked": ("Beställning granskad", "granskade beställningen och skickade den till attest."),
    "order.attested": ("Beställning attesterad", "attesterade beställningen."),
    "order.refused": ("Beställning avslagen", "avslog beställningen."),
    "order.withdrawn": ("Beställning återtagen", "tog tillbaka beställningen."),
    "order.part_delivered": ("Beställning delvis levererad", "levererade en del av beställningen."),
    "order.delivered": ("Beställning levererad", "levererade det som återstod."),
    "order.deviation": ("Avvikelse vid leverans", "anmälde en avvikelse, så det ska levereras om."),
    "order.closed": ("Beställning avslutad", "avslutade beställningen, allt är mottaget."),
    "delivery.confirmed": ("Leverans kvitterad", "kvitterade leveransen."),
    "matter.raised": ("Samverkansärende anmält", "anmälde ett samverkansärende."),
    "matter.answered": ("Samverkansärende besvarat", "besvarade samverkansärendet."),
}
SUBJECTS = {"order": "Beställning", "delivery": "Leverans", "matter": "Samverkansärende"}
