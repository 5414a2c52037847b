"""The floor: the least that Django can do with the same tables. Served by gunicorn as the portal is.

Session, sign-in check, COUNT, JOIN and a plain template; a list as JSON without sign-in; one INSERT without anything.
Run as ``gunicorn portal.home.bench.floor:application`` with the portal's own environment.
"""

import json
import os
from typing import Any

import django
import environ
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

TEMPLATES = {
    "list.html": (
        "<!doctype html><title>Lista</title><h1>{{ count }} rader</h1><table>{% for row in rows %}<tr>"
        "<td>{{ row.asset_number }}</td><td>{{ row.item_name }}</td><td>{{ row.serial_number }}</td>"
        "<td>{{ row.model_name }}</td><td>{{ row.unit.name }}</td><td>{{ row.function }}</td><td>{{ row.room }}</td>"
        "</tr>{% endfor %}</table>"
    ),
    "page.html": (
        "<!doctype html><title>{{ row.asset_number }}</title><h1>{{ row.item_name }}</h1><p>{{ row.unit.name }}</p>"
        "<p>{{ row.serial_number }} {{ row.model_name }} {{ row.function }} {{ row.room }}</p><p>{{ count }} delar</p>"
    ),
}
BACKEND = "django.contrib.auth.backends.ModelBackend"

if not settings.configured:
    settings.configure(
        SECRET_KEY=os.environ["SECRET_KEY"],
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": {**environ.Env().db("DATABASE_URL"), "CONN_MAX_AGE": 60}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.messages",
            "django.contrib.sessions",
            "portal.core.people",
        ],
        AUTH_USER_MODEL="people.User",
        AUTHENTICATION_BACKENDS=[BACKEND],
        # As startproject writes them.
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        SESSION_COOKIE_NAME="floor_session",
        LOGIN_URL="/",
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ],
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [("django.template.loaders.locmem.Loader", TEMPLATES)],
                        )
                    ],
                },
            }
        ],
    )
    django.setup()


class Unit(models.Model):
    name = models.TextField()

    class Meta:
        app_label, managed, db_table = "floor", False, "units_careunit"

    def __str__(self) -> str:
        return self.name


class Piece(models.Model):
    """The same rows as the portal's assets."""

    asset_number = models.TextField()
    serial_number = models.TextField()
    item_name = models.TextField()
    model_name = models.TextField()
    function = models.TextField()
    room = models.TextField()
    state = models.TextField()
    part_of = models.ForeignKey("self", models.DO_NOTHING, null=True)
    unit = models.ForeignKey(Unit, models.DO_NOTHING)

    class Meta:
        app_label, managed, db_table = "floor", False, "inventory_asset"

    def __str__(self) -> str:
        return self.asset_number


class Note(models.Model):
    """A table of its own for the INSERT."""

    text = models.TextField()
    number = models.IntegerField()

    class Meta:
        app_label, managed, db_table = "floor", False, "bench_floor_note"

    def __str__(self) -> str:
        return self.text


def _rows(request: HttpRequest, pieces: Any) -> HttpResponse:
    found = pieces.select_related("unit").order_by("asset_number")[:50]
    return render(request, "list.html", {"count": pieces.count(), "rows": found})


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    return _rows(request, Piece.objects.all())


@login_required
def filtered(request: HttpRequest) -> HttpResponse:
    return _rows(request, Piece.objects.filter(state="IN_USE", serial_number__contains=request.GET["q"]))


@login_required
def page(request: HttpRequest, number: str) -> HttpResponse:
    row = get_object_or_404(Piece.objects.select_related("unit"), asset_number=number)
    count = Piece.objects.filter(part_of_id=row.pk).count()
    return render(request, "page.html", {"row": row, "count": count})


def rest_list(request: HttpRequest) -> HttpResponse:
    pieces = Piece.objects.select_related("unit").order_by("asset_number")[:100]
    rows = [
        {
            "asset_number": one.asset_number,
            "serial_number": one.serial_number,
            "name": one.item_name,
            "model": one.model_name,
            "unit": one.unit.name,
            "function": one.function,
            "room": one.room,
        }
        for one in pieces
    ]
    return JsonResponse({"results": rows})


@csrf_exempt
def rest_create(request: HttpRequest) -> HttpResponse:
    body = json.loads(request.body)
    note = Note.objects.create(text=body["unit"], number=len(body["lines"]))
    return JsonResponse({"id": note.pk}, status=201)


urlpatterns = [
    path("list/", listing),
    path("filtered/", filtered),
    path("page/<str:number>/", page),
    path("api/list/", rest_list),
    path("api/create/", rest_create),
]
application = get_wsgi_application()
