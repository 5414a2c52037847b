"""Two units with one of everything each, and what must never be seen of one by the people of the other."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from inventory.actions.moves import ask_move
from inventory.actions.views import save_view
from inventory.imports.models import ImportRun
from inventory.incidents.models import Charge, Incident, Loan
from inventory.models import Asset, AssetMove, ExportFile, SavedView, UnitService
from inventory.network.models import NetworkDeviation
from inventory.returns.models import Handover, ReturnCase, ReturnDocument
from inventory.rounds.models import RoundSchedule, RoundUnit
from orders.actions.samverkan import raise_matter
from orders.models import Delivery, Document, Order, SamverkanMatter
from portal.core.units.actions.figures import report_figures
from portal.core.units.models import CareUnit, Region, Substitution, UnitFigures
from portal.core.units.roles import REGION_ROLES
from portal.home.dashboards.models import MeetingSheet
from portal.notices.actions.feeds import create_feed
from portal.notices.actions.reach import reach_audience
from portal.notices.actions.templates import save_template
from portal.notices.models import Kind, Notice, NoticeTemplate, WebhookEndpoint
from tests import steps
from tests.incidents.scene import incidents_at
from tests.notices.writing import content, drafted, published
from tests.returns.returning import in_both_hands
from tests.rounds.scene import rounds_at
from tests.world import NOW, START, World, assign, line, make_person, make_unit

# The people of the world, by what they may see: their own unit, the whole region, no unit.
HEADS = frozenset({"head", "other_head"})
CONTACT = frozenset({"contact"})
SUPERUSER = frozenset({"superuser"})
UNIT = HEADS | CONTACT | SUPERUSER
REGION = frozenset(
    {"coordinator", "manager", "substitute", "delivery", "it_coordinator", "editor", "controller"}
)
OUTSIDE = frozenset({"reviewer", "administrator", "nobody"})
EVERYONE = UNIT | REGION | OUTSIDE
OWN_SIDE = {"head": "A", "contact": "A", "superuser": "A", "other_head": "B"}


@dataclass
class Side:
    """What a unit has: an order in each state, a delivery to acknowledge, a document, a matter, an asset, a notice."""

    unit: CareUnit
    draft: Order
    submitted: Order
    checked: Order
    attested: Order
    closed: Order
    delivery: Delivery
    document: Document
    matter: SamverkanMatter
    asset: Asset
    saved_view: SavedView
    export_file: ExportFile
    sheet: MeetingSheet
    move: AssetMove
    figures: UnitFigures
    notice: Notice
    draft_notice: Notice
    returning: ReturnCase
    handover: Handover
    return_document: ReturnDocument
    feed_key: str
    webhook: WebhookEndpoint
    template: NoticeTemplate
    theft: Incident
    repair: Incident
    loan: Loan
    charged: Charge
    import_run: ImportRun
    deviation: NetworkDeviation
    round_task: RoundUnit
    round_schedule: RoundSchedule
    marks: set[str] = field(default_factory=set)


@dataclass
class Scene:
    world: World
    sides: dict[str, Side]


def make_scene(world: World) -> Scene:
    # A manager's substitute, so that his role too is tried on every page.
    Substitution.objects.create(
        region=world.region,
        principal=world.manager,
        substitute=world.substitute,
        valid_from=START,
        valid_to=date(2100, 1, 1),
        appointed_at=NOW,
        appointed_by=world.manager,
    )
    _let_a_foreigner_in(world)
    return Scene(world, {"A": _side(world, "A", world.unit), "B": _side(world, "B", world.other_unit)})


def _notice(world: World, unit: CareUnit, secret: str) -> Notice:
    """An outage at the one unit, that it is asked to acknowledge."""
    notice = published(
        world,
        Kind.OUTAGE,
        ("UNIT", unit.hsa_id),
        title=f"Störning {secret}",
        text=f"Text {secret}",
        impact="MAJOR",
        window_start=NOW,
        window_end=NOW + timedelta(hours=4),
        needs_acknowledgement=True,
        acknowledge_before=date(2026, 12, 1),
    )
    reach_audience(notice=notice, at=NOW)
    return notice


def _let_a_foreigner_in(world: World) -> None:
    """Someone with every role of a region, but in another region than the units'."""
    region = Region.objects.create(
        code="annan",
        name="Region Annan",
        county_code="09",
        asset_prefix="ANN",
        order_contact="Ingen",
    )
    world.people["foreigner"] = make_person("F001", "Fredrik", "Främling")
    for role in REGION_ROLES:
        assign(world.people["foreigner"], role, region=region)


