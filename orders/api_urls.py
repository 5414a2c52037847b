from django.urls import path

from orders.api.deciding import AttestView, CheckView, ReturnView
from orders.api.delivering import DeliveriesView, ReceiptView
from orders.api.entitlement import EntitlementView
from orders.api.views import OrdersView, OrderView, WithdrawView

urlpatterns = [
    path("units/<str:hsa_id>/entitlement/", EntitlementView.as_view(), name="api_entitlement"),
    path("orders/", OrdersView.as_view(), name="api_orders"),
    path("orders/<str:number>/", OrderView.as_view(), name="api_order"),
    path("orders/<str:number>/withdraw/", WithdrawView.as_view(), name="api_withdraw"),
    path("orders/<str:number>/check/", CheckView.as_view(), name="api_check"),
    path("orders/<str:number>/return/", ReturnView.as_view(), name="api_return"),
    path("orders/<str:number>/attest/", AttestView.as_view(), name="api_attest"),
    path("orders/<str:number>/deliveries/", DeliveriesView.as_view(), name="api_deliveries"),
    path("orders/<str:number>/receipt/", ReceiptView.as_view(), name="api_receipt"),
]
