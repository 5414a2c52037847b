"""Import."""

from django.urls import path

from inventory.imports.views import imports

app_name = "imports"
urlpatterns = [
    path("utrustning/import/", imports.import_list, name="list"),
    path("utrustning/import/mall.csv", imports.blank_csv, name="blank_csv"),
    path("utrustning/import/mall.xlsx", imports.blank_xlsx, name="blank_xlsx"),
    path("utrustning/import/<int:pk>/", imports.import_run, name="run"),
]
