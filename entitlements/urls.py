"""The appendix."""

from django.urls import path

from entitlements import views

app_name = "entitlements"
urlpatterns = [path("bilaga/", views.show_appendix, name="appendix")]
