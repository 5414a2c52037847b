from django.urls import path

from inventory.api import assets, moves, services

urlpatterns = [
    path("assets/", assets.AssetsView.as_view(), name="api_assets"),
    path("assets/<str:asset_number>/", assets.AssetView.as_view(), name="api_asset"),
    path("moves/", moves.MovesView.as_view(), name="api_moves"),
    path("moves/<str:number>/", moves.MoveView.as_view(), name="api_move"),
    path("moves/<str:number>/accept/", moves.AcceptView.as_view(), name="api_move_accept"),
    path("moves/<str:number>/approve/", moves.ApproveView.as_view(), name="api_move_approve"),
    path("moves/<str:number>/decline/", moves.DeclineView.as_view(), name="api_move_decline"),
    path("moves/<str:number>/withdraw/", moves.WithdrawView.as_view(), name="api_move_withdraw"),
    path("units/<str:hsa_id>/services/", services.ServicesView.as_view(), name="api_services"),
]
