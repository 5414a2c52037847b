"""Tags that draw forms: field, error summary, stepper, filter bar. Load through ``portal`` (a builtin), never alone."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context

from portal.core.web import fields

register = template.Library()


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, label: str = "", help: str = "", css: str = "", optional: str = ""
) -> dict[str, Any]:
    """``{% field form.motivation %}``. ``label`` and ``help`` override the form's own (``help="-"`` hides it), ``css``
    goes on the control, ``optional`` replaces the word "valfritt" beside a field that is not required ("-" hides it)."""
    return fields.field_context(bound, label=label, help_text=help, css=css, optional=optional)


@register.inclusion_tag("components/error_summary.html")
def error_summary(
    *forms: BaseForm, errors: Iterable[tuple[str, str]] = (), title: str = ""
) -> dict[str, Any]:
    """Every error of the forms and of ``errors`` ((anchor, sentence), …), in order. Draws nothing without errors."""
    found = fields.collect_errors(forms, errors)
    return {"errors": found, "title": title, "has_fields": any(anchor for anchor, _ in found)}


@register.inclusion_tag("components/stepper.html")
def stepper(
    bound: BoundField | None = None,
    name: str = "",
    value: int = 0,
    min: int = 0,
    max: int | None = None,
    noun: str = "",
    id: str = "",
    describedby: str = "",
    invalid: bool = False,
) -> dict[str, Any]:
    """A number with minus and plus: from a form's field, or from name, value, min and max."""
    if bound is not None:
        name, value, id = bound.html_name, bound.value() or 0, id or bound.id_for_label
        invalid = invalid or bool(bound.errors)
        noun = noun or str(bound.label).lower()
    return {
        "name": name,
        "value": value,
        "min": min,
        "max": max,
        "noun": noun,
        "id": id or f"id_{name}",
        "describedby": describedby,
        "invalid": invalid,
    }


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(
    context: Context, form: BaseForm, label: str = "Filtrera listan", target: str = ""
) -> dict[str, Any]:
    """The filters of a list as a GET form. Fields named ``q`` become the search box, choices become selects."""
    request = context["request"]
    return {
        "form": form,
        "controls": [fields.control(bound, css="") for bound in form],
        "label": label,
        "action": target or request.path,
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
