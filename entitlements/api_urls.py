from django.urls import path

from entitlements.api import CatalogueView

urlpatterns = [path("catalogue/", CatalogueView.as_view(), name="api_catalogue")]
