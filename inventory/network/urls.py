"""Nätverkskontakt."""

from django.urls import path

from inventory.network.views import network

app_name = "network"
urlpatterns = [
    path("natverkskontakt/", network.unseen, name="unseen"),
    path("natverkskontakt/ladda-upp/", network.upload, name="upload"),
    path("natverkskontakt/okand/", network.deviations, name="deviations"),
    path("natverkskontakt/okand/<int:pk>/", network.deviation, name="deviation"),
]
