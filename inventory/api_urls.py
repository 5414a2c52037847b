from django.urls import path

from inventory.api import assets, services

urlpatterns = [
    path("assets/", assets.AssetsView.as_view(), name="api_assets"),
    path("assets/<str:asset_number>/", assets.AssetView.as_view(), name="api_asset"),
    path("units/<str:hsa_id>/services/", services.ServicesView.as_view(), name="api_services"),
]