def _move(world: World, unit: CareUnit, secret: str) -> AssetMove:
    """One that the unit asks for, to a unit that is neither side's."""
    third = CareUnit.objects.filter(name="Tredje enheten").first()
    third = third or make_unit(world.region, unit.provider, "E099", "Tredje enheten")
    asset = Asset.objects.filter(unit=unit, part_of__isnull=True, state="IN_USE").order_by("-pk")[0]
    head = steps.head_of(world, unit)
    return ask_move(
        asset=asset, to_unit=third, function="", room="", reason=f"Flytt {secret}", by=head, at=NOW
    )


def _side(world: World, name: str, unit: CareUnit) -> Side:
    head, secret = steps.head_of(world, unit), f"HEMLIGT{name}"
    place = f"Funktion {secret}"
    closed = steps.closed(world, line(function=place), unit=unit, serial=f"{secret}K")
    waiting = steps.delivered(world, line(function=place), unit=unit, serial=f"{secret}L")
    UnitService.objects.create(
        unit=unit,
        item_code="support",
        item_name=f"support {secret}",
        kind="SERVICE",
        valid_from=START,
        registered_at=NOW,
        registered_by=world.coordinator,
    )
    returning, handover, return_document = in_both_hands(world, unit)
    side = Side(
        unit=unit,
        returning=returning,
        handover=handover,
        return_document=return_document,
        draft=steps.drafted(world, line(function=place), unit=unit),
        submitted=steps.submitted(world, line(function=place), unit=unit),
        checked=steps.checked(world, line(function=place), unit=unit),
        attested=steps.attested(world, line(function=place), unit=unit),
        closed=closed,
        delivery=waiting,
        document=Document.objects.create(
            kind="ORDER",
            order=closed,
            content=f"%PDF-1.7 {secret}".encode(),
            content_hash=secret,
            made_at=NOW,
        ),
        matter=raise_matter(unit=unit, need=f"Behov {secret}", by=head, at=NOW),
        asset=Asset.objects.filter(unit=unit, part_of__isnull=True).order_by("pk")[0],
        move=_move(world, unit, secret),
        saved_view=save_view(name=f"Vy {secret}", query="", by=head, at=NOW),
        export_file=ExportFile.objects.create(
            format="csv",
            wishes={},
            columns=[],
            rows=1,
            asked_at=NOW,
            asked_by=head,
            made_at=NOW,
            content=secret.encode(),
        ),
        sheet=MeetingSheet.objects.create(
            unit=unit, asked_at=NOW, asked_by=head, made_at=NOW, content=secret.encode()
        ),
        figures=report_figures(
            unit=unit, care_staff=19, listed_patients=2100, valid_from=date(2027, 1, 1), by=head, at=NOW
        ),
        notice=_notice(world, unit, secret),
        feed_key=create_feed(unit=unit, by=head, at=NOW),
        webhook=WebhookEndpoint.objects.create(
            region=world.region,
            name="Driftsidan",
            url=f"https://drift.example/{name}",
            secret="whsec_",
            created_at=NOW,
            created_by=world.it_coordinator,
        ),
        draft_notice=drafted(world, Kind.OUTAGE, ("UNIT", unit.hsa_id), title=f"Utkast {secret}"),
        template=save_template(
            region=world.region,
            name=f"Mall {secret}",
            content=content(Kind.OUTAGE, ("UNIT", unit.hsa_id)),
            by=world.it_coordinator,
            at=NOW,
        ),
        **incidents_at(world, unit, name, secret),
        **rounds_at(world, unit, secret),
        deviation=NetworkDeviation.objects.create(
            unit=unit,
            serial_number=f"{secret}N",
            hostname=f"dator-{secret}",
            first_seen_on=NOW.date(),
            last_seen_on=NOW.date(),
        ),
        import_run=ImportRun.objects.create(
            region=world.region,
            file_name=f"{secret}.csv",
            content=b"Artikel",
            header=["Artikel"],
            uploaded_at=NOW,
            uploaded_by=world.delivery,
        ),
    )
    side.marks = {
        side.theft.number,
        side.repair.number,
        secret,
        unit.name,
        unit.hsa_id,
        head.hsa_id,
        head.full_name,
        *Order.objects.filter(unit=unit).values_list("number", flat=True),
        *Delivery.objects.filter(order__unit=unit).values_list("number", flat=True),
        *Asset.objects.filter(unit=unit).values_list("asset_number", flat=True),
        side.move.number,
        side.notice.number,
        side.returning.number,
        side.round_task.round.number,
        side.draft_notice.number,
    }
    return side
