"""Health and figures for those who run the portal, and the administrator's pages of jobs and of the outbox."""

from django.urls import path

from portal.operations import views
from portal.operations.jobs.views import show_jobs
from portal.operations.outbox.views import show_outbox

app_name = "operations"
urlpatterns = [
    path("healthz/", views.alive, name="alive"),
    path("readyz/", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
    path("administration/jobb/", show_jobs, name="jobs"),
    path("administration/utkorg/", show_outbox, name="outbox"),
]
