"""What holds of the rules whatever is asked, of whatever unit."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitlements.rules.assess import RULES, assess
from entitlements.rules.frozen import freeze_assessment, freeze_verdict, from_json, to_json
from entitlements.rules.limits import entitlement
from entitlements.rules.reasons import limit_sentences, sentence
from entitlements.rules.types import ORDERABLE_KINDS, Facts, Outcome, Request, RequestLine, Terms
from tests.entitlements.givens import facts, kalmar, kalmar_with

ITEMS = list(kalmar().items)
ORDERABLE = [code for code, item in kalmar().items.items() if item.kind in ORDERABLE_KINDS]
counts = st.dictionaries(st.sampled_from(ORDERABLE), st.integers(0, 40))


@st.composite
def some_facts(draw) -> Facts:
    return replace(
        facts(),
        has_contract=draw(st.sampled_from([True, True, True, False])),
        municipality_code=draw(st.sampled_from(["0880", "0885", "0780"])),
        programme=draw(st.sampled_from(["halsoval", "psykisk-halsa", None])),
        care_staff=draw(st.none() | st.integers(0, 60)),
        listed_patients=draw(st.none() | st.integers(0, 20_000)),
        in_use=draw(counts),
        on_the_way=draw(counts),
        hypothetical=draw(st.booleans()),
    )


some_lines = st.builds(
    RequestLine,
    key=st.text(min_size=1, max_size=6),
    item=st.sampled_from(ITEMS) | st.text(max_size=8),
    quantity=st.integers(-3, 600),
    variant=st.sampled_from(["", "laptop", "desktop", "module", "x"]),
    options=st.lists(st.sampled_from(["docking-station", "x"]), max_size=3).map(tuple),
    motivation=st.text(max_size=30),
)
some_requests = st.builds(
    Request,
    lines=st.lists(some_lines, max_size=6, unique_by=lambda one: one.key).map(tuple),
    cost_centre=st.sampled_from(["95492", "", "1"]),
)
some_appendices = st.builds(
    kalmar_with,
    listed_rounding=st.sampled_from(["down", "up", "nearest"]),
    packages_per_staff=st.none() | st.integers(0, 3),
    packages_per_1000_listed=st.none() | st.integers(0, 30),
    orders_in_progress_count=st.booleans(),
    needs_tested_capped_by_base_packages=st.booleans(),
)


@given(some_requests, some_facts(), some_appendices)
def test_what_is_allowed_never_passes_the_cap(request, given_facts, appendix):
    assessment = assess(request, given_facts, appendix)
    if assessment.outcome == Outcome.REFUSED:
        return
    asked = Counter()
    for line in request.lines:
        asked[line.item] += line.quantity
    after = replace(given_facts, in_use=Counter(given_facts.in_use) + asked)
    before = {right.code: right for right in entitlement(given_facts, appendix)}
    for right in entitlement(after, appendix):
        if asked[right.code] and right.cap is not None:
            assert right.over == 0
            assert before[right.code].over == 0


@given(some_facts(), st.integers(0, 20), st.integers(0, 2000))
def test_more_staff_or_more_listed_never_lowers_a_cap(given_facts, hired, listed):
    more = replace(
        given_facts,
        care_staff=None if given_facts.care_staff is None else given_facts.care_staff + hired,
        listed_patients=None if given_facts.listed_patients is None else given_facts.listed_patients + listed,
    )
    for before, after in zip(entitlement(given_facts, kalmar()), entitlement(more, kalmar()), strict=True):
        assert after.cap >= before.cap
        assert after.left >= before.left


@given(st.data(), some_requests, some_facts())
def test_the_order_of_lines_does_not_matter(data, request, given_facts):
    shuffled = replace(request, lines=tuple(data.draw(st.permutations(request.lines))))
    one, two = (assess(each, given_facts, kalmar()) for each in (request, shuffled))
    for key in {"", *(line.key for line in request.lines)}:
        assert one.of_line(key) == two.of_line(key)


@given(some_requests, some_facts(), some_appendices)
def test_every_verdict_of_every_rule_is_returned_and_every_line_is_judged(request, given_facts, appendix):
    assessment = assess(request, given_facts, appendix)
    alone = tuple(verdict for rule in RULES for verdict in rule(request, given_facts, appendix))
    assert assessment.verdicts == alone
    assert assessment == assess(request, given_facts, appendix)
    for line in request.lines:
        assert assessment.of_line(line.key)


@given(some_requests, some_facts(), some_appendices)
def test_every_verdict_can_be_said(request, given_facts, appendix):
    for verdict in assess(request, given_facts, appendix).verdicts:
        assert sentence(verdict).endswith(".")
        assert all(limit_sentences(verdict.limits))
        assert not verdict.clause or verdict.clause in appendix.clauses


@given(some_facts(), some_appendices)
def test_the_numbers_of_an_entitlement_agree(given_facts, appendix):
    for right in entitlement(given_facts, appendix):
        if right.cap is None:
            assert (right.left, right.over, right.limits) == (None, 0, ())
            continue
        counted = right.in_use + (right.on_the_way if appendix.terms.orders_in_progress_count else 0)
        known = right.limits[0].name != "figures"
        assert right.cap == min(limit.value for limit in right.limits)
        assert right.left == max(0, right.cap - counted)
        assert right.over == (max(0, counted - right.cap) if known else 0)
        assert any(limit.decisive for limit in right.limits)


@given(some_requests, some_facts(), some_appendices)
def test_frozen_values_read_the_same(request, given_facts, appendix):
    assessment = assess(request, given_facts, appendix)
    for value in (
        request,
        given_facts,
        assessment,
        *assessment.verdicts,
        *entitlement(given_facts, appendix),
    ):
        assert from_json(json.loads(json.dumps(to_json(value)))) == value
    stored = json.loads(json.dumps(freeze_assessment(assessment)))
    assert from_json(stored) == assessment
    assert stored["outcome"] == assessment.outcome
    assert [one["sentence"] for one in stored["verdicts"]] == [sentence(one) for one in assessment.verdicts]


def test_what_an_older_version_froze_is_read_with_defaults():
    stored = to_json(facts()) | {"from_the_future": 1}
    del stored["hypothetical"], stored["in_use"]
    assert from_json(stored) == facts()
    verdict = freeze_verdict(assess(Request(()), facts(), kalmar()).verdicts[0])
    del verdict["limits"]
    assert from_json(verdict).code == "EMPTY_REQUEST"


@pytest.mark.parametrize("stored", [{}, {"type": "Terms"}, {"type": "Verdict", "code": "WITHIN_CAP"}])
def test_what_is_not_frozen_is_refused(stored):
    with pytest.raises(ValueError, match="frozen"):
        from_json(stored)


def test_only_values_of_the_rules_are_frozen():
    with pytest.raises(TypeError):
        to_json(Terms())
