"""What is logged when something goes wrong can be read by whoever runs the portal."""

import json
import logging
import logging.config
import sys

from django.conf import settings


def test_a_fault_in_any_library_is_logged_with_where_it_happened() -> None:
    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        dict(settings.LOGGING["formatters"]["json"])
    )
    try:
        raise ValueError("what broke")
    except ValueError:
        fault = sys.exc_info()
    row = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Internal Server Error", (), fault)
    said = json.loads(formatter.format(row))
    assert said["event"] == "Internal Server Error"
    assert "test_logging.py" in said["exception"]
    assert "ValueError: what broke" in said["exception"]
