from django.urls import path

from portal.notices.api import views

urlpatterns = [
    path("notices/", views.NoticesView.as_view(), name="api_notices"),
    path("notices/<str:number>/", views.NoticeView.as_view(), name="api_notice"),
    path(
        "notices/<str:number>/acknowledgement/",
        views.AcknowledgementView.as_view(),
        name="api_acknowledgement",
    ),
]
