from django.urls import path

from inventory.rounds.api import views

urlpatterns = [
    path("rounds/", views.RoundsView.as_view(), name="api_rounds"),
    path("rounds/<str:number>/", views.RoundView.as_view(), name="api_round"),
    path("rounds/<str:number>/units/<str:hsa_id>/", views.RoundUnitView.as_view(), name="api_round_unit"),
    path(
        "rounds/<str:number>/units/<str:hsa_id>/answers/",
        views.RoundAnswersView.as_view(),
        name="api_round_answers",
    ),
]
