"""How things stand when the evaluator comes: every state, every queue, and the situations worth looking at."""

from datetime import datetime, timedelta

from orders.actions.samverkan import answer_matter, raise_matter
from orders.models import OrderLine
from portal.core.people.actions import add_person, set_active
from portal.core.units.actions.assignments import assign_role, end_assignment
from portal.core.units.actions.figures import (
    confirm_figures,
    reject_figures,
    report_figures,
    verify_figures,
)
from portal.core.units.actions.substitutes import appoint_substitute
from portal.core.units.models import Assignment, Role
from portal.home.demo.orders import Job
from portal.home.demo.story import Story
from portal.home.demo.year import SUMMER

PACKAGE = "base-package:laptop+docking-station"

# unit, what, workdays ago when it was submitted, checked, attested, delivered and confirmed
_ON_THEIR_WAY = (
    # Strandporten: 14 in use, 2 on the way, a label printer to acknowledge.
    ("strandporten", f"2 {PACKAGE} @Läkare 3/Rum 112", (96, 95, 93, 88, 87)),
    ("strandporten", "2 extra-screen @Telefonrådgivning 1/Rum 118", (60, 59, 57, 51, 50)),
    ("strandporten", "1 label-printer @Provtagning/Lab", (14, 14, 12, 2)),
    ("strandporten", "2 base-package:laptop", (3, 3)),
    # To attest
    ("norrvik", "1 base-package:desktop @Reception 2/Entré", (1, 1)),
    ("alvsten", "1 label-printer @Provtagning/Lab", (1, 1)),
    ("tallhojd", "4 base-package:laptop", (3, 2)),
    ("bredsund", "2 personal-video @Läkare 1/Rum 110", (2, 2)),
    ("lonnlunda", "1 video-conference @Mötesrum/Rum 140, 1 check-in-screen @Väntrum/Entré", (4, 4)),
    ("tallhojd", "1 dictation:secretary-module @Sekreterare 1/Expedition", (4, 4)),
    ("hogsby", "1 base-package:desktop, 1 extra-multifunction-printer @Barnhälsovård/Rum 203", (5, 5)),
    ("overum", "1 extra-label-printer @Provtagning/Lab", (2, 1)),
    # To check
    ("farjestaden", f"2 {PACKAGE} @Sköterska 1/Rum 104, 2 extra-screen @Sköterska 1/Rum 104", (0,)),
    ("kristineberg", "1 wipeable-keyboard-mouse @Laboratorium/Lab", (1,)),
    ("livslinjen", "1 base-package:laptop @Kurator/Rum 123, 1 personal-video @Kurator/Rum 123", (1,)),
    ("nybroasen", "3 extra-screen @Telefonrådgivning 2/Rum 118", (2,)),
    ("smedby", "1 dictation:secretary-module @Sekreterare 2/Expedition", (3,)),
    ("norrliden", "1 group-printer @Distriktssköterska/Rum 125, 1 extra-label-printer @Provtagning/Lab", (4,)),
    # To pick
    ("gamleby", "1 check-in-screen @Väntrum/Entré", (4, 3, 2)),
    ("figeholm", "1 base-package:desktop @Reception 1/Entré", (5, 4, 3)),
    ("sinneslugn", "1 video-conference @Mötesrum/Rum 140, 1 label-printer @Provtagning/Lab", (4, 3, 3)),
    ("timmernabben", "2 extra-screen @Läkare 1/Rum 110", (7, 6, 4)),
    # To acknowledge
    ("sodravi", "1 extra-label-printer @Provtagning/Lab", (12, 11, 10, 3)),
    ("livslinjenvast", "1 base-package:laptop @Kurator/Rum 123", (9, 8, 7, 1)),
    ("degerhamn", "1 wipeable-keyboard-mouse @Laboratorium/Lab", (15, 14, 13, 5)),
    # Done not long ago
    ("virserum", "1 personal-video @Läkare 1/Rum 110", (13, 12, 11, 4, 3)),
    ("alem", "1 base-package:laptop @Sköterska 2/Rum 105", (16, 15, 13, 6, 5)),
    ("paskallavik", "1 extra-screen @Reception 1/Entré", (12, 11, 10, 4, 2)),
    ("ljungbyholm", f"1 {PACKAGE} @Läkare 2/Rum 111", (18, 17, 15, 8, 8)),
)  # fmt: skip

