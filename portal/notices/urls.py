"""Notices: the pages under /drift/."""

from django.urls import path

from portal.notices.views import reading, reviewing, templates, updating, writing

app_name = "notices"
urlpatterns = [
    path("drift/", reading.notice_list, name="list"),
    path("drift/band/", reading.banners, name="banners"),
    path("drift/nytt/", writing.new, name="new"),
    path("drift/nytt/rackvidd/", writing.preview, name="preview"),
    path("drift/mallar/", templates.template_list, name="templates"),
    path("drift/mallar/ny/", templates.template_new, name="template_new"),
    path("drift/mallar/<int:pk>/", templates.template_edit, name="template"),
    path("drift/<str:number>/", reading.notice_detail, name="detail"),
    path("drift/<str:number>/kvittera/", reading.acknowledge_notice, name="acknowledge"),
    path("drift/<str:number>/andra/", writing.edit, name="edit"),
    path("drift/<str:number>/granska/", reviewing.review, name="review"),
    path("drift/<str:number>/kasta/", reviewing.discard, name="discard"),
    path("drift/<str:number>/uppdatera/", updating.update, name="update"),
]
