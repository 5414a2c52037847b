"""The orders' pages. The unit's own first, then those of the region's staff."""

from django.urls import URLPattern, path

from orders.converters import register_number
from orders.views import attesting, checking, delivering, matters, ordering, receiving, reviewing, tracking

app_name = "orders"
register_number()

unit_pages: list[URLPattern] = [
    path("bestall/", ordering.new, name="new"),
    path("bestall/rader/", ordering.rows, name="new_rows"),
    path("bestall/<number:number>/", ordering.edit, name="edit"),
    path("bestall/<number:number>/rader/", ordering.rows, name="rows"),
    path("bestall/<number:number>/granska/", reviewing.review, name="review"),
    path("bestall/<number:number>/ta-bort/", reviewing.discard, name="discard"),
    path("bestallningar/", tracking.order_list, name="list"),
    path("bestallningar/<number:number>/", tracking.order_detail, name="detail"),
    path("bestallningar/<number:number>/aterta/", tracking.withdraw, name="withdraw"),
    path("bestallningar/<number:number>/dokument/<int:pk>/", tracking.document, name="document"),
    path("kvittens/<number:number>/", receiving.confirm, name="confirm"),
    path("samverkan/", matters.matter_list, name="matters"),
    path("samverkan/ny/", matters.matter_new, name="matter_new"),
    path("samverkan/<int:pk>/", matters.matter_detail, name="matter"),
]
staff_pages: list[URLPattern] = [
    path("granskning/", checking.show_queue, name="check_queue"),
    path("granskning/<number:number>/", checking.show_order, name="check"),
    path("attest/", attesting.show_queue, name="attest_queue"),
    path("attest/flera/", attesting.attest_many, name="attest_batch"),
    path("attest/<number:number>/", attesting.show_order, name="attest"),
    path("leverans/", delivering.show_pick_list, name="pick_list"),
    path("leverans/<number:number>/", delivering.show_order, name="deliver"),
    path("leverans/<number:number>/<number:delivery>/", delivering.show_delivery, name="delivery"),
]

urlpatterns = [*unit_pages, *staff_pages]
