"""The overview's panels: a chart, a table with the same numbers, and the list behind each number where there is one."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.safestring import SafeString

from inventory.access import keeps_register
from inventory.incidents.models import Incident
from inventory.models import Asset
from portal.core.units.roles import RoleSet
from portal.core.web.formatting import number, plural, swedish_date
from portal.home.dashboards.charts import Bar, bar_chart
from portal.home.dashboards.queries.equipment import Equipment, equipment_in
from portal.home.dashboards.queries.going_on import (
    DELIVERY,
    IN_TIME,
    INCIDENT,
    LATE,
    RETURN,
    RoundProgress,
    open_rounds,
    waiting_in,
)
from portal.home.dashboards.queries.unseen import Unseen, unknown_machines, unseen_computers
from portal.home.dashboards.scope import Scope
from portal.home.links import link
from portal.home.panels import Row
from portal.home.queries.region import UnitOver, units_against_cap

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a panel's table. ``url`` leads to the list behind its first number, empty where no list shows just
    that; ``about`` to what the row is about."""

    label: str
    numbers: tuple[str, ...]
    url: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """``nothing`` is said when there is nothing to draw. ``rows`` name those that the numbers are about."""

    key: str
    title: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    chart: SafeString | str = ""
    nothing: str = ""
    meta: str = ""
    note: str = ""
    url: str = ""
    link: str = ""
    rows: tuple[Row, ...] = ()

    @property
    def table(self) -> list[tuple[Line, list[tuple[str, str]]]]:
        """Each line with its numbers under their headings."""
        return [(line, list(zip(self.headings[1:], line.numbers, strict=True))) for line in self.lines]


def boards_of(scope: Scope, roles: RoleSet) -> list[Board]:
    """Every panel. Nine queries, however many units and pieces there are."""
    equipment = equipment_in(scope)
    rounds, waiting = open_rounds(scope), waiting_in(scope)
    chosen = {"municipality": scope.municipality, "programme": scope.programme}
    return [
        _age(scope, equipment),
        _replacement(scope, equipment),
        _states(scope, equipment, roles),
        _caps(scope, units_against_cap(scope.region.pk, scope.on, **chosen)),
        _rounds(scope, rounds),
        _to_decide(scope, waiting, sum(one.undecided for one in rounds), unknown_machines(scope)),
        _unseen(scope, unseen_computers(scope)),
        _returns(scope, waiting),
    ]


def _drawn(key: str, title: str, bars: list[Bar], *, part: str = "") -> SafeString | str:
    return bar_chart(key, title, bars, part=part) if any(bar.value for bar in bars) else ""


def _age(scope: Scope, equipment: Equipment) -> Board:
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
        _drawn("alder", title, bars, part="förbi planerat utbyte"),
        nothing="Ingen utrustning är i bruk.",
        meta=f"{number(equipment.held)} {plural(equipment.held, 'inventarie,inventarier')}",
        note="Delar räknas med sin helhet. Det gula är förbi planerat utbyte.",
        url=scope.link("inventory:list"),
        link="Utrustningen",
    )  # fmt: skip


def _replacement(scope: Scope, equipment: Equipment) -> Board:
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
        "utbyte", title, ("När", "Antal"), tuple(lines), _drawn("utbyte", title, bars),
        nothing="Inget har ett planerat utbyte det närmaste året.",
        meta="12 månader framåt",
        note="Innevarande kvartal räknas från i dag.",
    )  # fmt: skip


def _states(scope: Scope, equipment: Equipment, roles: RoleSet) -> Board:
    title = "Lägen"
    names = dict(Asset.State.choices)
    shown = [(names[state], state, count) for state, count in equipment.states.items() if count]
    lines = [Line(label, (number(count),), _of_state(scope, state, roles)) for label, state, count in shown]
    return Board(
        "lagen", title, ("Läge", "Antal"), tuple(lines),
        _drawn("lagen", title, [Bar(label, count) for label, _, count in shown]),
        nothing="Ingen utrustning är registrerad.",
        note="Lagret hör inte till någon kommun eller något vårdval." if scope.is_narrowed else "",
    )  # fmt: skip


def _of_state(scope: Scope, state: str, roles: RoleSet) -> str:
    if state != Asset.State.IN_STOCK:
        return scope.link("inventory:list", lage=state)
    return link("inventory:store") if keeps_register(roles, scope.region.pk) else ""


