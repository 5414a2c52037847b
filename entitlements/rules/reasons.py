"""From code to words: one plain Swedish sentence and one short label for each verdict, sentences for each
limit.

Codes are never removed, only added: decisions frozen long ago are read through them.
"""

from collections.abc import Iterable

from entitlements.rules.types import Limit, Outcome, Verdict
from entitlements.rules.wording import Values

SENTENCES = {
    "EMPTY_REQUEST": "Lägg till minst en rad i beställningen.",
    "UNKNOWN_ITEM": "”{asked_item}” finns inte i regionens katalog.",
    "NOT_ORDERABLE_NETWORK": "{name:cap} placeras ut av regionen och beställs inte här.",
    "NOT_ORDERABLE_ACCESS": "{name:cap} beställs per person under Behörigheter.",
    "NOT_ORDERABLE_SERVICE": "{name:cap} ingår redan och behöver inte beställas.",
    "QUANTITY_NOT_POSITIVE": "Antalet {plural} måste vara minst 1.",
    "QUANTITY_TOO_LARGE": "En rad kan gälla högst {max_quantity:item}.",
    "VARIANT_REQUIRED": "Välj variant av {name}: {choices}.",
    "UNKNOWN_VARIANT": "Varianten av {name} finns inte, välj någon av dessa: {choices}.",
    "VARIANT_NOT_OFFERED": "{name:cap} finns i ett enda utförande, så ingen variant ska väljas.",
    "UNKNOWN_OPTION": "Tillvalet ”{asked_option}” finns inte för {name}.",
    "NO_CONTRACT": "Enheten har inget vårdavtal som gäller den {on:date}, så inget kan beställas.",
    "CONTRACT_IN_FORCE": "Enheten har ett vårdavtal som gäller den {on:date}.",
    "OUTSIDE_AREA": "{name:cap} lämnas bara ut inom {area}, och enheten ligger i {municipality}.",
    "WITHIN_AREA": "Enheten ligger i {municipality}, inom {area}.",
    "NO_FIGURES": "Enheten saknar kontrollerade uppgifter om {missing:figures}, så rapportera dem först.",
    "WITHIN_CAP": "Ryms i tilldelningen: {sum} ger {total} av {cap}.",
    "OVER_CAP": "{over} för många: ni har {held} och taket är {cap}, så ni kan beställa högst {left:item}.",
    "CAP_REACHED": "Taket på {cap:item} är nått: ni har {held}.",
    "CAP_IS_ZERO": "Enhetens uppgifter om personal och listade patienter ger inte rätt till {plural}.",
    "NO_CAP": "{name:cap} har inget tak i bilagan: {sum} ger {total}.",
    "WITHIN_SHARED": "Ingår för enheten: {sum} ger {total} av {cap}.",
    "OVER_SHARED": "Högst {cap:item} ingår per enhet, men {sum} ger {total}.",
    "SHARED_REACHED": "Enheten har redan {article} {name}: {held}, och högst {cap} ingår per enhet.",
    "WITHIN_BASE_PACKAGES": "Inom det högsta antalet: {sum} ger {total:item} på {base_packages:base}.",
    "OVER_BASE_PACKAGES": (
        "{over} för många: ni har {held} och får ha högst {cap:item} på {base_packages:base}, "
        "så ni kan beställa högst {left}."
    ),
    "BASE_PACKAGES_REACHED": "Taket på {cap:item} på {base_packages:base} är nått: ni har {held}.",
    "NO_BASE_PACKAGES": "{name:cap} ges per {base_name}, och enheten har inga {base_plural}.",
    "IS_REPLACEMENT": "{name:cap} ersätter {replaces} och räknas inte mot taket.",
    "NEEDS_DECISION": "{name:cap} prövas av {decider} utifrån er motivering.",
    "MOTIVATION_MISSING": "Skriv en motivering för {name}.",
    "MOTIVATION_TOO_SHORT": "Motiveringen för {name} är för kort, skriv minst {min_length} tecken.",
    "MOTIVATION_TOO_LONG": "Motiveringen för {name} är {length} tecken, korta den till högst {max_length}.",
    "COST_CENTRE_STATED": "Kostnadsställe {cost_centre} är angivet.",
    "COST_CENTRE_MISSING": "Ange kostnadsställe {cost_centre} på beställningen.",
    "COST_CENTRE_WRONG": "Kostnadsstället ska vara {cost_centre}, men ”{stated}” är angivet.",
}

