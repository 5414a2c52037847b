from django.urls import path

from inventory.returns.api import views

urlpatterns = [
    path("returns/", views.ReturnsView.as_view(), name="api_returns"),
    path("returns/<str:number>/", views.ReturnView.as_view(), name="api_return_case"),
    path("returns/<str:number>/pickups/", views.PickUpsView.as_view(), name="api_pickups"),
    path("returns/<str:number>/handovers/", views.HandoversView.as_view(), name="api_handovers"),
]
