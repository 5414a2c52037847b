from orders.models.attest import AttestRecord
from orders.models.delivery import DeliveredPiece, Delivery
from orders.models.document import Document
from orders.models.idempotency import IdempotencyKey
from orders.models.order import NumberSeries, Order, OrderLine
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
