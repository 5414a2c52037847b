"""What the log says of imports, in plain Swedish."""

KINDS = {"assets.imported": ("Utrustning importerad", "importerade utrustning från en fil.")}
SUBJECTS = {"import": "Import"}
