"""What units have."""

from django.urls import path

from inventory.views import assets, bulk, exports, lists, moves, saved, scanned, services, store

app_name = "inventory"
urlpatterns = [
    path("e/<str:code>/", scanned.scanned, name="scanned"),
    path("utrustning/", lists.asset_list, name="list"),
    path("utrustning/lista.csv", exports.export_assets, {"format": "csv"}, name="export"),
    path("utrustning/lista.xlsx", exports.export_assets, {"format": "xlsx"}, name="export_xlsx"),
    path("utrustning/etiketter/", exports.label_sheets, name="labels"),
    path("utrustning/filer/", exports.ask_for_file, name="export_ask"),
    path("utrustning/filer/<int:pk>/", exports.export_file, name="export_file"),
    path("utrustning/filer/<int:pk>/hamta/", exports.fetch_file, name="export_fetch"),
    path("utrustning/andra/", bulk.change_many, name="bulk"),
    path("utrustning/vyer/", saved.saved_views, name="views"),
    path("utrustning/vyer/<int:pk>/", saved.saved_view, name="view"),
    path("utrustning/lager/", store.store_list, name="store"),
    path("utrustning/<str:asset_number>/flytta/", moves.move_new, name="move_new"),
    path("utrustning/<str:asset_number>/lager/", store.put_away, name="put_away"),
    path("utrustning/<str:asset_number>/lamna-ut/", store.give_out, name="hand_out"),
    path("flyttar/", moves.move_list, name="moves"),
    path("flyttar/<str:number>/", moves.move_detail, name="move"),
    path("utrustning/<str:asset_number>/", assets.asset_detail, name="detail"),
    path("enheter/<str:hsa_id>/tjanster/", services.unit_services, name="services"),
]
