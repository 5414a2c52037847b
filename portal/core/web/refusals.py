"""A refusal as a page: the sentence, and a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.core.errors import Refusal

_TITLES = {
    403: "Du kan inte göra det här",
    404: "Sidan finns inte",
    409: "Läget har ändrats",
    422: "Uppgifterna går inte att använda",
}


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return render(
        request,
        "errors/refusal.html",
        {"title": _TITLES.get(refusal.status, "Det gick inte"), "refusal": refusal},
        status=refusal.status,
    )
