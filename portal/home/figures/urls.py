"""The pages of figures. Included by the roof, under its namespace."""

from django.urls import path

from portal.home.figures import views

urlpatterns = [
    path("enheter/<str:hsa_id>/uppgifter/", views.unit_figures, name="figures"),
    path("enheter/<str:hsa_id>/uppgifter/tak/", views.preview, name="figures_preview"),
    path("uppgifter/", views.queue, name="figures_queue"),
    path("uppgifter/<int:pk>/", views.decide, name="figures_decide"),
]
