"""django-allauth's own: signing in and out, and one's own second factor. They know neither units nor roles."""

from tests.trust.rows.row import PUBLIC, Row
from tests.trust.scene import EVERYONE

ACCOUNT = {
    "account_login": Row(PUBLIC, PUBLIC, ok=(200, 302)),
    "account_logout": Row(PUBLIC, PUBLIC, ok=(200, 302)),
    "account_signup": Row(PUBLIC, PUBLIC, ok=(200, 302)),
    "account_inactive": Row(PUBLIC),
    "account_set_password": Row(PUBLIC, ok=(404,)),
    "account_reauthenticate": Row(EVERYONE, EVERYONE, ok=(200, 302)),
    "account_change_password": Row(EVERYONE, EVERYONE, ok=(200, 302)),
    **{
        f"mfa_{name}": Row(EVERYONE, EVERYONE, ok=(200, 302, 404))
        for name in (
            "index",
            "reauthenticate",
            "activate_totp",
            "deactivate_totp",
            "view_recovery_codes",
            "generate_recovery_codes",
            "download_recovery_codes",
            "list_webauthn",
            "add_webauthn",
            "reauthenticate_webauthn",
        )
    },
    "mfa_authenticate": Row(PUBLIC, PUBLIC, ok=(302,)),
    **{
        f"mfa_{name}_webauthn": Row(EVERYONE, EVERYONE, thing=lambda side: {"pk": 1}, ok=(302, 404))
        for name in ("remove", "edit")
    },
}
