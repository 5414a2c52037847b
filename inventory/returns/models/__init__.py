from inventory.returns.models.case import ReturnCase
from inventory.returns.models.document import ReturnDocument
from inventory.returns.models.hand_signature import HandSignature
from inventory.returns.models.handover import Handover
from inventory.returns.models.item import ReturnItem, ReturnService
from inventory.returns.models.pickup import PickUp

__all__ = [
    "HandSignature",
    "Handover",
    "PickUp",
    "ReturnCase",
    "ReturnDocument",
    "ReturnItem",
    "ReturnService",
]