_GIVE_BACK = "Skriv vilka mottagningsrum kamerorna ska stå i och hur många besök det gäller i veckan."

# unit, what, workdays ago, how it ended, why
_OTHERWISE = (
    ("norrvik", "1 personal-video @Läkare 2/Rum 111, 2 extra-screen @Sköterska 2/Rum 105", (1,), "draft", ""),
    ("emmagarden", "1 base-package:laptop", (2,), "draft", ""),
    ("sigfrid", "2 personal-video", (3, 2), "give_back", _GIVE_BACK),
    ("lindsdal", "1 extra-check-in-screen", (2, 1), "give_back", "Var ska skärmen stå? Ange funktion och rum."),
    ("norrliden", f"2 {PACKAGE} @Sköterska 2/Rum 105", (9, 8, 7, 2), "deliver_part", ""),
    ("kopingsvik", "3 extra-screen @Telefonrådgivning 1/Rum 118", (11, 10, 8, 4), "deliver_part", ""),
    ("storebro", "2 base-package:laptop @Sköterska 1/Rum 104", (10, 9, 8, 4, 2), "deviate",
     "Sprucken skärm i kartongen."),
    ("orrefors", "1 group-printer", (6, 4), "turn_down", OrderLine.Reason.OTHER_SOLUTION),
    ("ankarsrum", "1 extra-multifunction-printer", (7, 6, 4), "refuse",
     "Enheten har en skrivare för fyra arbetsplatser. Ta upp behovet i samverkan om verksamheten växer."),
    ("rockneby", "1 base-package:desktop", (8, 6), "withdraw", ""),
)  # fmt: skip

# unit, staff, listed, workdays ago when reported, and when decided; "reject" with a reason
_FIGURES = (
    ("kvarnbacken", 10, 1480, 21, 18, ""),
    ("tallhojd", 9, 1190, 3, 1, ""),
    ("smedby", 26, 1480, 34, 31,
     "Antalet i personalen stämmer inte med HSA. Räkna bara vårdpersonal och rapportera igen."),
    ("nyoppnad", 9, 410, 2, None, ""),
    ("lindsdal", 14, 1850, 2, None, ""),
    ("livslinjenvast", 9, 0, 4, None, ""),
    ("gamleby", 10, 1390, 1, None, ""),
)  # fmt: skip

# unit, the need, workdays ago when raised, who answers when, the answer
_MATTERS = (
    ("samtalshuset", "Vi tar emot patienter från Kalmar län i Växjö. Kan vi få två datorer för journalen?",
     24, ("ida", 20),
     "Bilagan lämnar bara ut utrustning inom länet. Ni når journalen med egna datorer genom regionens fjärranslutning. "
     "Jag bokar ett möte om hur det går till."),
    ("norrliden", "Vi behöver en större bildskärm i konferensrummet än den som ingår.", 62, ("eva", 58),
     "En skärm på 65 tum ryms inte i listan. Enheten kan köpa och bekosta den själv, och vi ansluter den."),
    ("farjestaden", "Hjärtsviktsmottagningen vill låna tre surfplattor till hemmätning under ett halvår.",
     131, ("ida", 120),
     "Vi kör ett prov med tre plattor till och med mars. Avtal om lånet kommer per post."),
    ("kvarnbacken", "Våra listade har minskat och vi är två över taket. En läkare börjar i januari. "
     "Får vi behålla datorerna till dess?", 2, None, ""),
    ("strandporten", "Vi vill ha en vagn med dator och batteri för hembesöksteamet. Den finns inte i listan.",
     4, None, ""),
    ("alvsten", "Trådlösa nätet når inte det nya behandlingsrummet i källaren.", 1, None, ""),
)  # fmt: skip


