"""What the log says of sheets, in plain Swedish."""

KINDS = {"sheet.asked": ("Mötesunderlag beställt", "beställde ett underlag om enheten för samverkansmötet.")}
SUBJECTS = {"sheet": "Mötesunderlag"}
