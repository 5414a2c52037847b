"""What a unit may have, why, and what it is asked to return."""

from datetime import date, timedelta

import pytest

from entitlements.rules.limits import entitlement
from entitlements.rules.proposals import proposal_sentence, proposals
from entitlements.rules.reasons import limit_sentences
from tests.entitlements.givens import NBSP, facts, kalmar, kalmar_with, other

SINCE = date(2026, 3, 3)


def right(code, given, appendix=None):
    return next(one for one in entitlement(given, appendix or kalmar()) if one.code == code)


def test_all_orderable_items_in_the_catalogues_order():
    assert [one.code for one in entitlement(facts(), kalmar())] == list(kalmar().items)[:13]


def test_the_cap_and_what_is_behind_it():
    one = right("base-package", facts(in_use={"base-package": 14}, on_the_way={"base-package": 2}))
    assert (one.cap, one.in_use, one.on_the_way, one.left, one.over) == (18, 14, 2, 2, 0)
    assert [(limit.name, limit.value, limit.decisive) for limit in one.limits] == [
        ("care_staff", 18, True),
        ("listed_patients", 20, False),
    ]
    assert limit_sentences(one.limits) == (
        "18 i vårdpersonalen ger 18 grundpaket, ett per person.",
        f"2{NBSP}043 listade patienter ger 20 grundpaket, 10 per 1{NBSP}000.",
        "Talet avrundas nedåt.",
        "Den lägre gränsen gäller.",
    )


def test_the_sentences_of_limits_that_are_even_and_alone():
    even = right("base-package", facts(care_staff=1, listed_patients=100))
    assert limit_sentences(even.limits) == (
        "1 i vårdpersonalen ger 1 grundpaket, ett per person.",
        f"100 listade patienter ger 1 grundpaket, 10 per 1{NBSP}000.",
        "Gränserna är lika.",
    )
    alone = right("base-package", facts(programme="psykisk-halsa", programme_name="Vårdval psykisk hälsa"))
    assert limit_sentences(alone.limits) == (
        "18 i vårdpersonalen ger 18 grundpaket, ett per person.",
        "Vårdval psykisk hälsa har ingen listning, så listade patienter räknas inte.",
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (facts(has_contract=False), f"Enheten har inget vårdavtal som gäller den 3{NBSP}mars 2026."),
        (
            facts(municipality_code="0780", municipality="Växjö"),
            "Grundpaket lämnas bara ut inom Kalmar län, och enheten ligger i Växjö.",
        ),
        (facts(care_staff=None), "Enheten saknar kontrollerade uppgifter om vårdpersonal."),
    ],
)
def test_a_cap_of_zero_says_why(given, sentence):
    one = right("base-package", given)
    assert (one.cap, one.left, limit_sentences(one.limits)) == (0, 0, (sentence,))


def test_the_sentences_of_shared_and_needs_tested():
    given = facts(in_use={"base-package": 1})
    assert limit_sentences(right("label-printer", given).limits) == ("1 etikettskrivare ingår per enhet.",)
    assert limit_sentences(right("extra-screen", given).limits) == (
        "1 grundpaket ger högst 1 extra skärm, en per grundpaket.",
    )


def test_another_regions_appendix_sets_other_caps_without_other_code():
    given = facts(programme="nara-vard", listed_patients=None, on_the_way={"workplace": 9})
    rights = {one.code: one for one in entitlement(given, other())}
    assert (rights["workplace"].cap, rights["workplace"].left) == (36, 36)
    assert (rights["tablet"].cap, rights["standing-desk"].cap, rights["standing-desk"].left) == (
        3,
        None,
        None,
    )
    assert limit_sentences(rights["workplace"].limits) == (
        "18 i vårdpersonalen ger 36 arbetsplatser, 2 per person.",
    )
    assert limit_sentences(rights["tablet"].limits) == ("3 surfplattor ingår per enhet.",)


def test_a_unit_over_its_cap_is_asked_to_withdraw_and_then_to_return():
    given = facts(care_staff=13, in_use={"base-package": 14}, on_the_way={"base-package": 2})
    (proposal,) = proposals(entitlement(given, kalmar()), kalmar().terms, since=SINCE)
    assert (proposal.item, proposal.cap, proposal.over) == ("base-package", 13, 3)
    assert (proposal.withdraw, proposal.give_back) == (2, 1)
    assert proposal.grace_until == SINCE + timedelta(days=90)
    assert not proposal.is_due(proposal.grace_until)
    assert proposal.is_due(proposal.grace_until + timedelta(days=1))
    assert proposal_sentence(proposal, kalmar()) == (
        f"Ni har 3 grundpaket mer än taket{NBSP}13: återkalla 2 på väg och lämna tillbaka 1."
    )


def test_orders_that_do_not_count_are_not_withdrawn():
    given = facts(care_staff=13, in_use={"base-package": 14}, on_the_way={"base-package": 2})
    appendix = kalmar_with(orders_in_progress_count=False)
    (proposal,) = proposals(entitlement(given, appendix), appendix.terms, since=SINCE)
    assert (proposal.over, proposal.withdraw, proposal.give_back) == (1, 0, 1)


@pytest.mark.parametrize(
    "given", [facts(), facts(care_staff=None), facts(has_contract=False), facts(listed_patients=None)]
)
def test_missing_figures_and_ended_contracts_give_no_proposal(given):
    held = {"base-package": 14, "label-printer": 1}
    rights = entitlement(
        facts(
            **{name: getattr(given, name) for name in ("care_staff", "has_contract", "listed_patients")},
            in_use=held,
        ),
        kalmar(),
    )
    assert proposals(rights, kalmar().terms, since=SINCE) == ()
