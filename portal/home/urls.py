"""The roof's pages: start, one unit, oneself, search."""

from django.urls import path

from portal.home.views import me, search, start, unit

app_name = "home"
urlpatterns = [
    path("", start.start, name="start"),
    path("mina-uppgifter/", me.me, name="me"),
    path("sok/", search.search, name="search"),
    path("enheter/<str:hsa_id>/", unit.unit_page, name="unit"),
]
