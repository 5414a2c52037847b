"""Inventory rounds: the pages under /inventering/."""

from django.urls import path

from inventory.rounds.views import answering, export, finding, listing, opening, reviewing, schedules, signing

app_name = "rounds"
urlpatterns = [
    path("inventering/", listing.round_list, name="list"),
    path("inventering/ny/", opening.new, name="new"),
    path("inventering/scheman/", schedules.schedule_list, name="schedules"),
    path("inventering/scheman/<int:pk>/", schedules.schedule_edit, name="schedule"),
    path("inventering/<str:number>/", listing.round_detail, name="detail"),
    path("inventering/<str:number>/svar.csv", export.export_answers, name="export"),
    path("inventering/<str:number>/avvikelser/", reviewing.deviations, name="deviations"),
    path("inventering/<str:number>/avsluta/", opening.close, name="close"),
    path("inventering/<str:number>/<str:hsa_id>/", answering.unit_task, name="unit"),
    path("inventering/<str:number>/<str:hsa_id>/fynd/", finding.find, name="find"),
    path("inventering/<str:number>/<str:hsa_id>/signera/", signing.sign, name="sign"),
    path("inventering/<str:number>/<str:hsa_id>/oppna/", signing.reopen, name="reopen"),
    path("inventering/<str:number>/<str:hsa_id>/svar.pdf", signing.document, name="document"),
    path("inventering/<str:number>/<str:hsa_id>/svar/<str:asset_number>/", answering.answer, name="answer"),
]
