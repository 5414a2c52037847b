"""Units, substitutes, people and assignments, and the log."""

from django.urls import path

from portal.core.units.views import listing, substitutes

app_name = "units"
urlpatterns = [
    path("enheter/", listing.show_units, name="list"),
    path("attest/ersattare/", substitutes.show_substitutes, name="substitutes"),
]
