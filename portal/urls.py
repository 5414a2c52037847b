"""Every door of the portal. Each app keeps its own addresses; the API gathers under /api/v1/."""

from django.urls import include, path

handler400 = "portal.core.web.errors.bad_request"
handler403 = "portal.core.web.errors.forbidden"
handler404 = "portal.core.web.errors.not_found"
handler500 = "portal.core.web.errors.server_error"

urlpatterns = [
    path("", include("portal.core.web.urls")),
    path("", include("portal.operations.urls")),
    path("konto/", include("portal.core.people.urls")),
    path("", include("orders.urls")),
]
