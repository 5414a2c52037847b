"""The region, its units and people, as they stood when the year began."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings

from entitlements.actions import publish_appendix
from entitlements.loader.load import load_appendix
from entitlements.queries import items_by_code
from portal.core.clock import STOCKHOLM
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
from portal.home.demo.cast import CAST, REGION_NUMBER
from portal.home.demo.names import NamePool
from portal.home.demo.places import OUTSIDE, PLACES, PROVIDERS, Place, organisation_number
from portal.home.demo.story import Story

APPENDIX = Path(settings.BASE_DIR) / "entitlements" / "appendices" / "kalmar-it.yaml"
_LISTED_STEP = 30  # how many fewer were listed the year before
_TITLES = {Role.IT_CONTACT: "Sjuksköterska", Role.SUPERUSER: "Medicinsk sekreterare"}


def make_region() -> Region:
    return Region.objects.create(
        code="kalmar",
        name="Region Kalmar län",
        county_code="08",
        asset_prefix="KLM",
        order_contact="Regionstab Samordning hälso- och sjukvård",
        coordination_email="samordning@demo.invalid",
    )


def publish_versions(story: Story) -> None:
    """The appendix as its file says; when the file begins after the demo's year does, the year begins under an
    earlier version with the same text."""
    file = load_appendix(APPENDIX)
    begins = story.begins_on - timedelta(days=30)
    first = file
    if file.valid_from > begins:
        summary = "Version som gällde innan portalen togs i bruk."
        first = replace(file, version=f"{begins.year}:1", valid_from=begins, change_summary=summary)
        story.renewed_at = story.until_now(_morning(file.valid_from))
        story.plan(story.renewed_at, lambda at: publish_appendix(file, by=None, at=at))
    version, _ = publish_appendix(first, by=None, at=_morning(begins))
    story.items = items_by_code(version.pk)


def make_units(story: Story) -> None:
    """Units with their providers and contracts. One contract is about to end."""
    Municipality.objects.get_or_create(code=OUTSIDE[0], defaults={"name": OUTSIDE[1]})
    providers = Provider.objects.bulk_create(
        Provider(name=name, organisation_number=organisation_number(place))
        for place, name in enumerate(PROVIDERS)
    )
    for number, place in enumerate(PLACES, start=1):
        provider = providers[place.provider]
        story.units[place.key] = CareUnit.objects.create(
            region=story.region,
            provider=provider,
            parent=story.units.get(place.parent),
            hsa_id=f"SE{provider.organisation_number}-E{number:03d}",
            name=place.name,
            street=place.street,
            postal_code=place.postal_code,
            city=place.city,
            municipality_id=place.municipality,
        )
    programmes = {one.code: one for one in Programme.objects.filter(region=story.region)}
    Contract.objects.bulk_create(
        _contract(story, place, number, programmes[place.programme])
        for number, place in enumerate(PLACES)
        if not place.parent
    )


def _contract(story: Story, place: Place, number: int, programme: Programme) -> Contract:
    first = date(story.today.year - 2, 1, 1)
    last = date(story.today.year + 2, 12, 31)
    if place.key == "torskors":
        last = story.today + timedelta(days=46)
    if place.key == "nyoppnad":
        first = story.today - timedelta(days=20)
    prefix = "HV" if place.lists_patients else "PH"
    return Contract(
        unit=story.units[place.key],
        programme=programme,
        number=f"{prefix}-{first.year}-{117 + number}",
        valid_from=first,
        valid_to=last,
    )


def make_people(story: Story) -> None:
    """The cast, and a head, an IT contact and two superusers at every other unit."""
    roles = [*_cast(story), *_everyone_else(story)]
    User.objects.bulk_create(one.user for one in roles)
    Assignment.objects.bulk_create(roles)
    keys = {unit.pk: key for key, unit in story.units.items()}
    for one in roles:
        if one.role == Role.HEAD_OF_UNIT:
            story.heads[keys[one.unit_id]] = one.user
        elif one.role == Role.IT_CONTACT:
            story.contacts[keys[one.unit_id]] = one.user
    for branch in (place for place in PLACES if place.parent):
        story.heads[branch.key] = story.heads[branch.parent]
        story.contacts[branch.key] = story.contacts[branch.parent]


def _cast(story: Story) -> list[Assignment]:
    roles = []
    for part in CAST:
        unit = story.units.get(part.place)
        number = unit.provider.organisation_number if unit else REGION_NUMBER
        user = _person(f"SE{number}-{part.hsa_suffix}", part.given, part.family, part.title, part.protected)
        story.people[part.key] = user
        roles.append(_assignment(story, user, part.role, unit))
    return roles


def _everyone_else(story: Story) -> list[Assignment]:
    pool = NamePool(story.rng, {(part.given, part.family) for part in CAST})
    filled = {(part.place, part.role) for part in CAST}
    roles: list[Assignment] = []
    for place in PLACES:
        unit = story.units[place.key]
        for role, title in _staff(place):
            if (place.key, role) not in filled:
                hsa_id = f"SE{unit.provider.organisation_number}-P{len(roles) + 1:03d}"
                roles.append(_assignment(story, _person(hsa_id, *pool.next(), title), role, unit))
    return roles


def _staff(place: Place) -> list[tuple[str, str]]:
    if place.parent:
        return []
    helpers = [(Role.IT_CONTACT, _TITLES[Role.IT_CONTACT])]
    helpers += [(Role.SUPERUSER, _TITLES[Role.SUPERUSER])] * 2
    return [(Role.HEAD_OF_UNIT, "Verksamhetschef"), *helpers]


def _person(hsa_id: str, given: str, family: str, title: str, protected: bool = False) -> User:
    user = User(
        hsa_id=hsa_id,
        given_name=given,
        family_name=family,
        title=title,
        email="" if protected else f"{hsa_id.rpartition('-')[2].lower()}@demo.invalid",
        protected_identity=protected,
    )
    user.set_unusable_password()
    user.clean_fields()
    return user


def _assignment(story: Story, user: User, role: str, unit: CareUnit | None) -> Assignment:
    begins = story.begins_on - timedelta(days=200)
    return Assignment(
        user=user,
        role=role,
        unit=unit,
        region=None if unit else story.region,
        valid_from=begins,
        decided_at=_morning(begins),
    )


def make_figures(story: Story) -> None:
    """Two years of verified figures for every unit but the one that never had any."""
    rows = []
    coordinator = story.people["eva"]
    before, since = story.begins_on - timedelta(days=380), story.begins_on - timedelta(days=20)
    for place in PLACES:
        if place.staff is None or place.parent:
            continue
        listed = max(0, place.listed - _LISTED_STEP)
        for staff, patients, first, last in (
            (max(1, place.staff - 1), listed, before, since - timedelta(days=1)),
            (place.staff, place.listed, since, None),
        ):
            rows.append(
                UnitFigures(
                    unit=story.units[place.key],
                    care_staff=staff,
                    listed_patients=patients,
                    valid_from=first,
                    valid_to=last,
                    state=UnitFigures.State.VERIFIED,
                    reported_at=_morning(first - timedelta(days=9)),
                    reported_by=story.heads[place.key],
                    decided_at=_morning(first - timedelta(days=4)),
                    decided_by=coordinator,
                )
            )
    UnitFigures.objects.bulk_create(rows)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=STOCKHOLM)
