"""Signing in and out and the second factor, by django-allauth. Only the pages that the portal uses are open."""

from allauth.account import views
from django.urls import include, path

from portal.core.people.views import no_password

urlpatterns = [
    path("logga-in/", views.login, name="account_login"),
    path("logga-ut/", views.logout, name="account_logout"),
    path("stangt/", views.signup, name="account_signup"),
    path("avstangd/", views.account_inactive, name="account_inactive"),
    path("bekrafta/", views.reauthenticate, name="account_reauthenticate"),
    path("losenord/", views.password_change, name="account_change_password"),
    path("losenord/saknas/", no_password, name="account_set_password"),
    path("tvafaktor/", include("allauth.mfa.urls")),
]
