"""Notices: the pages under /drift/."""

from django.urls import path

from portal.notices.views import reading

app_name = "notices"
urlpatterns = [
    path("drift/", reading.notice_list, name="list"),
    path("drift/band/", reading.banners, name="banners"),
    path("drift/<str:number>/", reading.notice_detail, name="detail"),
    path("drift/<str:number>/kvittera/", reading.acknowledge_notice, name="acknowledge"),
]
