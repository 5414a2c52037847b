"""Pages that belong to the portal itself and are read without sign-in, and the two settings in the person menu."""

from django.conf import settings
from django.urls import path

from portal.core.web import kept_form, views

app_name = "web"
urlpatterns = [
    path("utseende/", views.set_appearance, name="appearance"),
    path("byt-enhet/", views.choose_unit, name="unit"),
    path("fortsatt/", kept_form.continue_form, name="continue_form"),
    path("ordlista/", views.show_glossary, name="glossary"),
    path("tillganglighet/", views.show_accessibility, name="accessibility"),
    path("kortkommandon/", views.show_shortcuts, name="shortcuts"),
]
if settings.PORTAL_DEMO:
    urlpatterns.append(path("komponenter/", views.show_components, name="components"))
