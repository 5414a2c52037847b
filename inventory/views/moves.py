"""Moves between units: asking, answering, approving."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from inventory.access import SEES_ASSETS, may_agree, may_approve, may_ask_move, may_decline, may_withdraw
from inventory.actions.moves import agree_move, approve_move, ask_move, decline_move, withdraw_move
from inventory.caps import warnings_of
from inventory.forms.moves import AnswerForm, AskForm
from inventory.models import Asset, AssetMove
from inventory.presentation import MOVE_TAGS
from inventory.workflow import allows
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.errors import Invalid, Refusal
from portal.core.units.models import Role
from portal.core.web.pages import for_roles, one_or_404, show_in_form
from portal.core.web.paging import page_of

_UNITS = ("asset", "from_unit", "to_unit")


@require_GET
@for_roles(*SEES_ASSETS)
def move_list(request: HttpRequest) -> HttpResponse:
    """Those that are open, or all with ``lage=alla``; the latest first."""
    every = request.GET.get("lage") == "alla"
    moves = AssetMove.objects.visible_to(request.roles).select_related(*_UNITS)
    page = page_of(request, moves if every else moves.open(), ("-pk",))
    rows = [(move, MOVE_TAGS[move.state]) for move in page.rows]
    return render(request, "inventory/moves.html", {"rows": rows, "page": page, "every": every})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.HEAD_OF_UNIT)
def move_new(request: HttpRequest, asset_number: str) -> HttpResponse:
    assets = Asset.objects.visible_to(request.roles).select_related("unit")
    asset = one_or_404(assets, asset_number=asset_number.upper())
    require(may_ask_move(request.roles, asset.unit))
    data = request.POST if request.method == "POST" else None
    form = AskForm(asset.unit.region_id, data, without=asset.unit_id)
    if form.is_valid():
        unit = form.cleaned_data["to_unit"]
        try:
            move = ask_move(asset=asset, to_unit=unit, **form.wishes(), by=request.user, at=request.at)
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            show_in_form(form, refusal)
        else:
            messages.success(request, f"Flytten {move.number} är begärd.")
            return redirect("inventory:move", move.number)
    status = 422 if form.errors else 200
    return render(request, "inventory/move_new.html", {"asset": asset, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*SEES_ASSETS)
def move_detail(request: HttpRequest, number: str) -> HttpResponse:
    people = ("asked_by", "agreed_by", "approved_by", "declined_by", "withdrawn_by")
    moves = AssetMove.objects.visible_to(request.roles)
    moves = moves.select_related(*_UNITS, "to_unit__municipality", "to_unit__region", *people)
    move = one_or_404(moves, number=number.upper())
    if request.method != "POST":
        return _page(request, move)
    form = AnswerForm(request.POST)
    act = request.POST.get("gor", "")
    if act == "avboj" and not form.is_valid():
        return _page(request, move, form, 422)
    try:
        told = _act(request, move, act, form)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        form = AnswerForm({"answer": request.POST.get("answer", "–")})
        form.is_valid()
        form.add_error(None, refusal.message)
        move.refresh_from_db()
        return _page(request, move, form, refusal.status)
    messages.success(request, told)
    return redirect("inventory:move", move.number)


def _act(request: HttpRequest, move: AssetMove, act: str, form: AnswerForm) -> str:
    common: dict[str, Any] = {"move": move, "by": request.user, "at": request.at}
    if act == "avboj":
        decline_move(**common, answer=form.cleaned_data["answer"])
        return "Flytten är avböjd."
    if act == "godkann":
        approve_move(**common)
        return "Flytten är godkänd och utrustningen står nu på den nya enheten."
    if act == "aterta":
        withdraw_move(**common)
        return "Begäran är återtagen."
    if act == "godta":
        agree_move(**common)
        return "Flytten är godtagen och väntar på samordnaren."
    raise Invalid("unknown_act", "Välj vad du vill göra med flytten.")


def _page(
    request: HttpRequest, move: AssetMove, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    roles = request.roles
    approves = allows(move, "approve") and bool(may_approve(roles, move))
    today = local_date(request.at)
    # A unit and its branches share their caps.
    apart = move.from_unit.main_unit_id != move.to_unit.main_unit_id
    context = {
        "move": move,
        "tag": MOVE_TAGS[move.state],
        "form": form or AnswerForm(),
        "agrees": allows(move, "agree") and bool(may_agree(roles, move)),
        "approves": approves,
        "declines": allows(move, "decline") and bool(may_decline(roles, move)),
        "withdraws": allows(move, "withdraw") and bool(may_withdraw(roles, move)),
        "warnings": warnings_of(move.to_unit, move.asset.item_code, today) if approves and apart else [],
    }
    return render(request, "inventory/move.html", context, status=status)
