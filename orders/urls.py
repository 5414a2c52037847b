"""The orders' pages. The unit's own first, then those of the region's staff."""

from django.urls import URLPattern

app_name = "orders"

unit_pages: list[URLPattern] = []
staff_pages: list[URLPattern] = []

urlpatterns = [*unit_pages, *staff_pages]
