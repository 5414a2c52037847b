from portal.notices.models.feed import FeedToken
from portal.notices.models.notice import Impact, Kind, Notice, NoticeAudience, NoticeUpdate, State
from portal.notices.models.reach import NoticeReading, NoticeRecipient, NoticeUnit
from portal.notices.models.template import NoticeTemplate
from portal.notices.models.webhook import WebhookDelivery, WebhookEndpoint

__all__ = [
    "FeedToken",
    "Impact",
    "Kind",
    "Notice",
    "NoticeAudience",
    "NoticeReading",
    "NoticeRecipient",
    "NoticeTemplate",
    "NoticeUnit",
    "NoticeUpdate",
    "State",
    "WebhookDelivery",
    "WebhookEndpoint",
]
