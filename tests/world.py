"""A small region for tests: one of each role, two units with contracts and figures, Kalmar's appendix in force.

``make_world()`` writes it to the real database; the fixture ``world`` gives it to a test.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from entitlements.actions import publish_appendix
from entitlements.loader.load import load_appendix
from entitlements.models import AppendixVersion
from orders.content import LineContent, OrderContent
from portal.core.people.models import User
from portal.core.units.models import (
    Assignment,
    CareUnit,
    Contract,
    Municipality,
    Programme,
    Provider,
    Region,
    Role,
    UnitFigures,
)

START = date(2026, 1, 1)
# A Wednesday morning, when most tests take place.
NOW = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
KALMAR = Path(settings.BASE_DIR) / "entitlements" / "appendices" / "kalmar-it.yaml"


@lru_cache(maxsize=1)
def kalmar_file() -> Any:
    return load_appendix(KALMAR)


@dataclass
class World:
    region: Region
    appendix: AppendixVersion
    unit: CareUnit
    other_unit: CareUnit
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        """People by role: ``world.head``, ``world.coordinator``, ``world.manager`` …"""
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def make_person(suffix: str, given: str, family: str, **more: Any) -> User:
    user = User(
        hsa_id=f"SE2321000073-{suffix}",
        given_name=given,
        family_name=family,
        email=f"{given}.{family}@example.se".lower(),
        **more,
    )
    user.set_unusable_password()
    user.save()
    return user


def assign(user: User, role: str, *, unit: CareUnit | None = None, region: Region | None = None, **more: Any):
    return Assignment.objects.create(
        user=user, role=role, unit=unit, region=region, decided_at=NOW, **{"valid_from": START, **more}
    )


def make_unit(region: Region, provider: Provider, suffix: str, name: str, **more: Any) -> CareUnit:
    municipality, _ = Municipality.objects.get_or_create(
        code=more.pop("municipality", "0880"), defaults={"name": "Kalmar"}
    )
    return CareUnit.objects.create(
        region=region,
        provider=provider,
        hsa_id=f"SE5560747551-{suffix}",
        name=name,
        street="Hamngatan 4",
        postal_code="391 20",
        city="Kalmar",
        municipality=municipality,
        **more,
    )


def give_contract(unit: CareUnit, programme: str = "halsoval", **more: Any) -> Contract:
    return Contract.objects.create(
        unit=unit,
        programme=Programme.objects.get(region=unit.region, code=programme),
        number=f"HV-{unit.pk}-{Contract.objects.count()}",
        **{"valid_from": START, **more},
    )


def give_figures(
    unit: CareUnit, staff: int, listed: int, *, by: User, verified_by: User, **more: Any
) -> UnitFigures:
    return UnitFigures.objects.create(
        unit=unit,
        care_staff=staff,
        listed_patients=listed,
        state=UnitFigures.State.VERIFIED,
        reported_at=NOW,
        reported_by=by,
        decided_at=NOW,
        decided_by=verified_by,
        **{"valid_from": START, **more},
    )


def make_world(*, staff: int = 18, listed: int = 2043) -> World:
    region = Region.objects.create(
        code="kalmar",
        name="Region Kalmar län",
        county_code="08",
        asset_prefix="KLM",
        order_contact="Regionstab Samordning hälso- och sjukvård",
        coordination_email="samordning@example.se",
    )
    appendix, _ = publish_appendix(kalmar_file(), by=None, at=NOW)
    provider = Provider.objects.create(name="Strandporten Vård AB", organisation_number="5560747551")
    unit = make_unit(region, provider, "E001", "Hälsocentralen Strandporten")
    other = make_unit(region, provider, "E002", "Norrviks hälsocentral", municipality="0885")
    people = {
        "head": make_person("P001", "Maria", "Lindqvist", title="Verksamhetschef"),
        "contact": make_person("P002", "Jonas", "Ek", title="Undersköterska"),
        "superuser": make_person("P003", "Lena", "Åberg"),
        "other_head": make_person("P004", "Örjan", "Öst"),
        "coordinator": make_person("R001", "Eva", "Holm"),
        "manager": make_person("R002", "Anders", "Bergqvist"),
        "substitute": make_person("R003", "Karin", "Sjö"),
        "delivery": make_person("R004", "Nils", "Dal"),
        "it_coordinator": make_person("R005", "Ida", "Berg"),
        "editor": make_person("R006", "Ulf", "Ask"),
        "controller": make_person("R007", "Siv", "Ek"),
        "reviewer": make_person("R008", "Tor", "Lund"),
        "administrator": make_person("R009", "Maj", "Alm"),
        "nobody": make_person("R010", "Ingen", "Alls"),
    }
    world = World(region=region, appendix=appendix, unit=unit, other_unit=other, people=people)
    for name, role in (
        ("head", Role.HEAD_OF_UNIT),
        ("contact", Role.IT_CONTACT),
        ("superuser", Role.SUPERUSER),
    ):
        assign(people[name], role, unit=unit)
    assign(people["other_head"], Role.HEAD_OF_UNIT, unit=other)
    for name, role in (
        ("coordinator", Role.COORDINATOR),
        ("manager", Role.ORDERING_MANAGER),
        ("delivery", Role.IT_DELIVERY),
        ("it_coordinator", Role.IT_COORDINATOR),
        ("editor", Role.CATALOGUE_EDITOR),
        ("controller", Role.CONTROLLER),
        ("reviewer", Role.LOG_REVIEWER),
        ("administrator", Role.ADMINISTRATOR),
    ):
        assign(people[name], role, region=region)
    assign(people["substitute"], Role.CONTROLLER, region=region)
    for one, head in ((unit, people["head"]), (other, people["other_head"])):
        give_contract(one)
        give_figures(one, staff, listed, by=head, verified_by=people["coordinator"])
    return world


def line(item: str = "base-package", quantity: int = 1, **more: Any) -> LineContent:
    """A line as the unit might write it: a laptop unless something else is said."""
    if item == "base-package":
        more.setdefault("variant", "laptop")
    return LineContent(item=item, quantity=quantity, **more)


def content(*lines: LineContent, cost_centre: str = "95492", **more: Any) -> OrderContent:
    return OrderContent(lines=lines or (line(),), cost_centre=cost_centre, **more)
