from datetime import date
from types import SimpleNamespace

import pytest

from portal.core.web.showcase import Row, Step


def test_icon_is_decoration_unless_it_has_a_label(draw):
    assert draw('{% icon "truck" "i-l" %}') == (
        '<svg class="i i-l" aria-hidden="true"><use href="/static/icons.svg#truck"/></svg>'
    )
    assert 'role="img" aria-label="På väg"' in draw('{% icon "truck" label="På väg" %}')


def test_an_icon_that_does_not_exist_is_found_before_production(draw):
    with pytest.raises(LookupError, match="no icon named"):
        draw('{% icon "unicorn" %}')


def test_tag_escapes_its_label(draw):
    html = draw("{% tag label 'warning' 'clock' %}", label="<b>")
    assert 'data-color="warning"' in html
    assert "&lt;b&gt;" in html


def test_panel_names_its_section_and_keeps_its_contents(draw):
    html = draw('{% panel "Att göra" meta="3 uppgifter" %}<p>{{ text }}</p>{% endpanel %}', text="<i>")
    assert '<section class="panel" aria-labelledby="h-att-gora">' in html
    assert '<h2 id="h-att-gora">Att göra</h2>' in html
    assert "<p>&lt;i&gt;</p>" in html


@pytest.mark.parametrize(("color", "role"), [("danger", "alert"), ("success", "status")])
def test_messages_are_announced(draw, color, role):
    assert f'role="{role}"' in draw(f'{{% message "{color}" %}}Klart.{{% endmessage %}}')


def test_verdict_keeps_its_live_region_when_htmx_swaps_it(draw):
    html = draw('{% verdict "danger" id="b1" oob=True %}Två för många.{% endverdict %}')
    assert 'aria-live="polite" id="b1" hx-swap-oob="innerHTML"' in html


def test_steps_tell_their_state_in_words(draw):
    html = draw("{% steps items %}", items=[Step("Inskickad", "17 nov", "done"), Step("Attest", "", "now")])
    assert html.count('aria-current="step"') == 1
    assert "(klart)" in html
    assert "(pågår)" in html


def test_count_table_marks_the_limit_that_decides(draw):
    rows = [Row("Vårdpersonal", "", "18 personer", 18, True), Row("Listade", "", "2 043 listade", 20, False)]
    html = draw("{% count_table rows cap=18 %}", rows=rows)
    assert html.count("data-galler") == 1
    assert "Den lägre gränsen gäller" in html


def test_task_shows_its_day_as_a_calendar_leaf(draw):
    item = SimpleNamespace(
        due=date(2026, 11, 30), urgent=True, title="Bekräfta", text="Nu", url="/x/", action="Gå"
    )
    html = draw("{% task item %}", item=item)
    assert '<time class="datum" datetime="2026-11-30" data-brad><b>30</b>nov</time>' in html


def test_breadcrumbs_end_with_the_page_itself(draw):
    html = draw('{% breadcrumbs "Start" "/" "Beställningar" "/bestallningar/" "B-2026-0412" %}')
    assert '<a href="/bestallningar/">Beställningar</a>' in html
    assert '<li aria-current="page">B-2026-0412</li>' in html


def test_pagination_keeps_the_filters_and_drops_the_other_key(draw):
    html = draw('{% pagination previous="10" next="60" %}', path="/utrustning/?kommun=0880&efter=10")
    assert 'href="?kommun=0880&amp;fore=10"' in html
    assert 'href="?kommun=0880&amp;efter=60"' in html
    assert draw("{% pagination previous=None next=None %}").strip() == ""


def test_missing_values_are_read_aloud(draw):
    html = draw("{% key_values pairs %}", pairs=[("Rum", "")])
    assert '<span class="ds-sr-only">saknas</span>' in html
    assert "saknas" in draw("{{ day|time_tag }}", day=None)