def plan_now(story: Story) -> None:
    for place, text, days in _ON_THEIR_WAY:
        attester = "karin" if len(days) > 2 and days[2] <= 3 else "anders"
        Job(story, place, text, days, attester=attester).plan()
    for place, text, days, ending, reason in _OTHERWISE:
        Job(story, place, text, days, ending=ending, reason=reason).plan()
    for row in _FIGURES:
        _plan_figures(story, *row)
    for row in _MATTERS:
        _plan_matter(story, *row)
    story.plan(story.moment(128, 13, 40), lambda at: _confirm_strandporten(story, at))
    _plan_substitutes(story)
    story.plan(story.moment(9, 10, 30), lambda at: _change_head(story, at))
    story.plan(story.moment(52, 16), lambda at: _shut_out(story, at))


def _plan_figures(
    story: Story, place: str, staff: int, listed: int, reported: int, decided: int | None, reason: str
) -> None:
    valid_from = story.workdays[decided if decided is not None else 0]

    def report(at: datetime) -> None:
        figures = report_figures(
            unit=story.units[place],
            care_staff=staff,
            listed_patients=listed,
            valid_from=valid_from,
            by=story.heads[place],
            at=at,
        )
        if decided is None:
            return
        then, eva = story.moment(decided, 14, 10), story.people["eva"]
        if reason:
            story.plan(then, lambda at: reject_figures(figures=figures, reason=reason, by=eva, at=at))
        else:
            story.plan(then, lambda at: verify_figures(figures=figures, by=eva, at=at))

    story.plan(story.moment(reported, 11, 25), report)


def _plan_matter(
    story: Story, place: str, need: str, raised: int, answered: tuple[str, int] | None, answer: str
) -> None:
    def rise(at: datetime) -> None:
        matter = raise_matter(unit=story.units[place], need=need, by=story.heads[place], at=at)
        if answered:
            who, day = answered
            story.plan(
                story.moment(day, 14, 45),
                lambda then: answer_matter(matter=matter, answer=answer, by=story.people[who], at=then),
            )

    story.plan(story.moment(raised, 10, 50), rise)


def _confirm_strandporten(story: Story, at: datetime) -> None:
    confirm_figures(unit=story.units["strandporten"], by=story.people["maria"], at=at)


def _plan_substitutes(story: Story) -> None:
    """The same person last summer and now, this time for small orders only."""
    periods = (
        (SUMMER[0] + 4, story.workdays[SUMMER[0]], story.workdays[SUMMER[1]], None),
        (5, story.workdays[3], story.today + timedelta(days=16), 10),
    )
    for day, first, last, most in periods:
        story.plan(
            story.moment(day, 15, 5),
            lambda at, first=first, last=last, most=most: appoint_substitute(
                region=story.region,
                substitute=story.people["karin"],
                valid_from=first,
                valid_to=last,
                most_pieces=most,
                by=story.people["anders"],
                at=at,
            ),
        )


def _change_head(story: Story, at: datetime) -> None:
    """Bredsund gets a new head of unit in a month, reported ahead as the contract wants."""
    unit, administrator = story.units["bredsund"], story.people["maj"]
    last_day = story.today + timedelta(days=24)
    present = Assignment.objects.get(unit=unit, role=Role.HEAD_OF_UNIT)
    end_assignment(assignment=present, last_day=last_day, by=administrator, at=at)
    successor = add_person(
        hsa_id=f"SE{unit.provider.organisation_number}-N001",
        given_name="Torbjörn",
        family_name="Ahlin",
        email="n001@demo.invalid",
        title="Verksamhetschef",
        by=administrator,
        at=at,
    )
    assign_role(
        user=successor,
        role=Role.HEAD_OF_UNIT,
        region=story.region,
        unit=unit,
        valid_from=last_day + timedelta(days=1),
        by=administrator,
        at=at,
    )


def _shut_out(story: Story, at: datetime) -> None:
    """Someone has left Älvsten: the role has ended and the person is shut out."""
    unit, administrator = story.units["alvsten"], story.people["maj"]
    left = Assignment.objects.filter(unit=unit, role=Role.SUPERUSER).order_by("pk").first()
    end_assignment(assignment=left, last_day=at.date(), by=administrator, at=at)
    set_active(user=left.user, active=False, by=administrator, at=at)
