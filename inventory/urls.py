"""What units have."""

from django.urls import path

from inventory.views import assets, scanned, services

app_name = "inventory"
urlpatterns = [
    path("e/<str:code>/", scanned.scanned, name="scanned"),
    path("utrustning/", assets.asset_list, name="list"),
    path("utrustning/lista.csv", assets.export_assets, name="export"),
    path("utrustning/<str:asset_number>/", assets.asset_detail, name="detail"),
    path("enheter/<str:hsa_id>/tjanster/", services.unit_services, name="services"),
]
