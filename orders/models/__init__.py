from orders.models.attest import AttestRecord
from orders.models.delivery import DeliveredPiece, Delivery
from orders.models.document import Document
from orders.models.idempotency import IdempotencyKey
from orders.models.line import OrderLine
from orders.models.number import NumberSeries
from orders.models.order import Order
from orders.models.samverkan import SamverkanMatter

__all__ = [
    "AttestRecord",
    "DeliveredPiece",
    "Delivery",
    "Document",
    "IdempotencyKey",
    "NumberSeries",
    "Order",
    "OrderLine",
    "SamverkanMatter",
]
