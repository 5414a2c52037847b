"""What units have."""

from django.urls import path

from inventory import views

app_name = "inventory"
urlpatterns = [
    path("utrustning/", views.asset_list, name="list"),
    path("utrustning/lista.csv", views.export_assets, name="export"),
    path("utrustning/<str:asset_number>/", views.asset_detail, name="detail"),
]
