"""A person's own notifications, and the link in every mail that turns its kind off."""

from django.urls import path

from portal.core.notifications import views

app_name = "notifications"
urlpatterns = [
    path("mina-uppgifter/aviseringar/", views.show_preferences, name="preferences"),
    path("avisering/<str:token>/", views.turn_off, name="unsubscribe"),
]
