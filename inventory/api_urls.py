from django.urls import path

from inventory import api

urlpatterns = [
    path("assets/", api.AssetsView.as_view(), name="api_assets"),
    path("assets/<str:asset_number>/", api.AssetView.as_view(), name="api_asset"),
]
