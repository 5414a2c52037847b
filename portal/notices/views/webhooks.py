"""The pages of those who look after webhooks: which there are, adding one, and what became of each delivery."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal.core.errors import Conflict, Errors, Invalid
from portal.core.web.pages import for_roles, one_or_404, show_in_form
from portal.core.web.paging import page_of
from portal.notices.access import SUBSCRIPTION_ADMINISTRATORS
from portal.notices.actions.webhooks import add_webhook, disable_webhook, replay_delivery, send_test
from portal.notices.forms.webhooks import WebhookForm
from portal.notices.models import Kind, WebhookDelivery, WebhookEndpoint
from portal.notices.queries.webhooks import latest_deliveries, webhook_regions, webhooks_of

Act = Callable[[HttpRequest, WebhookEndpoint], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a delivery stands, in a word."""

    label: str
    color: str
    icon: str


@for_roles(*SUBSCRIPTION_ADMINISTRATORS)
@require_GET
def webhook_list(request: HttpRequest) -> HttpResponse:
    """The webhooks with their latest delivery."""
    endpoints = list(webhooks_of(request.roles))
    latest = latest_deliveries(endpoints)
    rows = [(one, _host(one), _kinds(one), _last(latest.get(one.pk))) for one in endpoints]
    return render(request, "notices/webhook_list.html", {"rows": rows})


@for_roles(*SUBSCRIPTION_ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_new(request: HttpRequest) -> HttpResponse:
    """Add one. The key is shown in the answer itself and nowhere after it; sent again the form is refused, since the
    address has its webhook."""
    form = WebhookForm(webhook_regions(request.roles), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            endpoint = add_webhook(**form.content, by=request.user, at=request.at)
        except (Errors, Conflict) as refusal:
            show_in_form(form, refusal)
        else:
            return render(request, "notices/webhook_secret.html", {"endpoint": endpoint})
    status = 422 if form.is_bound else 200
    return render(request, "notices/webhook_new.html", {"form": form}, status=status)


@for_roles(*SUBSCRIPTION_ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook and its log, latest first. POST: ``gor`` is stang, prova or igen, the last with ``leverans``."""
    endpoint = one_or_404(webhooks_of(request.roles).select_related("created_by", "disabled_by"), pk=pk)
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("gor", ""))
        if act is None:
            raise Invalid("unknown_act", "Välj vad du vill göra med webhooken.")
        try:
            messages.success(request, act(request, endpoint))
        except Conflict as refusal:
            messages.warning(request, refusal.message)
        return redirect("notices:webhook", pk=pk)
    page = page_of(request, WebhookDelivery.objects.filter(endpoint=endpoint).defer("body"), ("-id",))
    context = {
        "endpoint": endpoint,
        "kinds": _kinds(endpoint),
        "page": page,
        "rows": [(one, _event(one), _outcome(one)) for one in page.rows],
    }
    return render(request, "notices/webhook_detail.html", context)


def _disable(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    disable_webhook(endpoint=endpoint, by=request.user, at=request.at)
    return "Webhooken är avstängd. Inget mer skickas dit."


def _test(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    send_test(endpoint=endpoint, by=request.user, at=request.at)
    return "Ett prov är på väg. Läs in sidan igen för att se hur det gick."


def _replay(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    wanted = request.POST.get("leverans", "")
    deliveries = WebhookDelivery.objects.filter(endpoint=endpoint).select_related("endpoint")
    delivery = one_or_404(deliveries, webhook_id=wanted)
    replay_delivery(delivery=delivery, by=request.user, at=request.at)
    return "Leveransen skickas igen. Läs in sidan igen för att se hur det gick."


_ACTS: Mapping[str, Act] = {"stang": _disable, "prova": _test, "igen": _replay}


def _host(endpoint: WebhookEndpoint) -> str:
    return urlsplit(endpoint.url).hostname or ""


def _kinds(endpoint: WebhookEndpoint) -> str:
    return ", ".join(Kind(kind).label for kind in endpoint.kinds) or "Alla slag"


def _last(delivery: WebhookDelivery | None) -> tuple[WebhookDelivery, Outcome] | None:
    return (delivery, _outcome(delivery)) if delivery else None


def _event(delivery: WebhookDelivery) -> str:
    kind, *rest = delivery.event.split(":")
    return f"{rest[0]}, uppdatering {rest[1]}" if kind == "notice" else "Prov"


def _outcome(delivery: WebhookDelivery) -> Outcome:
    if delivery.delivered_at:
        return Outcome("Levererad", "success", "circle-check")
    if delivery.gave_up_at:
        return Outcome("Uppgiven", "danger", "circle-x")
    if delivery.attempts:
        return Outcome("Försöker igen", "warning", "refresh-cw")
    return Outcome("Väntar", "neutral", "clock")
