"""Every code has a sentence, every sentence gets its numbers, and no reader meets a hole or a wrong
plural."""

import re
from pathlib import Path

import pytest

import entitlements
from entitlements.rules import reasons
from entitlements.rules.assess import assess
from entitlements.rules.reasons import OVER_CAP_CODES, SAMVERKAN_CODES, SENTENCES, label, sentence
from entitlements.rules.types import Outcome, Verdict
from tests.entitlements.givens import NBSP, ask, facts, kalmar, kalmar_with, line

HELD = {"base-package": 14, "extra-screen": 6}
OUTSIDE = facts(municipality_code="0780", municipality="Växjö")
LOOSE = kalmar_with(needs_tested_capped_by_base_packages=False)

CASES = {
    "EMPTY_REQUEST": (ask(), facts(), "Lägg till minst en rad i beställningen."),
    "UNKNOWN_ITEM": (ask(line("hoverboard")), facts(), "”hoverboard” finns inte i regionens katalog."),
    "NOT_ORDERABLE_NETWORK": (
        ask(line("network-switch")), facts(), "Switch placeras ut av regionen och beställs inte här.",
    ),
    "NOT_ORDERABLE_ACCESS": (
        ask(line("siths-card")), facts(), "eTjänstekort (SITHS) beställs per person under Behörigheter.",
    ),
    "NOT_ORDERABLE_SERVICE": (
        ask(line("e-learning")), facts(), "E-learning ingår redan och behöver inte beställas.",
    ),
    "QUANTITY_NOT_POSITIVE": (
        ask(line("check-in-screen", 0)), facts(), "Antalet anmälningsskärmar måste vara minst 1.",
    ),
    "QUANTITY_TOO_LARGE": (
        ask(line("extra-screen", 501)), facts(), "En rad kan gälla högst 500 extra skärmar.",
    ),
    "VARIANT_REQUIRED": (
        ask(line("base-package", variant="")),
        facts(),
        "Välj variant av grundpaket: bärbar dator, stationär dator.",
    ),
    "UNKNOWN_VARIANT": (
        ask(line("dictation", variant="x")),
        facts(),
        "Varianten av dikteringsutrustning finns inte, välj någon av dessa: modul, sekreterarmodul.",
    ),
    "VARIANT_NOT_OFFERED": (
        ask(line("label-printer", variant="x")),
        facts(),
        "Etikettskrivare finns i ett enda utförande, så ingen variant ska väljas.",
    ),
    "UNKNOWN_OPTION": (
        ask(line("base-package", options=("wings",))), facts(), "Tillvalet ”wings” finns inte för grundpaket.",
    ),
    "NO_CONTRACT": (
        ask(line("base-package")),
        facts(has_contract=False),
        f"Enheten har inget vårdavtal som gäller den 3{NBSP}mars 2026, så inget kan beställas.",
    ),
    "CONTRACT_IN_FORCE": (
        ask(line("base-package")), facts(), f"Enheten har ett vårdavtal som gäller den 3{NBSP}mars 2026.",
    ),
    "OUTSIDE_AREA": (
        ask(line("extra-screen")),
        OUTSIDE,
        "Extra skärm lämnas bara ut inom Kalmar län, och enheten ligger i Växjö.",
    ),
    "WITHIN_AREA": (ask(line("base-package")), facts(), "Enheten ligger i Kalmar, inom Kalmar län."),
    "NO_FIGURES": (
        ask(line("base-package")),
        facts(care_staff=None, listed_patients=None),
        "Enheten saknar kontrollerade uppgifter om vårdpersonal och listade patienter, så rapportera dem först.",
    ),
    "WITHIN_CAP": (
        ask(line("base-package", 2)),
        facts(in_use=HELD, on_the_way={"base-package": 2}),
        "Ryms i tilldelningen: 14 i bruk, 2 på väg och 2 i den här beställningen ger 18 av 18.",
    ),
    "OVER_CAP": (
        ask(line("base-package", 4)),
        facts(in_use=HELD, on_the_way={"base-package": 2}),
        "2 för många: ni har 14 i bruk och 2 på väg och taket är 18, så ni kan beställa högst 2 grundpaket.",
    ),
    "CAP_REACHED": (
        ask(line("base-package")),
        facts(in_use={"base-package": 18}),
        "Taket på 18 grundpaket är nått: ni har 18 i bruk.",
    ),
    "CAP_IS_ZERO": (
        ask(line("base-package")),
        facts(care_staff=0),
        "Enhetens uppgifter om personal och listade patienter ger inte rätt till grundpaket.",
    ),
    "NO_CAP": (
        ask(line("extra-screen", 3)),
        facts(in_use=HELD),
        "Extra skärm har inget tak i bilagan: 6 i bruk och 3 i den här beställningen ger 9.",
    ),
    "WITHIN_SHARED": (
        ask(line("check-in-screen")), facts(), "Ingår för enheten: 1 i den här beställningen ger 1 av 1.",
    ),
    "OVER_SHARED": (
        ask(line("check-in-screen", 2)),
        facts(),
        "Högst 1 anmälningsskärm ingår per enhet, men 2 i den här beställningen ger 2.",
    ),
    "SHARED_REACHED": (
        ask(line("check-in-screen")),
        facts(on_the_way={"check-in-screen": 1}),
        "Enheten har redan en anmälningsskärm: 1 på väg, och högst 1 ingår per enhet.",
    ),
    "WITHIN_BASE_PACKAGES": (
        ask(line("extra-screen", 3)),
        facts(in_use=HELD),
        "Inom det högsta antalet: 6 i bruk och 3 i den här beställningen ger 9 extra skärmar på 14 grundpaket.",
    ),
    "OVER_BASE_PACKAGES": (
        ask(line("extra-screen", 9)),
        facts(in_use=HELD),
        "1 för många: ni har 6 i bruk och får ha högst 14 extra skärmar på 14 grundpaket, "
        "så ni kan beställa högst 8.",
    ),
    "BASE_PACKAGES_REACHED": (
        ask(line("extra-screen")),
        facts(in_use={"base-package": 1, "extra-screen": 1}),
        "Taket på 1 extra skärm på 1 grundpaket är nått: ni har 1 i bruk.",
    ),
    "NO_BASE_PACKAGES": (
        ask(line("extra-screen")), facts(), "Extra skärm ges per grundpaket, och enheten har inga grundpaket.",
    ),
    "IS_REPLACEMENT": (
        ask(line("base-package", replaces="KLM-000123")),
        facts(in_use={"base-package": 18}),
        "Grundpaket ersätter KLM-000123 och räknas inte mot taket.",
    ),
    "NEEDS_DECISION": (
        ask(line("extra-screen")),
        facts(in_use=HELD),
        "Extra skärm prövas av Regionstab Samordning hälso- och sjukvård utifrån er motivering.",
    ),
    "MOTIVATION_MISSING": (
        ask(line("extra-screen", motivation="")), facts(), "Skriv en motivering för extra skärm.",
    ),
    "MOTIVATION_TOO_SHORT": (
        ask(line("extra-screen", motivation="behövs")),
        facts(),
        "Motiveringen för extra skärm är för kort, skriv minst 10 tecken.",
    ),
    "MOTIVATION_TOO_LONG": (
        ask(line("extra-screen", motivation="x" * 2341)),
        facts(),
        f"Motiveringen för extra skärm är 2{NBSP}341 tecken, korta den till högst 2{NBSP}000.",
    ),
    "COST_CENTRE_STATED": (ask(line("base-package")), facts(), "Kostnadsställe 95492 är angivet."),
    "COST_CENTRE_MISSING": (
        ask(line("base-package"), cost_centre=""), facts(), "Ange kostnadsställe 95492 på beställningen.",
    ),
    "COST_CENTRE_WRONG": (
        ask(line("base-package"), cost_centre="123"),
        facts(),
        "Kostnadsstället ska vara 95492, men ”123” är angivet.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", SENTENCES)
def test_each_code_reads_well(code):
    request, given, expected = CASES[code]
    appendix = LOOSE if code == "NO_CAP" else kalmar()
    verdict = next(one for one in assess(request, given, appendix).verdicts if one.code == code)
    text = sentence(verdict)
    assert text == expected
    assert text.count(".") == 1 or "”" in text
    assert 1 <= len(label(verdict).split()) <= 3


def test_the_rules_say_nothing_that_has_no_sentence():
    source = "".join(path.read_text() for path in (Path(entitlements.__file__).parent / "rules").glob("*.py"))
    spoken = set(re.findall(r'"([A-Z]{2,}_[A-Z_]+)"', source)) - {
        "BASE_PACKAGE",
        "NEEDS_TESTED",
        "NEEDS_REVIEW",
    }
    assert spoken == set(SENTENCES)


def test_the_marks_that_the_pages_show():
    marks = {
        code: label(Verdict(outcome, code, ""))
        for code, outcome in [
            ("WITHIN_CAP", Outcome.ALLOWED),
            ("NEEDS_DECISION", Outcome.NEEDS_REVIEW),
            ("OVER_CAP", Outcome.REFUSED),
            ("SHARED_REACHED", Outcome.REFUSED),
        ]
    }
    assert list(marks.values()) == ["Ryms", "Prövas", "Över taket", "Har redan"]


def test_samverkan_is_for_what_is_outside_the_list():
    assert OVER_CAP_CODES < SAMVERKAN_CODES < set(SENTENCES)
    assert not SAMVERKAN_CODES & {"NO_FIGURES", "NO_CONTRACT", "MOTIVATION_MISSING", "COST_CENTRE_WRONG"}
    assert set(reasons._LABELS) < set(SENTENCES)


def test_a_missing_number_is_an_error_and_not_a_hole():
    with pytest.raises(KeyError):
        sentence(Verdict(Outcome.ALLOWED, "WITHIN_CAP", "", numbers={"cap": 3}))


def test_what_the_orderer_wrote_is_never_read_as_a_template():
    request = ask(line("{name.__class__}"))
    (verdict,) = assess(request, facts(), kalmar()).verdicts
    assert "{name.__class__}" in sentence(verdict)
