"""The panels on what the units have: how old, in what state, against the cap, and not seen on the network."""

from datetime import timedelta

from inventory.access import keeps_register
from inventory.models import Asset
from portal.core.units.roles import RoleSet
from portal.core.web.formatting import number, plural
from portal.home.dashboards.boards.board import Board, Line, drawn
from portal.home.dashboards.charts import Bar
from portal.home.dashboards.queries.equipment import Equipment
from portal.home.dashboards.queries.unseen import Unseen
from portal.home.dashboards.scope import Scope
from portal.home.links import link
from portal.home.panels import Row
from portal.home.queries.region import UnitOver

MOST_SHOWN = 10


def age(scope: Scope, equipment: Equipment) -> Board:
    title = "Ålder på det som är i bruk"
    bars = [
        Bar(str(year), count, past, text=f"{number(count)}, varav {number(past)} förbi" if past else "")
        for year, (count, past) in equipment.years.items()
    ]
    lines = [
        Line(str(year), (number(count), number(past)), scope.link("inventory:list", levererad=str(year)))
        for year, (count, past) in equipment.years.items()
    ]
    return Board(
        "alder", title, ("Levererat år", "I bruk", "Förbi planerat utbyte"), tuple(lines),
        drawn("alder", title, bars, part="förbi planerat utbyte"),
        nothing="Ingen utrustning är i bruk.",
        meta=f"{number(equipment.held)} {plural(equipment.held, 'inventarie,inventarier')}",
        note="Delar räknas med sin helhet. Det gula är förbi planerat utbyte.",
        url=scope.link("inventory:list"),
        link="Utrustningen",
    )  # fmt: skip


def replacement(scope: Scope, equipment: Equipment) -> Board:
    title = "Planerat utbyte"
    yesterday = (scope.on - timedelta(days=1)).isoformat()
    counts = [("Redan passerat", equipment.past, {"utbyte_till": yesterday})]
    counts += [
        (one.label, count, {"utbyte_fran": one.first.isoformat(), "utbyte_till": one.last.isoformat()})
        for one, count in equipment.quarters
    ]
    bars = [Bar(label, count, count if place == 0 else 0) for place, (label, count, _) in enumerate(counts)]
    lines = [
        Line(label, (number(count),), scope.link("inventory:list", **query) if count else "")
        for label, count, query in counts
    ]
    lines.append(Line("Inget datum satt", (number(equipment.undated),)))
    return Board(
        "utbyte", title, ("När", "Antal"), tuple(lines), drawn("utbyte", title, bars),
        nothing="Inget har ett planerat utbyte det närmaste året.",
        meta="12 månader framåt",
        note="Innevarande kvartal räknas från i dag.",
    )  # fmt: skip


def states(scope: Scope, equipment: Equipment, roles: RoleSet) -> Board:
    title = "Lägen"
    names = dict(Asset.State.choices)
    shown = [(names[state], state, count) for state, count in equipment.states.items() if count]
    lines = [Line(label, (number(count),), _of_state(scope, state, roles)) for label, state, count in shown]
    return Board(
        "lagen", title, ("Läge", "Antal"), tuple(lines),
        drawn("lagen", title, [Bar(label, count) for label, _, count in shown]),
        nothing="Ingen utrustning är registrerad.",
        note="Lagret hör inte till någon kommun eller något vårdval." if scope.is_narrowed else "",
    )  # fmt: skip


def _of_state(scope: Scope, state: str, roles: RoleSet) -> str:
    if state != Asset.State.IN_STOCK:
        return scope.link("inventory:list", lage=state)
    return link("inventory:store") if keeps_register(roles, scope.region.pk) else ""


def caps(scope: Scope, units: list[UnitOver]) -> Board:
    title = "Grundpaket mot taket"
    over = [one for one in units if one.held > one.cap]
    full = sum(one.held == one.cap for one in units)
    left = len(units) - len(over) - full
    whole = len(units)
    bars = [
        Bar("Över taket", len(over), len(over), of=whole),
        Bar("På taket", full, of=whole),
        Bar("Plats kvar", left, of=whole),
    ]
    rows = tuple(
        Row(one.name, link("home:unit", one.hsa_id),
            f"{number(one.held)} grundpaket, taket är {number(one.cap)}")
        for one in over[:MOST_SHOWN]
    )  # fmt: skip
    more = f" De {MOST_SHOWN} som är mest över visas." if len(over) > MOST_SHOWN else ""
    return Board(
        "tak", title, ("Läge", "Enheter"),
        tuple(Line(bar.label, (number(bar.value),)) for bar in bars),
        drawn("tak", title, bars),
        nothing="Ingen enhet har ett tak att räkna mot.",
        meta=f"{number(whole)} {plural(whole, 'enhet,enheter')}",
        note=f"Enheter med vårdavtal och kontrollerade uppgifter.{more}",
        url=scope.link("units:list"),
        link="Enheterna",
        rows=rows,
    )  # fmt: skip


def unseen(scope: Scope, unseen: Unseen) -> Board:
    title = "Datorer som inte har setts på nätet"
    spans = [
        (f"{first}–{last} dagar" if last else f"Mer än {first - 1} dagar", count)
        for first, last, count in unseen.spans
    ]
    lines = [Line(label, (number(count),)) for label, count in spans]
    url = "" if scope.is_narrowed else link("network:unseen")
    lines.append(Line("Sammanlagt", (number(unseen.computers),), url))
    return Board(
        "osedda", title, ("Senast sedd för", "Datorer"), tuple(lines),
        drawn("osedda", title, [Bar(label, count) for label, count in spans]),
        nothing=f"Alla datorer har setts de senaste {unseen.days} dagarna.",
        note=f"En dator ska ansluta minst var {unseen.days}:e dag.",
        url=link("network:unseen"),
        link="Datorerna",
    )  # fmt: skip
