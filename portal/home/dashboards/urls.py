"""The overview, and the sheet on a unit for the samverkan meeting."""

from django.urls import path

from portal.home.dashboards.views import overview, sheets

app_name = "dashboards"
urlpatterns = [
    path("oversikt/", overview.overview, name="overview"),
    path("enheter/<str:hsa_id>/underlag/", sheets.ask, name="ask"),
    path("underlag/<int:pk>/", sheets.sheet, name="sheet"),
    path("underlag/<int:pk>/hamta/", sheets.fetch, name="fetch"),
]
