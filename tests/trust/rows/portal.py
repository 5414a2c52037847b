"""The portal's own pages, the roof's but notices, and the ground floor's: notifications and units."""

from portal.core.notifications.unsubscribing import unsubscribe_token
from tests.trust.rows.row import (
    ADMINISTRATOR,
    ATTESTERS,
    COORDINATOR,
    PUBLIC,
    REGISTRARS,
    REVIEWER,
    SEES_UNITS,
    Row,
    unit_of,
)
from tests.trust.scene import EVERYONE, HEADS, REGION, UNIT

FOLLOWERS = REGISTRARS | {"manager", "controller", "substitute"}

PORTAL = {
    # --- The portal itself
    "web:appearance": Row(None, PUBLIC, data=lambda side: {"appearance": "dark"}),
    "web:unit": Row(None, UNIT, data=lambda side: {"unit": side.unit.hsa_id}, in_body=True, no=(422,)),
    "web:continue_form": Row(PUBLIC, ok=(302,)),
    "web:glossary": Row(PUBLIC),
    "web:accessibility": Row(PUBLIC),
    "web:shortcuts": Row(PUBLIC),
    "web:components": Row(PUBLIC, tells=PUBLIC),  # made-up examples
    "operations:alive": Row(PUBLIC),
    "operations:ready": Row(PUBLIC, ok=(200, 503)),
    "operations:metrics": Row(frozenset()),
    "operations:jobs": Row(
        ADMINISTRATOR, ADMINISTRATOR, data=lambda side: {"jobb": "portal.core.outbox.tasks.sweep"}
    ),
    "operations:outbox": Row(ADMINISTRATOR, ADMINISTRATOR, data=lambda side: {"meddelande": ""}),
    # --- The roof
    "home:start": Row(EVERYONE),
    "home:demo": Row(PUBLIC, PUBLIC, tells=PUBLIC),
    # Nothing has been sent to a folder while the matrix is tried; tests/home/test_demo_post.py has mails.
    "home:demo_post": Row(PUBLIC, tells=PUBLIC),
    "home:demo_letter": Row(PUBLIC, thing=lambda side: {"key": "x"}, ok=(404,)),
    "home:demo_letter_html": Row(PUBLIC, thing=lambda side: {"key": "x"}, ok=(404,)),
    "home:me": Row(EVERYONE),
    "home:search": Row(EVERYONE, query=lambda side: {"q": side.unit.name.split()[0]}),
    "home:unit": Row(SEES_UNITS, thing=unit_of),
    "home:figures": Row(SEES_UNITS, HEADS, thing=unit_of, data=lambda side: {"gor": "bekrafta"}),
    "home:figures_preview": Row(
        SEES_UNITS,
        thing=unit_of,
        query=lambda side: {"care_staff": "12", "listed_patients": "1500", "valid_from": "2027-02-01"},
    ),
    "home:log": Row(REVIEWER, REVIEWER, tells=REVIEWER),
    "home:figures_queue": Row(COORDINATOR),
    "home:figures_decide": Row(None, COORDINATOR, thing=lambda side: {"pk": side.figures.pk}),
    # --- The overview, and the sheet on a unit
    "dashboards:overview": Row(FOLLOWERS),
    "dashboards:ask": Row(SEES_UNITS, SEES_UNITS, thing=unit_of),
    "dashboards:sheet": Row(HEADS, thing=lambda side: {"pk": side.sheet.pk}),
    "dashboards:fetch": Row(HEADS, thing=lambda side: {"pk": side.sheet.pk}),
    # --- Notifications: one's own, and the link of a mail, which is the key itself
    "notifications:preferences": Row(EVERYONE, EVERYONE, data=lambda side: {"gor": "tysta"}),
    "notifications:unsubscribe": Row(
        PUBLIC,
        PUBLIC,
        thing=lambda side: {"token": unsubscribe_token(side.matter.raised_by_id, "order.closed")},
    ),
    # --- Units
    "units:list": Row(REGION),
    "units:administration": Row(ADMINISTRATOR, tells=ADMINISTRATOR),
    "units:person_new": Row(ADMINISTRATOR, ADMINISTRATOR, tells=ADMINISTRATOR),
    "units:person": Row(
        ADMINISTRATOR,
        ADMINISTRATOR,
        thing=lambda side: {"hsa_id": side.matter.raised_by.hsa_id},
        tells=ADMINISTRATOR,
    ),
    "units:contracts": Row(ADMINISTRATOR, tells=ADMINISTRATOR),
    "units:addresses": Row(
        COORDINATOR,
        COORDINATOR,
        data=lambda side: {"person": side.matter.raised_by.hsa_id, "email": "ny@example.se"},
        in_body=True,
        tells=COORDINATOR,
    ),
    "units:substitutes": Row(ATTESTERS, frozenset({"manager"})),
}
