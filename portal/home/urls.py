"""The roof's pages: start, one unit, oneself, search."""

from django.conf import settings
from django.urls import include, path

from portal.core.units.views import log
from portal.home.views import me, search, start, unit

app_name = "home"
urlpatterns = [
    path("", start.start, name="start"),
    path("mina-uppgifter/", me.me, name="me"),
    path("sok/", search.search, name="search"),
    path("logg/", log.show_log, name="log"),
    path("", include("portal.home.figures.urls")),
    path("enheter/<str:hsa_id>/", unit.unit_page, name="unit"),
]
if settings.PORTAL_DEMO:
    from portal.home.demo.post_views import show_letter, show_letter_html, show_post
    from portal.home.demo.views import choose_person

    urlpatterns += [
        path("demo/", choose_person, name="demo"),
        path("demo/post/", show_post, name="demo_post"),
        path("demo/post/<str:key>/", show_letter, name="demo_letter"),
        path("demo/post/<str:key>/html/", show_letter_html, name="demo_letter_html"),
    ]
