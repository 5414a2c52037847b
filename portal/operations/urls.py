"""Health and figures, for those who run the portal."""

from django.urls import path

from portal.operations import views

app_name = "operations"
urlpatterns = [
    path("healthz/", views.alive, name="alive"),
    path("readyz/", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
]
