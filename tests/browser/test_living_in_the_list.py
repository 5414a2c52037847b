"""The list of assets in Chromium: columns and views, many changed at once, and a move between units."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inventory.models import Asset, AssetMove
from portal.core.units.models import CareUnit
from tests.browser.visitor import TWO_LOOKS, Visitor

SHOTS = os.environ.get("PORTAL_SHOTS", "")


def look(page: Page, name: str) -> None:
    """A picture for people, when a folder for them is named."""
    if SHOTS:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_the_list_is_fitted_saved_and_changed(visit: Callable[..., Visitor]) -> None:
    nils = visit("Nils")
    page = nils.page
    page.goto("/utrustning/")
    look(page, "list")
    page.get_by_role("link", name="Utbyte", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Utbyte")
    page.get_by_role("link", name="Anpassa listan").click()
    page.get_by_label("Garanti till").check()
    look(page, "adapt")
    nils.check(TWO_LOOKS)
    page.get_by_role("button", name="Visa kolumnerna").click()
    expect(page.locator("thead")).to_contain_text("Garanti till")
    look(page, "columns")
    page.get_by_role("link", name="Anpassa listan").click()
    page.get_by_label("Namn på vyn").fill("Att byta ut")
    nils.press("Spara vyn")
    expect(page.get_by_role("link", name="Att byta ut")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Ändra vyer").click()
    nils.check(TWO_LOOKS)
    look(page, "views")

    page.goto("/utrustning/?visa=markera")
    page.locator("tbody input[type=checkbox]").first.check()
    page.locator("tbody input[type=checkbox]").nth(1).check()
    look(page, "mark")
    nils.check(TWO_LOOKS)
    nils.press("Ändra de markerade")
    page.get_by_label("Rum").fill("Rum 999")
    nils.check(TWO_LOOKS)
    nils.press("Granska ändringen")
    look(page, "preview")
    nils.check(TWO_LOOKS)
    nils.press("Genomför ändringen")
    expect(page.locator("main")).to_contain_text("2 inventarier är ändrade")
    page.goto("/utrustning/lager/")
    nils.check(TWO_LOOKS)
    look(page, "store")


def test_a_move_is_asked_for(visit: Callable[..., Visitor], django_db_blocker: pytest.FixtureRequest) -> None:
    with django_db_blocker.unblock():
        own = CareUnit.objects.filter(assignments__user__given_name="Maria")
        other = (
            CareUnit.objects.filter(region__in=own.values("region")).exclude(pk__in=own).order_by("-pk")[0]
        )
        free = Asset.objects.filter(unit__in=own, state="IN_USE", part_of=None, on_loan=False)
        number = free.exclude(pk__in=AssetMove.objects.open().values("asset")).order_by("asset_number")[0]
    maria = visit("Maria")
    page = maria.page
    page.goto("/utrustning/")
    page.get_by_role("link", name=str(number), exact=True).click()
    look(page, "asset")
    maria.check(TWO_LOOKS)
    page.get_by_role("link", name="Flytta till annan enhet").click()
    page.get_by_label("Den mottagande enhetens HSA-id").fill(other.hsa_id)
    page.get_by_label("Skäl").fill("Den behövs mer där.")
    maria.check(TWO_LOOKS)
    look(page, "move_new")
    maria.press("Begär flytten")
    expect(page.locator("h1")).to_contain_text("Flytten F-")
    maria.check(TWO_LOOKS)
    look(page, "move")
    page.goto("/flyttar/")
    maria.check(TWO_LOOKS)
    look(page, "moves")
