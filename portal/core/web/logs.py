"""The log: one JSON object a line, without names or contents, and without the keys that stand in addresses."""

import logging
import re
from typing import Any

import structlog

# Feeds, calendars and the unsubscribe links of mails: the address opens something for whoever has it.
_KEY = re.compile(r"/(flode|kalender|avisering)/[^/\s.\"']+")
_ON_EVERY_LINE = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class WithoutKeys(logging.Filter):
    """Lets every line through, with the keys in its addresses blotted out."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        blotted = _KEY.sub(r"/\1/…", said)
        if blotted != said:
            record.msg, record.args = blotted, ()
        return True


def logging_in_json(level: str) -> dict[str, Any]:
    """Configure structlog and return Django's LOGGING, from ``level`` upward."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_ON_EVERY_LINE,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": structlog.processors.JSONRenderer(),
                "foreign_pre_chain": [*_ON_EVERY_LINE, structlog.processors.format_exc_info],
            }
        },
        "filters": {"without_keys": {"()": WithoutKeys}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["without_keys"]}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
        },
    }
