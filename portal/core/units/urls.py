"""Units, substitutes, people and assignments, and the log."""

from django.urls import path

from portal.core.units.views import substitutes

app_name = "units"
urlpatterns = [
    path("attest/ersattare/", substitutes.show_substitutes, name="substitutes"),
]
