"""What units have."""

from typing import Any

from django.db.models import F

from inventory.actions.views import save_view
from inventory.models import Asset, AssetMove, ExportFile, UnitService
from tests.core.constraint_breaks.breaking import EARLIER, Break, again, change, fresh
from tests.world import NOW, START, World


def scene_of(world: World) -> dict[str, Any]:
    """One sound row of everything. The pieces come from the closed order, so ask it after that of the orders."""
    whole = Asset.objects.filter(kind="BASE_PACKAGE", part_of__isnull=True).first()
    return {
        "move": AssetMove.objects.create(
            number="F-2026-0001",
            asset=whole,
            from_unit=world.unit,
            to_unit=world.other_unit,
            reason="Behövs där",
            asked_at=NOW,
            asked_by=world.head,
        ),
        "asset": Asset.objects.filter(kind="BASE_PACKAGE", part_of__isnull=True).first(),
        "shared": Asset.objects.get(kind="SHARED"),
        "view": save_view(name="Skärmar", query="", by=world.head, at=NOW),
        "export": ExportFile.objects.create(
            format="csv", wishes={}, columns=[], rows=1, asked_at=NOW, asked_by=world.head
        ),
        "service": UnitService.objects.create(
            unit=world.unit,
            item_code="support",
            item_name="support",
            kind="SERVICE",
            valid_from=START,
            registered_at=NOW,
            registered_by=world.coordinator,
        ),
    }


BREAKS: dict[str, Break] = {
    "asset_serial_once": lambda s: again(fresh(s.asset), asset_number="annat"),
    "one_shared_asset_per_unit": lambda s: again(fresh(s.shared), asset_number="annat", serial_number="NY"),
    "asset_on_loan_at_unit": lambda s: change(
        s.asset, on_loan=True, state="RETURNED", released_on=F("acquired_on")
    ),
    "asset_erased_is_not_in_use": lambda s: change(s.asset, erased_on=NOW.date()),
    "asset_serial_upper_case": lambda s: change(s.asset, serial_number="abc"),
    "asset_at_unit_or_in_store": lambda s: change(s.asset, store=s.world.region),
    "asset_not_part_of_itself": lambda s: change(s.asset, part_of=F("id")),
    "asset_released_after_acquired": lambda s: change(s.asset, state="RETURNED", released_on=EARLIER),
    "asset_state_agrees_with_release": lambda s: change(s.asset, state="RETURNED"),
    "one_open_move_per_asset": lambda s: again(fresh(s.move), number="F-2026-0002"),
    "asset_move_to_another_unit": lambda s: change(s.move, to_unit=s.world.unit),
    "asset_move_agreed_together": lambda s: change(s.move, state="AGREED", agreed_at=NOW),
    "asset_move_approved_together": lambda s: change(
        s.move, state="APPROVED", agreed_at=NOW, agreed_by=s.world.head
    ),
    "asset_move_declined_together": lambda s: change(
        s.move, state="DECLINED", declined_at=NOW, declined_by=s.world.head
    ),
    "asset_move_withdrawn_together": lambda s: change(s.move, state="WITHDRAWN", withdrawn_at=NOW),
    "asset_move_agreed_when_waiting_for_coordinator": lambda s: change(s.move, state="AGREED"),
    "saved_view_name_once": lambda s: again(fresh(s.view)),
    "saved_view_shared_in_region": lambda s: change(s.view, shared_with_role="COORDINATOR"),
    "export_file_made_with_content": lambda s: change(s.export, made_at=NOW),
    "unit_service_kind": lambda s: change(s.service, kind="SHARED"),
    "unit_service_period_in_order": lambda s: change(
        s.service, valid_to=EARLIER, ended_at=NOW, ended_by=s.world.coordinator
    ),
    "unit_service_ended_together": lambda s: change(s.service, valid_to=START),
    "unit_service_periods_apart": lambda s: again(fresh(s.service)),
}