def _caps(scope: Scope, units: list[UnitOver]) -> Board:
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
        _drawn("tak", title, bars),
        nothing="Ingen enhet har ett tak att räkna mot.",
        meta=f"{number(whole)} {plural(whole, 'enhet,enheter')}",
        note=f"Enheter med vårdavtal och kontrollerade uppgifter.{more}",
        url=scope.link("units:list"),
        link="Enheterna",
        rows=rows,
    )  # fmt: skip


def _rounds(scope: Scope, rounds: list[RoundProgress]) -> Board:
    title = "Pågående inventeringar"
    bars = [
        Bar(one.title, one.done, of=one.units, text=f"{number(one.done)} av {number(one.units)} enheter")
        for one in rounds
    ]
    # The round's own list knows municipalities but no programmes.
    place = {"kommun": scope.municipality} if scope.municipality else {}
    lines = [
        Line(
            one.title,
            (
                number(one.units),
                number(one.done),
                swedish_date(one.answer_by, "short", today=scope.on),
                number(one.undecided),
            ),
            "" if scope.programme else link("rounds:detail", one.number, **place),
            about=link("rounds:detail", one.number),
        )
        for one in rounds
    ]
    return Board(
        "inventering", title, ("Inventering", "Enheter", "Signerade", "Svara senast", "Avvikelser att granska"),
        tuple(lines), bar_chart("inventering", title, bars) if bars else "",
        nothing="Ingen inventering pågår.",
        url=link("rounds:list"),
        link="Alla inventeringar",
    )  # fmt: skip


def _to_decide(scope: Scope, waiting: dict[tuple[str, str], int], deviations: int, unknown: int) -> Board:
    title = "Avvikelser och incidenter"
    state = Incident.State

    def listed(name: str, **query: str) -> str:
        """These lists know neither municipality nor programme."""
        return "" if scope.is_narrowed else link(name, **query)

    counts = [
        ("Incidenter som väntar på beslut", waiting.get((INCIDENT, state.REPORTED), 0),
         listed("incidents:list", lage=state.REPORTED)),
        ("Beslutade incidenter att avsluta", waiting.get((INCIDENT, state.DECIDED), 0),
         listed("incidents:list", lage=state.DECIDED)),
        ("Incidenter på reparation", waiting.get((INCIDENT, state.IN_REPAIR), 0),
         listed("incidents:list", lage=state.IN_REPAIR)),
        ("Avvikelser i inventeringar", deviations, listed("rounds:list")),
        ("Leveranser med avvikelser", waiting.get((DELIVERY, ""), 0),
         ""),
        ("Okända maskiner på nätet", unknown, ""),
    ]  # fmt: skip
    return Board(
        "avvikelser", title, ("Vad", "Antal"),
        tuple(Line(label, (number(count),), url if count else "") for label, count, url in counts),
        _drawn("avvikelser", title, [Bar(label, count) for label, count, _ in counts]),
        nothing="Inget väntar på beslut.",
        url=link("incidents:list"),
        link="Incidenterna",
    )  # fmt: skip


def _unseen(scope: Scope, unseen: Unseen) -> Board:
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
        _drawn("osedda", title, [Bar(label, count) for label, count in spans]),
        nothing=f"Alla datorer har setts de senaste {unseen.days} dagarna.",
        note=f"En dator ska ansluta minst var {unseen.days}:e dag.",
        url=link("network:unseen"),
        link="Datorerna",
    )  # fmt: skip


def _returns(scope: Scope, waiting: dict[tuple[str, str], int]) -> Board:
    title = "Pågående återlämningar"
    late, in_time = waiting.get((RETURN, LATE), 0), waiting.get((RETURN, IN_TIME), 0)
    whole = "" if scope.is_narrowed else link("returns:list")
    after = "" if scope.is_narrowed or not late else link("returns:list", lage="forsenade")
    lines = (
        Line("Inom tiden", (number(in_time),)),
        Line("Försenade", (number(late),), after),
        Line("Sammanlagt", (number(late + in_time),), whole),
    )
    return Board(
        "aterlamning", title, ("Läge", "Antal"), lines,
        _drawn("aterlamning", title, [Bar("Inom tiden", in_time), Bar("Försenade", late, late)]),
        nothing="Ingen återlämning pågår.",
        url=link("returns:list"),
        link="Återlämningarna",
    )  # fmt: skip
