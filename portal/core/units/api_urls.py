from django.urls import path

from portal.core.units import api

urlpatterns = [
    path("me/", api.MeView.as_view(), name="api_me"),
    path("units/", api.UnitsView.as_view(), name="api_units"),
    path("units/<str:hsa_id>/", api.UnitView.as_view(), name="api_unit"),
]
