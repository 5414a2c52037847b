"""What must not come into the log with an address: the keys that open something for whoever has them."""

import logging
import re

# Feeds, calendars and the unsubscribe links of mails.
_KEY = re.compile(r"/(flode|kalender|avisering)/[^/\s.\"']+")


class WithoutKeys(logging.Filter):
    """Lets every line through, with the keys in its addresses blotted out."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        blotted = _KEY.sub(r"/\1/…", said)
        if blotted != said:
            record.msg, record.args = blotted, ()
        return True
