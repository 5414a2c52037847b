"""Units, substitutes, people and assignments, and the log."""

from django.urls import path

from portal.core.units.views import addresses, administration, listing, substitutes

app_name = "units"
urlpatterns = [
    path("enheter/", listing.show_units, name="list"),
    path("administration/", administration.show_people, name="administration"),
    path("administration/personer/ny/", administration.add_one, name="person_new"),
    path("administration/personer/<str:hsa_id>/", administration.show_person, name="person"),
    path("administration/enheter/", administration.show_units, name="contracts"),
    path("samordning/adresser/", addresses.show_failing, name="addresses"),
    path("attest/ersattare/", substitutes.show_substitutes, name="substitutes"),
]
