"""The mails that were sent before there were notifications, as the log of whom they went to.

The event is found in the outbox by the Message-ID, which is made of it, so that what people were told of before is not
told again. The table itself is left for the version that runs while this is applied (``outbox.0002``). The address was
not noted then.
"""

from django.db import migrations

COPY = """
INSERT INTO notifications_notification
  (kind, person_id, event, payload, about, how, queued_at, due_at, address, subject, message_id, sent_at, failed_at,
   failure, settled_at)
SELECT s.template, p.id, coalesce(m.payload ->> 'event', s.message_id), '{}', '', 'AT_ONCE',
       coalesce(m.created_at, s.sent_at, s.failed_at), coalesce(m.available_at, s.sent_at, s.failed_at), '',
       s.subject, s.message_id, s.sent_at, s.failed_at, s.failure, NULL
FROM outbox_sentmail s
JOIN people_user p ON p.hsa_id = s.recipient
LEFT JOIN outbox_message m ON m.kind = 'mail' AND (m.payload ->> 'to')::bigint = p.id
  AND left(encode(sha256(convert_to((m.payload ->> 'event') || ':' || (m.payload ->> 'to'), 'UTF8')), 'hex'), 32)
      = substring(s.message_id FROM 2 FOR 32)
WHERE coalesce(s.sent_at, s.failed_at) IS NOT NULL
ON CONFLICT (person_id, event) DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [
        ("notifications", "0001_initial"),
        ("outbox", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [migrations.RunSQL(COPY, migrations.RunSQL.noop)]
