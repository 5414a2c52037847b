"""Notices: the pages under /drift/."""

from django.urls import path

from portal.notices.views import (
    feeds,
    reach,
    reading,
    reviewing,
    status,
    subscriptions,
    templates,
    updating,
    webhooks,
    writing,
)

app_name = "notices"
urlpatterns = [
    path("drift/", reading.notice_list, name="list"),
    path("drift/band/", reading.banners, name="banners"),
    path("drift/nytt/", writing.new, name="new"),
    path("drift/nytt/rackvidd/", writing.preview, name="preview"),
    path("drift/mallar/", templates.template_list, name="templates"),
    path("drift/mallar/ny/", templates.template_new, name="template_new"),
    path("drift/mallar/<int:pk>/", templates.template_edit, name="template"),
    path("drift/prenumerera/", subscriptions.show_subscriptions, name="subscriptions"),
    path("drift/<str:number>/", reading.notice_detail, name="detail"),
    path("drift/<str:number>/kvittera/", reading.acknowledge_notice, name="acknowledge"),
    path("drift/<str:number>/andra/", writing.edit, name="edit"),
    path("drift/<str:number>/granska/", reviewing.review, name="review"),
    path("drift/<str:number>/kasta/", reviewing.discard, name="discard"),
    path("drift/<str:number>/uppdatera/", updating.update, name="update"),
    path("drift/<str:number>/mottagare/", reach.show_reach, name="reach"),
    path("drift/<str:number>/mottagare.csv", reach.export_reach, name="reach_export"),
    path("drift/<str:number>/kalender.ics", feeds.calendar_event, name="calendar_event"),
    path("flode/<str:token>.atom", feeds.feed, name="feed_atom"),
    path("kalender/<str:token>.ics", feeds.calendar_feed, name="feed_calendar"),
    path("status/", status.region_list, name="status_list"),
    path("status/<slug:code>/", status.region_status, name="status"),
    path("webhooks/", webhooks.webhook_list, name="webhooks"),
    path("webhooks/ny/", webhooks.webhook_new, name="webhook_new"),
    path("webhooks/<int:pk>/", webhooks.webhook_detail, name="webhook"),
]
