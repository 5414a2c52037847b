"""A new version of the appendix is told of without delay (Kalmar IT §1)."""

from dataclasses import replace
from datetime import date

import pytest

from entitlements.actions import publish_appendix
from portal.core.notifications.kinds import kind_of
from portal.core.notifications.models import Notification
from portal.notices.models import Kind, Notice, State
from tests.notices.writing import send
from tests.world import NOW, World, kalmar_file

pytestmark = pytest.mark.django_db


def publish_second(world: World) -> None:
    second = replace(
        kalmar_file(), version="2026:2", valid_from=date(2027, 1, 1), change_summary="Två punkter är ändrade.",
        sha256="0" * 64,
    )  # fmt: skip
    publish_appendix(second, by=world.editor, at=NOW)
    send()


def test_the_first_version_changes_nothing_for_anybody(world: World) -> None:
    send()
    assert not Notice.objects.exists()


def test_a_second_version_is_told_to_every_unit_and_acknowledged(world: World) -> None:
    publish_second(world)
    notice = Notice.objects.get()
    assert (notice.kind, notice.state, notice.published_by) == (Kind.CHANGE, State.PUBLISHED, None)
    assert "1 januari 2027" in notice.title
    assert "Två punkter är ändrade." in notice.text
    assert notice.needs_acknowledgement
    assert notice.acknowledge_before == date(2026, 12, 2)
    assert notice.units.count() == 2
    assert Notification.objects.filter(about=f"notice:{notice.pk}", sent_at=NOW).count() == 4


def test_it_is_told_once(world: World) -> None:
    publish_second(world)
    from portal.notices.handlers import appendix_published

    version = Notice.objects.get().source
    for appendix in world.region.appendices.all():
        appendix_published({"appendix": appendix.pk}, NOW)
    assert [notice.source for notice in Notice.objects.all()] == [version]


def test_nobody_can_turn_it_off() -> None:
    assert kind_of("notice.change").mandatory
