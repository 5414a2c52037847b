"""Every door of the portal. Each app keeps its own addresses; the API gathers under /api/v1/."""

from django.urls import include, path, re_path

from portal.core.web.api_schema import no_such_address

handler400 = "portal.core.web.errors.bad_request"
handler403 = "portal.core.web.errors.forbidden"
handler404 = "portal.core.web.errors.not_found"
handler500 = "portal.core.web.errors.server_error"

urlpatterns = [
    path("", include("portal.core.web.urls")),
    path("", include("portal.operations.urls")),
    path("konto/", include("portal.core.people.urls")),
    path("", include("portal.home.urls")),
    path("", include("portal.home.dashboards.urls")),
    path("", include("portal.notices.urls")),
    path("", include("portal.core.notifications.urls")),
    path("", include("portal.core.units.urls")),
    path("", include("entitlements.urls")),
    path("", include("orders.urls")),
    path("", include("inventory.rounds.urls")),
    path("", include("inventory.returns.urls")),
    path("", include("inventory.incidents.urls")),
    path("", include("inventory.network.urls")),
    path("", include("inventory.imports.urls")),
    path("", include("inventory.urls")),
    path("api/v1/", include("portal.core.web.api_urls")),
    path("api/v1/", include("portal.core.units.api_urls")),
    path("api/v1/", include("entitlements.api_urls")),
    path("api/v1/", include("inventory.incidents.api_urls")),
    path("api/v1/", include("inventory.network.api_urls")),
    path("api/v1/", include("inventory.api_urls")),
    path("api/v1/", include("inventory.rounds.api_urls")),
    path("api/v1/", include("inventory.returns.api_urls")),
    path("api/v1/", include("orders.api_urls")),
    path("api/v1/", include("portal.notices.api_urls")),
    re_path("^api/", no_such_address),
]
