"""Theft, damage, wear and faults of the year: one in every state."""

from datetime import datetime, time

from inventory.incidents.actions.withdraw import withdraw_incident
from inventory.incidents.content import Report
from inventory.incidents.models import DataRisk, Incident, Kind, Outcome
from inventory.models import Asset
from portal.core.clock import local_date
from portal.home.demo.charges import plan_charges
from portal.home.demo.incident import Mishap, simple_report
from portal.home.demo.lending import plan_loan
from portal.home.demo.story import Story

_STOLEN = (
    "Datorn stod i expeditionen under natten. Fönstret mot gården var uppbrutet när vi kom på morgonen, och "
    "laddaren låg kvar."
)
_PATIENTS = "Sex kallelser med namn och personnummer fanns som utkast på skrivbordet. Disken är krypterad."
_MENDED = "Tangentbordet är bytt och datorn provad i två dygn."
# unit, item, variant, what happened, how; workdays ago when reported and decided, what and why, and when it was mended
_PLAIN = (
    ("emmagarden", "base-package", "desktop", Kind.FAULT, "Startar om av sig själv flera gånger om dagen.",
     33, 32, Outcome.REPAIR, "Lämna in datorn, garantin gäller.", (27, "Nätdelen är bytt på garantin.")),
    ("storebro", "check-in-screen", "", Kind.WEAR, "Pekskärmen svarar inte längst ner, där knapparna sitter.",
     21, 20, Outcome.WRITE_OFF, "Skärmen är gammal och lagas inte. Beställ en ny i portalen.", None),
    ("timmernabben", "multifunction-printer", "", Kind.FAULT, "Papperet fastnar i fack två.",
     18, 17, Outcome.NO_ACTION, "Felet rör leverantörens service. Ring supporten enligt lappen på skrivaren.", None),
    ("lonnlunda", "base-package", "laptop", Kind.DAMAGE,
     "Kaffe i tangentbordet. Datorn startar men går inte att skriva på.",
     1, None, "", "", None),
)  # fmt: skip


def plan_incidents(story: Story) -> None:
    for row in _PLAIN:
        _plan_plain(story, *row)
    _plan_theft(story)
    plan_loan(story)
    plan_charges(story)
    _plan_replaced(story)
    _plan_found_in_round(story)
    _plan_withdrawn(story)


def _plan_plain(
    story: Story,
    place: str,
    code: str,
    variant: str,
    kind: str,
    how: str,
    reported: int,
    decided: int | None,
    outcome: str,
    reason: str,
    mended: tuple[int, str] | None,
) -> None:
    mishap = Mishap(story, place, code, variant)
    story.plan(story.moment(reported, 10, 40), lambda at: mishap.report(simple_report(kind, how, at), at))
    if decided is not None:
        story.plan(story.moment(decided, 13, 50), lambda at: mishap.decide(outcome, reason, at))
    if mended is not None:
        day, note = mended
        story.plan(story.moment(day, 15, 10), lambda at: mishap.mend(note, Asset.State.IN_USE, at))


def _plan_theft(story: Story) -> None:
    """Waits for the coordinator: the police have their report, and patients may be concerned."""
    mishap = Mishap(story, "gamleby", "base-package", "laptop")

    def report(at: datetime) -> None:
        stolen = Report(
            Kind.THEFT,
            local_date(at),
            _STOLEN,
            happened_time=time(2, 30),
            place="Expeditionen, bottenvåningen",
            police_reference=f"5000-K{100_000 + at.timetuple().tm_yday}-{at:%y}",
            data_risk=DataRisk.YES,
            data_risk_text=_PATIENTS,
        )
        mishap.report(stolen, at)

    story.plan(story.moment(1, 7, 35), report)


def _plan_replaced(story: Story) -> None:
    """One that came last month and is closed, and one whose order waits to be attested."""
    done = Mishap(story, "alem", "base-package", "laptop")
    wet = "Ett glas vatten välte över tangentbordet. Datorn startar inte."
    story.plan(story.moment(46, 10), lambda at: done.report(simple_report(Kind.DAMAGE, wet, at), at))

    def replace(at: datetime) -> None:
        job = done.replace("Att laga kostar mer än en ny.", at)
        for day, hour, step in ((43, 11, job.attest), (39, 13, job.deliver), (38, 15, job.confirm)):
            story.plan(story.moment(day, hour), step)

    story.plan(story.moment(45, 9), replace)
    story.plan(story.moment(38, 15, 30), done.replaced)

    waits = Mishap(story, "virserum", "base-package", "laptop")
    lost = "Datorn glömdes på tåget efter ett hembesök. Tågbolaget har inte hittat den."
    story.plan(story.moment(5, 8, 50), lambda at: waits.report(simple_report(Kind.LOSS, lost, at), at))
    story.plan(
        story.moment(3, 10, 20), lambda at: waits.replace("Enheten behöver datorn för hembesöken.", at)
    )


def _plan_found_in_round(story: Story) -> None:
    """What was damaged when Livslinjen Västervik inventoried is mended."""
    mishap = Mishap(story, "livslinjenvast", "base-package")

    def decide(at: datetime) -> None:
        mishap.incident = Incident.objects.exclude(source="").get(unit=story.units["livslinjenvast"])
        mishap.decide(Outcome.REPAIR, "Tangentbordet byts.", at)

    story.plan(story.moment(54, 9), decide)
    story.plan(story.moment(49, 14), lambda at: mishap.mend(_MENDED, Asset.State.IN_USE, at))


def _plan_withdrawn(story: Story) -> None:
    mishap = Mishap(story, "ankarsrum", "label-printer")
    how = "Etikettskrivaren är borta från provtagningen."
    story.plan(story.moment(24, 9), lambda at: mishap.report(simple_report(Kind.LOSS, how, at), at))
    story.plan(
        story.moment(23, 9),
        lambda at: withdraw_incident(incident=mishap.incident, by=mishap.contact, at=at),
    )
