"""What a load balancer and whoever is on call ask."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.operations.health import readiness
from portal.operations.metrics import exposition


@require_safe
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers. Asks nothing else, so a database that is away restarts no web server."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when every part is ready, else 503; in both cases what each part said."""
    checks = readiness()
    is_ready = all(check.ready for check in checks)
    parts = {check.name: {"ready": check.ready, "detail": check.detail} for check in checks}
    return JsonResponse(
        {"status": "ok" if is_ready else "not ready", "checks": parts}, status=200 if is_ready else 503
    )


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever brings METRICS_TOKEN as a bearer token. To everyone else, and without such a token, not there."""
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(
        request.headers.get("Authorization", ""), wanted
    ):
        raise Http404
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")
