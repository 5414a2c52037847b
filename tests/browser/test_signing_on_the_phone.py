"""Two people with one phone: the unit signs with a finger on the deliverer's screen, or with a keyboard."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from inventory.models import Asset
from inventory.returns.actions.handing import put_in, start_handover
from inventory.returns.actions.opening import return_pieces
from inventory.returns.drawing import strokes_of
from inventory.returns.models import Handover, HandSignature, ReturnCase
from portal.core import clock
from portal.core.people.models import User
from portal.core.units.models import Assignment, CareUnit, Role
from tests.browser.visitor import Visitor
from tests.fixtures.live import LivePortal

Visit = Callable[..., Visitor]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# A name as a finger writes it, in parts of the box.
NAME = [
    [(0.1, 0.7), (0.14, 0.2), (0.2, 0.6), (0.26, 0.2), (0.3, 0.7)],
    [(0.4, 0.5), (0.5, 0.4), (0.55, 0.7), (0.7, 0.45)],
]


@pytest.fixture
def handover(demo_portal: LivePortal, django_db_blocker: pytest.FixtureRequest) -> Handover:
    """A piece of Maria's unit in a handover that Nils has begun."""
    with django_db_blocker.unblock():
        maria, nils = (User.objects.get(given_name=name) for name in ("Maria", "Nils"))
        head = Assignment.objects.filter(user=maria, role=Role.HEAD_OF_UNIT).select_related("unit").first()
        unit: CareUnit = head.unit
        listed = ReturnCase.objects.open().filter(unit=unit).values("items__asset")
        asset = Asset.objects.filter(unit=unit, state="IN_USE", part_of=None, on_loan=False)
        asset = asset.exclude(pk__in=listed).order_by("pk").first()
        at = clock.now()
        due_on = clock.today() + timedelta(days=7)
        numbers = [asset.asset_number]
        case = return_pieces(unit=unit, asset_numbers=numbers, due_on=due_on, by=maria, at=at)
        handover = start_handover(case=case, by=nils, at=at)
        put_in(handover=handover, number=asset.asset_number, condition="OK", by=nils, at=at)
        handover.case = case
    return handover


def write_with_finger(page: Page, strokes: list[list[tuple[float, float]]]) -> None:
    """Real touches, as the phone gives them."""
    canvas = page.locator(".rityta canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, place: tuple[float, float] | None) -> None:
        points = []
        if place:
            points = [{"x": box["x"] + place[0] * box["width"], "y": box["y"] + place[1] * box["height"]}]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    for stroke in strokes:
        touch("touchStart", stroke[0])
        for place in stroke[1:]:
            touch("touchMove", place)
        touch("touchEnd", None)


def opened(visitor: Visitor, handover: Handover) -> Page:
    page = visitor.page
    page.goto(f"/aterlamning/{handover.case.number}/overlamning/{handover.ordinal}/")
    page.get_by_text("Enheten skriver under här, på din skärm").click()
    return page


def kept(django_db_blocker: pytest.FixtureRequest, handover: Handover) -> HandSignature:
    with django_db_blocker.unblock():
        return HandSignature.objects.select_related("handover", "taken_by", "chosen").get(handover=handover)


def test_a_substitute_signs_with_a_finger_and_the_deliverer_after_her(
    visit: Visit, handover: Handover, django_db_blocker: pytest.FixtureRequest
) -> None:
    visitor = visit("Nils", **PHONE)
    page = opened(visitor, handover)
    drawn = page.locator("[name=har-drawing]")
    write_with_finger(page, NAME)
    expect(page.get_by_text("Namnteckningen är ritad.")).to_be_visible()
    clear = page.get_by_role("button", name="Rensa")
    size = clear.bounding_box()
    assert min(size["width"], size["height"]) >= 44
    clear.click()
    expect(drawn).to_have_value("")
    write_with_finger(page, NAME)
    assert len(strokes_of(drawn.input_value())) == 2
    before = page.evaluate("scrollY")
    page.get_by_label("Någon annan på enheten").check()
    page.get_by_label("Namn", exact=True).fill("Berit Ek")
    # What she forgot is told, and the drawing is still there.
    visitor.press("Skriv under för enheten")
    expect(page.get_by_text("Skriv vad personen gör på enheten").first).to_be_visible()
    assert len(strokes_of(drawn.input_value())) == 2
    ink = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v)"
    assert page.locator(".rityta canvas").evaluate(ink)
    visitor.check()
    page.set_viewport_size(PHONE["viewport"])
    page.get_by_label("Uppdrag på enheten").fill("Receptionist")
    visitor.press("Skriv under för enheten")
    expect(
        page.get_by_text("Berit Ek har skrivit under för enheten. Skriv nu under för regionen.")
    ).to_be_visible()
    expect(page.get_by_role("img", name="Namnteckning: Berit Ek")).to_be_visible()
    visitor.check()
    page.get_by_label("Skriv ditt namn").fill("Nils Dal")
    visitor.press("Skriv under")
    expect(page.get_by_text("Båda parter har skrivit under.")).to_be_visible()
    hand = kept(django_db_blocker, handover)
    assert (hand.handover.given_name, hand.taken_by.given_name, hand.handover.is_complete) == (
        "Berit Ek",
        "Nils",
        True,
    )
    assert len(strokes_of(hand.drawing)) == 2
    assert before >= 0


def test_the_name_is_typed_and_confirmed_with_the_keyboard_alone(
    visit: Visit, handover: Handover, django_db_blocker: pytest.FixtureRequest
) -> None:
    visitor = visit("Nils")
    page = opened(visitor, handover)
    page.get_by_label("Maria").focus()
    page.keyboard.press("Space")
    with django_db_blocker.unblock():
        full_name = User.objects.get(given_name="Maria").full_name
    page.get_by_label("Namn", exact=True).focus()
    page.keyboard.type(full_name)
    page.get_by_label("Jag bekräftar med mitt namn").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Skriv under för enheten").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text(f"{full_name} har skrivit under för enheten.")).to_be_visible()
    hand = kept(django_db_blocker, handover)
    assert (hand.drawing, hand.chosen.given_name) == ("", "Maria")
    maria = visit("Maria")
    maria.page.goto("/")
    maria.page.get_by_text("Stämmer underskriften?").first.click()
    maria.page.goto(f"/aterlamning/{handover.case.number}/overlamning/{handover.ordinal}/")
    maria.press("Underskriften stämmer")
    expect(maria.page.get_by_text("Underskriften är bekräftad.")).to_be_visible()
