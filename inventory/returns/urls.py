"""Återlämning."""

from django.urls import path

from inventory.returns.views import aftercare, cases, handovers, opening, papers

app_name = "returns"
urlpatterns = [
    path("aterlamning/", cases.case_list, name="list"),
    path("aterlamning/ny/", opening.case_new, name="new"),
    path("aterlamning/att-ta-hand-om/", aftercare.aftercare, name="aftercare"),
    path("aterlamning/<str:number>/", cases.case_detail, name="detail"),
    path("aterlamning/<str:number>/restlista.csv", papers.residual_list, name="residual"),
    path("aterlamning/<str:number>/dokument/<int:pk>/", papers.document, name="document"),
    path("aterlamning/<str:number>/overlamning/<int:ordinal>/", handovers.handover_detail, name="handover"),
]