_LABELS = {
    "UNKNOWN_ITEM": "Finns inte",
    "NOT_ORDERABLE_NETWORK": "Beställs inte",
    "NOT_ORDERABLE_ACCESS": "Beställs inte här",
    "NOT_ORDERABLE_SERVICE": "Ingår redan",
    "QUANTITY_NOT_POSITIVE": "Fel antal",
    "QUANTITY_TOO_LARGE": "Fel antal",
    "VARIANT_REQUIRED": "Välj variant",
    "UNKNOWN_VARIANT": "Välj variant",
    "VARIANT_NOT_OFFERED": "Välj utan variant",
    "UNKNOWN_OPTION": "Tillvalet finns inte",
    "NO_CONTRACT": "Avtal saknas",
    "CONTRACT_IN_FORCE": "Avtal finns",
    "OUTSIDE_AREA": "Utanför länet",
    "WITHIN_AREA": "Inom länet",
    "NO_FIGURES": "Uppgifter saknas",
    "OVER_CAP": "Över taket",
    "CAP_REACHED": "Över taket",
    "CAP_IS_ZERO": "Över taket",
    "OVER_SHARED": "Över taket",
    "SHARED_REACHED": "Har redan",
    "OVER_BASE_PACKAGES": "Över taket",
    "BASE_PACKAGES_REACHED": "Över taket",
    "NO_BASE_PACKAGES": "Över taket",
    "IS_REPLACEMENT": "Ersättning",
    "MOTIVATION_MISSING": "Motivering saknas",
    "MOTIVATION_TOO_SHORT": "Motivering för kort",
    "MOTIVATION_TOO_LONG": "Motivering för lång",
    "COST_CENTRE_STATED": "Kostnadsställe angivet",
    "COST_CENTRE_MISSING": "Kostnadsställe saknas",
    "COST_CENTRE_WRONG": "Fel kostnadsställe",
    "EMPTY_REQUEST": "Ingen rad",
}
_OUTCOME_LABELS = {Outcome.ALLOWED: "Ryms", Outcome.NEEDS_REVIEW: "Prövas", Outcome.REFUSED: "Ryms inte"}

OVER_CAP_CODES = frozenset(
    {
        "OVER_CAP",
        "CAP_REACHED",
        "CAP_IS_ZERO",
        "OVER_SHARED",
        "SHARED_REACHED",
        "OVER_BASE_PACKAGES",
        "BASE_PACKAGES_REACHED",
        "NO_BASE_PACKAGES",
    }
)
"""Refusals because a number is passed."""

SAMVERKAN_CODES = OVER_CAP_CODES | {"UNKNOWN_ITEM", "NOT_ORDERABLE_NETWORK", "OUTSIDE_AREA"}
"""Refusals that are outside the list, and so may be raised as a samverkan matter (Kalmar IT §3a, last
point)."""

_LIMIT_SENTENCES = {
    "contract": "Enheten har inget vårdavtal som gäller den {on:date}.",
    "county": "{name:cap} lämnas bara ut inom {area}, och enheten ligger i {municipality}.",
    "figures": "Enheten saknar kontrollerade uppgifter om {missing:figures}.",
    "care_staff": "{care_staff} i vårdpersonalen ger {value:item}, {per:word} per person.",
    "listed_patients": (
        "{listed_patients:listad patient/listade patienter} ger {value:item}, {per} per 1"
        "\N{NO-BREAK SPACE}000."
    ),
    "shared": "{value:item} ingår per enhet.",
    "base_packages": "{base_packages:base} ger högst {value:item}, {one} per {base_name}.",
}
_ROUNDING = {"down": "Talet avrundas nedåt.", "up": "Talet avrundas uppåt.", "nearest": "Talet avrundas."}


def sentence(verdict: Verdict) -> str:
    """The verdict as one plain Swedish sentence with its numbers. KeyError when the code is unknown or a
    number is missing."""
    return SENTENCES[verdict.code].format_map(Values(verdict.numbers))


def label(verdict: Verdict) -> str:
    """The verdict in one to three words, for a mark beside a line: "Ryms", "Prövas", "Över taket"."""
    return _LABELS.get(verdict.code) or _OUTCOME_LABELS[verdict.outcome]


def limit_sentence(limit: Limit) -> str:
    """How the limit was reckoned: "18 i vårdpersonalen ger 18 grundpaket, ett per person."."""
    numbers = {**limit.numbers, "value": limit.value, "one": limit.numbers.get("article", "")}
    return _LIMIT_SENTENCES[limit.name].format_map(Values(numbers))


def limit_sentences(limits: Iterable[Limit]) -> tuple[str, ...]:
    """Why the cap is what it is: one sentence for each limit, the choices that the appendix' terms make where
    its text is open, and which limit decides."""
    limits = tuple(limits)
    sentences: list[str] = []
    for limit in limits:
        sentences.append(limit_sentence(limit))
        sentences.extend(_choices(limit))
    if len(limits) > 1:
        same = all(limit.decisive for limit in limits)
        sentences.append("Gränserna är lika." if same else "Den lägre gränsen gäller.")
    return tuple(sentences)


def _choices(limit: Limit) -> tuple[str, ...]:
    programme = limit.numbers.get("programme_without_listing")
    if programme:
        return (f"{programme} har ingen listning, så listade patienter räknas inte.",)
    rounding = _ROUNDING.get(str(limit.numbers.get("rounding", "")))
    return (rounding,) if rounding else ()
