"""What the log says of network contact, in plain Swedish."""

KINDS = {
    "network.contacts": ("Nätverkskontakt inläst", "läste in när utrustning senast var på nätet."),
    "network.deviation_reopened": (
        "Okänd utrustning sedd igen",
        "läste in att okänd utrustning, som sades vara bortkopplad, har varit på nätet igen.",
    ),
    "network.deviation_decided": ("Okänd utrustning avgjord", "avgjorde vad okänd utrustning på nätet är."),
}
SUBJECTS = {"network_deviation": "Okänd utrustning"}
