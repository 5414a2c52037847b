"""The panels on what goes on: rounds, what waits for a decision, returns."""

from inventory.incidents.models import Incident
from portal.core.web.formatting import number, swedish_date
from portal.home.dashboards.boards.board import Board, Line, drawn
from portal.home.dashboards.charts import Bar, bar_chart
from portal.home.dashboards.queries.going_on import DELIVERY, IN_TIME, INCIDENT, LATE, RETURN, RoundProgress
from portal.home.dashboards.scope import Scope
from portal.home.links import link


def rounds(scope: Scope, rounds: list[RoundProgress]) -> Board:
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


def to_decide(scope: Scope, waiting: dict[tuple[str, str], int], deviations: int, unknown: int) -> Board:
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
        drawn("avvikelser", title, [Bar(label, count) for label, count, _ in counts]),
        nothing="Inget väntar på beslut.",
        url=link("incidents:list"),
        link="Incidenterna",
    )  # fmt: skip


def returns(scope: Scope, waiting: dict[tuple[str, str], int]) -> Board:
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
        drawn("aterlamning", title, [Bar("Inom tiden", in_time), Bar("Försenade", late, late)]),
        nothing="Ingen återlämning pågår.",
        url=link("returns:list"),
        link="Återlämningarna",
    )  # fmt: skip
