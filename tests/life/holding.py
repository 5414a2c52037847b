"""The register itself: pieces placed, moved between units, stored and handed out, imported, seen on the network."""

from datetime import timedelta

from hypothesis import strategies as st

from inventory.actions.hand_out import hand_out
from inventory.actions.moves import agree_move, approve_move, ask_move, decline_move, withdraw_move
from inventory.actions.place import place_asset
from inventory.actions.store import settle_returned, store_returned
from inventory.imports.actions.check import check_import
from inventory.imports.actions.run import start_import
from inventory.imports.actions.upload import upload_file
from inventory.models import Asset, AssetMove
from inventory.network.actions.contacts import record_contacts
from inventory.network.contact import Contact
from inventory.returns.actions.erasing import erase_returned
from portal.core.clock import local_date
from tests.imports.files import csv_file, row
from tests.life.acting import FEW, PLACE, Life, deed, picked, several
from tests.steps import next_serial

MANY = st.integers(0, 30)


class Holding(Life):
    @deed(asset=MANY, room=st.integers(1, 9))
    def place(self, asset: int, room: int) -> None:
        found = picked(Asset.objects.select_related("unit").order_by("pk"), asset)
        by = self.head_of(found.unit) if found.unit else self.world.delivery
        self.act("place", place_asset, asset=found, function="Reception 2", room=str(room), by=by)

    @deed(asset=MANY, to=PLACE)
    def ask_move(self, asset: int, to: int) -> None:
        rows = Asset.objects.filter(unit__isnull=False, part_of__isnull=True).select_related("unit")
        found = picked(rows.order_by("pk"), asset)
        self.act(
            "ask move",
            ask_move,
            asset=found,
            to_unit=self.units[to % len(self.units)],
            function="Reception 1",
            room="2",
            reason="Behövs mer där.",
            by=self.head_of(found.unit),
        )

    @deed("moving", often=2, move=PLACE, no=st.sampled_from(("", "", "", "", "decline", "withdraw")))
    def go_on_with_move(self, move: int, no: str) -> None:
        """The next step of a move, or its end."""
        rows = AssetMove.objects.open().select_related("from_unit", "to_unit")
        found = picked(rows.order_by("pk"), move)
        if no == "withdraw":
            self.act("withdraw move", withdraw_move, move=found, by=self.head_of(found.from_unit))
        elif no == "decline":
            by = self.head_of(found.to_unit) if found.state == "ASKED" else self.world.coordinator
            self.act("decline move", decline_move, move=found, answer="Vi har nog.", by=by)
        elif found.state == "ASKED":
            self.act("agree move", agree_move, move=found, by=self.head_of(found.to_unit))
        else:
            self.act("approve move", approve_move, move=found, by=self.world.coordinator)

    @deed("returned", often=2, asset=PLACE)
    def store(self, asset: int) -> None:
        found = picked(Asset.objects.filter(state="RETURNED", part_of__isnull=True).order_by("pk"), asset)
        self.act("store", store_returned, asset=found, note="Raderad och hel.", by=self.world.delivery)

    @deed("returned", often=2, asset=PLACE)
    def erase_returned(self, asset: int) -> None:
        rows = Asset.objects.filter(
            state="RETURNED", part_of__isnull=True, kind="BASE_PACKAGE", erased_on=None
        )
        found = picked(rows.order_by("pk"), asset)
        if found is not None:
            self.act(
                "erase returned",
                erase_returned,
                asset_numbers=[found.asset_number],
                method="OVERWRITTEN",
                reference="Protokoll 8",
                by=self.world.delivery,
            )

    @deed("returned", asset=PLACE)
    def dispose(self, asset: int) -> None:
        found = picked(Asset.objects.filter(state="RETURNED", part_of__isnull=True).order_by("pk"), asset)
        self.act(
            "dispose",
            settle_returned,
            asset_numbers=[found.asset_number],
            fate="DISPOSE",
            note="Trasig.",
            by=self.world.delivery,
        )

    @deed(asset=PLACE, unit=PLACE)
    def hand_out(self, asset: int, unit: int) -> None:
        found = picked(Asset.objects.filter(state="IN_STOCK", part_of__isnull=True).order_by("pk"), asset)
        if found is not None:
            self.act(
                "hand out",
                hand_out,
                asset=found,
                unit=self.units[unit % len(self.units)],
                function="Reception 1",
                room="2",
                reason="I stället för en ny.",
                by=self.world.delivery,
            )

    @deed(unit=PLACE, new=st.integers(0, 2), taken=st.lists(MANY, max_size=2), stored=st.booleans())
    def import_file(self, unit: int, new: int, taken: list[int], stored: bool) -> None:
        """A file of one unit, some rows new and some of pieces that are there, from anywhere; or one of the store."""
        if stored:
            lines = [row(serial=next_serial("S"), item="base-package", state="I regionens lager")]
        else:
            at = self.units[unit % len(self.units)].hsa_id
            numbers = {
                one.asset_number
                for one in several(Asset.objects.filter(part_of__isnull=True).order_by("pk"), taken)
            }
            lines = [row(serial=next_serial("I"), item="base-package", unit=at) for _ in range(new)]
            lines += [row(number=number, unit=at, room="12") for number in sorted(numbers)]
        if not lines:
            return
        by = self.world.delivery
        content = csv_file(*lines)
        run = self.act(
            "upload", upload_file, region=self.world.region, file_name="fil.csv", content=content, by=by
        )
        run = self.act("check import", check_import, run=run, mapping=run.mapping, by=by)
        run = self.act("import", start_import, run=run, by=by)
        if run is not None and run.state != "DONE":
            self.done[f"import {run.state}"] += 1

    @deed(places=FEW, ago=st.integers(0, 40), unit=PLACE)
    def see_on_network(self, places: list[int], ago: int, unit: int) -> None:
        day = local_date(self.at) - timedelta(days=ago)
        assets = several(Asset.objects.order_by("pk"), places)
        where = self.units[unit % len(self.units)].hsa_id
        contacts = [Contact(one.asset_number, day) for one in assets]
        contacts.append(Contact(f"FRAMMANDE{unit}", day, unit=where))
        self.act(
            "network contact",
            record_contacts,
            region=self.world.region,
            contacts=contacts,
            by=self.world.delivery,
        )
