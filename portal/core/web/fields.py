"""How a Django form field becomes the design system's markup.

The control gets its ``ds-input`` class, ``aria-invalid`` and an ``aria-describedby`` that names its help and its
error. Choices of one or several become a fieldset with a legend, a single box becomes its own label.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_INPUTS = (forms.TextInput, forms.HiddenInput, forms.NumberInput, forms.DateInput, forms.EmailInput)


def kind_of(bound: BoundField) -> str:
    """``hidden``, ``group`` (radio buttons, several boxes), ``box`` (one box), ``search`` or ``plain``."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, GROUPS):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "box"
    if getattr(widget, "input_type", "") == "search" or bound.name == "q":
        return "search"
    return "plain"


def described_by(bound: BoundField, has_help: bool) -> str:
    ids = [f"{bound.auto_id}_helptext"] if has_help else []
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(ids)


def control(bound: BoundField, *, css: str = "", has_help: bool = False) -> dict[str, Any]:
    """The control itself, with what a screen reader needs, and what the template wants to know of it."""
    return {"bound": bound, "kind": kind_of(bound), "html": _widget(bound, css, has_help)}


def field_context(
    bound: BoundField, *, label: str = "", help_text: str = "", css: str = "", optional: str = ""
) -> dict[str, Any]:
    help_text = "" if help_text == "-" else help_text or bound.help_text or ""
    # The label is always seen, and a placeholder that repeats it only goes away when one writes.
    bound.field.widget.attrs.pop("placeholder", None)
    return {
        **control(bound, css=css, has_help=bool(help_text)),
        "label": label or bound.label,
        "help_text": help_text,
        "anchor": bound.id_for_label or bound.auto_id,
        "described_by": described_by(bound, bool(help_text)),
        "optional": _optional_word(bound, optional),
        "choices": _choices(bound) if kind_of(bound) == "group" else (),
    }


def collect_errors(
    form_list: Iterable[BaseForm | None], extra: Iterable[tuple[str, str]] = ()
) -> list[tuple[str, str]]:
    """(anchor, sentence) for every error, fields in the order of the page, then what concerns the whole form."""
    found = []
    for form in form_list:
        # A form that has not been submitted has no errors to tell.
        if not form or not form.is_bound:
            continue
        for bound in form:
            anchor = _first_anchor(bound)
            found += [(anchor, _in_summary(bound, str(error))) for error in bound.errors]
        found += [("", str(error)) for error in form.non_field_errors()]
    return found + [(anchor.lstrip("#"), str(sentence)) for anchor, sentence in extra]


def _widget(bound: BoundField, css: str, has_help: bool) -> SafeString | str:
    kind, widget = kind_of(bound), bound.field.widget
    if kind == "group":
        return ""
    attributes: dict[str, Any] = {
        "class": " ".join(filter(None, ("ds-input", widget.attrs.get("class"), css)))
    }
    if ids := described_by(bound, has_help):
        attributes["aria-describedby"] = ids
    # The widget belongs to this form alone, so its type may be set here.
    if kind == "search":
        widget.input_type = "search"
    elif type(widget) is forms.DateInput:
        widget.input_type = "date"
    if type(widget) is forms.Select:
        return _select(bound, attributes)
    if type(widget) in _INPUTS:
        return _input(bound, attributes)
    return bound.as_widget(attrs=attributes)


def _context(bound: BoundField, attributes: dict[str, Any]) -> dict[str, Any]:
    """What Django's own template of the control is given."""
    widget = bound.field.widget
    attributes = widget.build_attrs(widget.attrs, bound.build_widget_attrs(attributes, widget))
    if bound.auto_id:
        attributes.setdefault("id", bound.auto_id)
    return widget.get_context(bound.html_name, bound.value(), attributes)["widget"]


def _input(bound: BoundField, attributes: dict[str, Any]) -> SafeString:
    """As Django draws it, without two templates for each: a list keeps its wishes in a dozen hidden ones."""
    context = _context(bound, attributes)
    value = format_html(' value="{}"', context["value"]) if context["value"] is not None else ""
    attrs = flatatt(context["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', context["type"], context["name"], value, attrs)


def _select(bound: BoundField, attributes: dict[str, Any]) -> SafeString:
    """As Django draws it, without a template for every choice: filters have dozens, on every list."""
    context = _context(bound, attributes)
    groups = context["optgroups"]
    if any(name for name, _, _ in groups):
        return bound.as_widget(attrs=attributes)
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (option["value"], SafeString(" selected") if option["selected"] else "", option["label"])
            for _, some, _ in groups
            for option in some
        ),
    )
    return format_html('<select name="{}"{}>{}</select>', context["name"], flatatt(context["attrs"]), options)


def _choices(bound: BoundField) -> list[dict[str, Any]]:
    choices = []
    for choice in bound.subwidgets:
        choice.data["attrs"]["class"] = "ds-input"
        choice.data["attrs"].pop("aria-invalid", None)  # the fieldset carries the error of a group
        choices.append({"label": choice.choice_label, "html": choice.tag(), "id": choice.id_for_label})
    return choices


def _in_summary(bound: BoundField, error: str) -> str:
    """Away from its field an error must say which one it is about, unless it already does."""
    label = str(bound.label)
    return error if label.lower() in error.lower() else f"{label}: {error[:1].lower()}{error[1:]}"


def _optional_word(bound: BoundField, word: str) -> str:
    if bound.field.required or word == "-":
        return ""
    return word or "valfritt"


def _first_anchor(bound: BoundField) -> str:
    if kind_of(bound) == "group":
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id
