import pytest

from portal.core.web.meter import MAX_CELLS, Meter


def kinds(meter: Meter) -> list[str]:
    return [cell.kind for cell in meter.cells()]


def test_below_the_cap_shows_what_is_left_and_what_the_higher_limit_would_have_given():
    meter = Meter(in_use=14, on_the_way=2, new=0, cap=18, ceiling=20, name="Grundpaket")
    assert kinds(meter) == ["c-bruk"] * 14 + ["c-vag"] * 2 + ["c-ledig"] * 2 + ["c-over"] * 2
    assert meter.sentence == "Grundpaket: 14 i bruk, 2 på väg och 2 lediga av högst 18."


def test_a_new_order_over_the_cap_marks_the_last_cells():
    meter = Meter(in_use=14, on_the_way=2, new=4, cap=18, ceiling=0, name="")
    assert kinds(meter)[-4:] == ["c-ny", "c-ny", "c-fel", "c-fel"]
    assert meter.sentence == "14 i bruk, 2 på väg och 4 nya av högst 18. 2 över taket."


def test_over_the_cap_after_figures_fell():
    meter = Meter(in_use=9, on_the_way=0, new=0, cap=7, ceiling=0, name="")
    assert kinds(meter) == ["c-bruk"] * 7 + ["c-fel"] * 2
    assert (meter.over, meter.left) == (2, 0)


@pytest.mark.parametrize(
    ("cap", "as_bar"), [(MAX_CELLS - 1, False), (MAX_CELLS, False), (MAX_CELLS + 1, True)]
)
def test_above_forty_cells_it_is_a_bar(cap, as_bar):
    assert Meter(in_use=1, on_the_way=0, new=0, cap=cap, ceiling=0, name="").as_bar is as_bar


def test_without_a_cap_nothing_is_left_or_over():
    meter = Meter(in_use=3, on_the_way=0, new=1, cap=None, ceiling=0, name="Extra skärm")
    assert (meter.left, meter.over, meter.sentence) == (0, 0, "Extra skärm: 3 i bruk och 1 ny.")


def test_coordinates_are_written_with_a_point(draw):
    html = draw("{% meter in_use=1 on_the_way=1 cap=3 name='Grundpaket' legend=True %}")
    assert 'x="0.75"' in html
    assert "0,75" not in html
    assert 'aria-label="Grundpaket: 1 i bruk, 1 på väg och 1 ledig av högst 3."' in html
    assert "kvar att beställa" in html
