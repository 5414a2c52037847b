import pytest
from django import forms
from django.test.html import parse_html

from portal.core.web.fields import control
from portal.core.web.showcase import ExampleFilter, ExampleForm


class Plain(forms.Form):
    motivation = forms.CharField(label="Motivering", help_text="Skriv inga patientuppgifter.")
    wanted = forms.DateField(label="Behövs senast", required=False)
    name = forms.CharField(
        label="Namn", required=False, widget=forms.TextInput({"placeholder": "Namn", "class": "sn"})
    )


def test_field_ties_help_and_error_to_the_control(draw):
    html = draw("{% field form.motivation %}", form=Plain({"motivation": ""}))
    assert 'aria-describedby="id_motivation_helptext id_motivation_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<div data-field="description" id="id_motivation_helptext">' in html
    assert '<div id="id_motivation_error">' in html


def test_field_says_what_is_optional_and_hides_placeholders(draw):
    html = draw("{% field form.name %}", form=Plain())
    assert "valfritt" in html
    assert "placeholder" not in html
    assert 'class="ds-input sn"' in html
    assert "valfritt" not in draw('{% field form.name optional="-" %}', form=Plain())


def test_dates_use_the_browsers_own_picker(draw):
    assert 'type="date"' in draw("{% field form.wanted %}", form=Plain())


def test_choices_become_a_fieldset_and_a_box_its_own_label(draw):
    form = ExampleForm({})
    group = draw("{% field form.state %}", form=form)
    assert group.count('<legend class="ds-label">Skick</legend>') == 1
    assert group.count('type="radio"') == 3
    assert 'aria-describedby="id_state_error"' in group
    assert "aria-invalid" not in group
    box = draw("{% field form.agree %}", form=form)
    assert '<label for="id_agree">' in box
    assert 'aria-invalid="true"' in box


def test_error_summary_links_to_every_field_by_name(draw):
    html = draw(
        "{% error_summary form errors=more %}",
        form=ExampleForm({}),
        more=[("skarm", "Extra skärm: skriv en motivering")],
    )
    assert 'href="#id_serial"' in html
    assert "Serienummer: " in html
    assert 'href="#id_state_0"' in html
    assert 'href="#skarm"' in html
    assert 'role="alert" tabindex="-1"' in html


@pytest.mark.parametrize("form", [None, ExampleForm()])
def test_error_summary_is_silent_without_errors(draw, form):
    assert draw("{% error_summary form %}", form=form).strip() == ""


def test_stepper_takes_a_field_or_plain_values(draw):
    html = draw('{% stepper name="n" value=4 max=2 noun="grundpaket" describedby="fel" invalid=True %}')
    assert 'data-hogst="2"' in html
    assert 'aria-label="Antal grundpaket" aria-describedby="fel" aria-invalid="true"' in html
    assert " max=" not in html  # the server explains what is too many


def test_filter_bar_keeps_the_address_shareable(draw):
    html = draw(
        "{% filter_bar form label='Filtrera kön' %}",
        path="/attest/?q=skrivare",
        form=ExampleFilter({"q": "skrivare"}),
    )
    assert 'method="get" action="/attest/"' in html
    assert 'type="search"' in html
    assert 'placeholder="Order, enhet eller artikel"' in html
    assert 'value="skrivare"' in html
    assert 'href="/attest/">Rensa filter' in html


@pytest.mark.parametrize(
    "widget",
    [forms.TextInput, forms.HiddenInput, forms.NumberInput, forms.DateInput, forms.EmailInput],
)
@pytest.mark.parametrize("value", [None, "", '9 "<b>"'])
def test_an_input_is_drawn_as_django_would(widget, value):
    """Ours is made without templates; what a browser reads is the same."""

    class One(forms.Form):
        wanted = forms.CharField(
            required=False, max_length=9, widget=widget({"placeholder": "Å & Ä"}), disabled=value == ""
        )

    bound = One(None if value is None else {"wanted": value})["wanted"]
    drawn = control(bound, css="sn")["html"]
    assert parse_html(drawn) == parse_html(bound.as_widget(attrs={"class": "ds-input sn"}))
