"""What a label says to a scanner: in the QR code an address that tells nothing of the asset, in the bars its number."""

import re

from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from inventory.models import Asset
from inventory.models.asset import AssetQuerySet
from inventory.serials import normalise_serial
from portal.core.text import is_storable

_SIGNER = Signer(salt="inventory.label", sep=".")
_SHORT = 16  # letters of the signature: 96 bits, which nobody guesses
_ADDRESS = re.compile(r"/e/([0-9A-Za-z._-]{3,60})/?$")
_LONGEST = 200


def code_of(asset: Asset) -> str:
    """The end of the label's address. It can be read back by this portal alone."""
    key = str(asset.pk)
    return f"{key}.{_SIGNER.signature(key)[:_SHORT]}"


def address_of(asset: Asset) -> str:
    """What the QR code holds."""
    return settings.PORTAL_URL + reverse("inventory:scanned", args=[code_of(asset)])


def key_in(code: str) -> int | None:
    """The asset's primary key, or None when the code is not one of ours."""
    key, _, signature = code.partition(".")
    if not (key.isascii() and key.isdigit() and len(key) < 19 and len(signature) == _SHORT):
        return None
    return int(key) if constant_time_compare(_SIGNER.signature(key)[:_SHORT], signature) else None


def key_scanned(text: str) -> int | None:
    """The primary key of the asset whose QR code was scanned; None when it was something else."""
    address = _ADDRESS.search(text.strip()[:_LONGEST])
    return key_in(address[1]) if address else None


def find_scanned(text: str, assets: AssetQuerySet) -> Asset | None:
    """The one among ``assets`` that was scanned or typed: a label's QR code, its bars, or the maker's serial number."""
    key = key_scanned(text)
    if key:
        return assets.filter(pk=key).first()
    number = normalise_serial(text[:_LONGEST])
    if not number or not is_storable(number):
        return None
    return assets.filter(asset_number=number).first() or assets.filter(serial_number=number).first()
