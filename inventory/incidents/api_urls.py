from django.urls import path

from inventory.incidents.api import views

urlpatterns = [
    path("incidents/", views.IncidentsView.as_view(), name="api_incidents"),
    path("incidents/<str:number>/", views.IncidentView.as_view(), name="api_incident"),
]
