"""The demo's post: what was sent, to whom, and how it looks. The addresses exist only in the demo."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.home.demo.post import MOST_SHOWN, Letter, letter_called, letters

# The mail's own HTML: nothing is fetched, nothing runs.
_POLICY = (
    "default-src 'none'; sandbox allow-top-navigation-by-user-activation; base-uri 'none'; form-action 'none'"
)


class PostFilter(forms.Form):
    q = forms.CharField(label="Mottagarens adress", required=False, max_length=254)


@never_cache
@require_safe
def show_post(request: HttpRequest) -> HttpResponse:
    """The latest mails, newest first."""
    _only_in_the_demo()
    form = PostFilter(request.GET)
    wish = form.cleaned_data["q"].strip() if form.is_valid() else ""
    context = {"filter": form, "letters": letters(wish), "most": MOST_SHOWN}
    return render(request, "home/post.html", context)


@never_cache
@require_safe
def show_letter(request: HttpRequest, key: str) -> HttpResponse:
    """One mail: head and text."""
    letter = _letter(key)
    heads = [
        (name, letter.message[name])
        for name in (
            "From",
            "To",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
        )
        if letter.message[name]
    ]
    return render(
        request, "home/letter.html", {"letter": letter, "heads": heads, "text": letter.part("plain")}
    )


@never_cache
@require_safe
def show_letter_html(request: HttpRequest, key: str) -> HttpResponse:
    """The mail's HTML as a mail program would draw it, under a policy of its own."""
    return HttpResponse(_letter(key).part("html"), headers={"Content-Security-Policy": _POLICY})


def _letter(key: str) -> Letter:
    _only_in_the_demo()
    letter = letter_called(key)
    if letter is None:
        raise Http404
    return letter


def _only_in_the_demo() -> None:
    if not settings.PORTAL_DEMO:
        raise Http404
