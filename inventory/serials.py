"""How a serial number is written, wherever it is typed, scanned or read from a file."""


def normalise_serial(text: str) -> str:
    """As it is stored and compared: upper case, no spaces."""
    return "".join(text.split()).upper()
