"""Incidents and loans: the pages under /incidenter/ and /lan/."""

from django.urls import path

from inventory.incidents.views import acting, charge, charging, lending, reading, reporting

app_name = "incidents"
urlpatterns = [
    path("incidenter/", reading.incident_list, name="list"),
    path("incidenter/ny/", reporting.incident_new, name="new"),
    path("incidenter/<str:number>/", reading.incident_detail, name="detail"),
    path("incidenter/<str:number>/polisen/", acting.police, name="police"),
    path("incidenter/<str:number>/bilder/", acting.picture_add, name="picture_add"),
    path("incidenter/<str:number>/bilder/<int:position>/", reading.picture, name="picture"),
    path("incidenter/<str:number>/beslut/", acting.decide, name="decide"),
    path("incidenter/<str:number>/reparation/", acting.repair, name="repair"),
    path("incidenter/<str:number>/lan/", acting.lend, name="lend"),
    path("incidenter/<str:number>/aterta/", acting.withdraw, name="withdraw"),
    path("incidenter/<str:number>/avsluta/", acting.close, name="close"),
    path("incidenter/<str:number>/fakturerad/", charging.invoice, name="invoice"),
    path("incidenter/<str:number>/efterskank/", charging.waive, name="waive"),
    path("debiteringar/", charging.charge_list, name="charges"),
    path("debiteringar/lista.csv", charging.charge_file, {"kind": "csv"}, name="charges_csv"),
    path("debiteringar/lista.xlsx", charging.charge_file, {"kind": "xlsx"}, name="charges_xlsx"),
    path("debiteringar/<int:pk>/", charge.charge_detail, name="charge"),
    path("lan/", lending.loan_list, name="loans"),
    path("lan/<int:pk>/aterlamna/", lending.loan_return, name="loan_return"),
    path("lan/<int:pk>/dag/", lending.loan_extend, name="loan_extend"),
]
