"""Kalmar's appendix file says what the contract says, and everything that the portal needs."""

import re
from datetime import date
from functools import cache

from entitlements.loader.convert import stored_terms, to_rules
from entitlements.loader.load import load_appendix
from entitlements.loader.text import TOPICS
from entitlements.loader.types import AppendixFile
from entitlements.rules.types import Kind, Terms
from tests.entitlements.givens import DATA, KALMAR_FILE, OTHER_FILE


@cache
def kalmar_file() -> AppendixFile:
    return load_appendix(KALMAR_FILE)


def letters(text: str) -> str:
    """The text without blanks, bullets, and hyphens, which the contract also uses to break lines."""
    return re.sub(r"[\s•\-]", "", text)


def test_every_word_of_the_contract_is_there_in_its_order():
    contract = letters((DATA / "kalmar-it-text.txt").read_text(encoding="utf-8"))
    sections, ours = {}, ""
    for clause in kalmar_file().clauses:
        if clause.section == clause.id:
            sections[clause.id] = clause.heading
            ours += f"{clause.id[1:]}.{clause.heading}"
        ours += clause.body
    assert list(sections) == ["§1", "§2", "§3", "§3a", "§4", "§5"]
    assert letters(ours) == contract


def test_the_heads_of_the_file():
    file = kalmar_file()
    assert (file.code, file.region, file.version) == ("kalmar-it", "kalmar", "2026:1")
    assert (file.citation, file.valid_from) == ("Kalmar IT", date(2026, 1, 1))
    assert len(file.sha256) == 64
    assert {one.code for one in file.programmes} == {"halsoval", "psykisk-halsa"}


def test_the_terms_are_the_defaults_of_the_rules_with_the_county_and_the_programmes():
    rules = to_rules(kalmar_file())
    codes = ["0821", "0834", "0840", "0860", "0861", "0862", "0880", "0881", "0882", "0883", "0884", "0885"]
    assert rules.terms == Terms(
        municipality_codes=frozenset(codes), programmes_without_listing=frozenset({"psykisk-halsa"})
    )
    assert rules.label == "Kalmar IT 2026:1"
    assert rules.cite("§3a.grundpaket") == "Kalmar IT §3a"


def test_every_term_and_topic_has_its_clause_and_explanation():
    file = kalmar_file()
    stored, citations = stored_terms(file), file.citations
    assert set(stored) == set(Terms.__dataclass_fields__)
    assert set(citations) == set(stored) | set(TOPICS)
    assert set(citations.values()) <= {clause.id for clause in file.clauses}
    assert all(term["note"].endswith(".") for term in stored.values())
    open_questions = {name for name, term in stored.items() if term["open"]}
    assert open_questions >= {
        "listed_rounding", "needs_tested_capped_by_base_packages", "programmes_without_listing",
        "orders_in_progress_count", "branches_share_caps",
    }  # fmt: skip


def test_the_catalogue_has_what_3a_lists():
    by_kind = {}
    for entry in kalmar_file().catalogue:
        by_kind.setdefault(entry.kind, []).append(entry.code)
    assert by_kind[Kind.BASE_PACKAGE] == ["base-package"]
    assert by_kind[Kind.SHARED] == [
        "multifunction-printer", "video-conference", "check-in-screen", "label-printer",
    ]  # fmt: skip
    assert by_kind[Kind.NEEDS_TESTED] == [
        "extra-screen", "wipeable-keyboard-mouse", "personal-video", "dictation",
        "extra-multifunction-printer", "group-printer", "extra-check-in-screen", "extra-label-printer",
    ]  # fmt: skip
    assert {"wan-connection", "network-switch", "access-point"} == set(by_kind[Kind.NETWORK])
    assert {"user-account", "email-address", "siths-card", "authorisation"} == set(by_kind[Kind.ACCESS])
    assert {"record-system", "basic-training", "e-learning", "support"} < set(by_kind[Kind.SERVICE])


def test_hardware_has_a_model_and_times_in_months():
    for entry in kalmar_file().catalogue:
        if entry.kind in (Kind.BASE_PACKAGE, Kind.SHARED, Kind.NEEDS_TESTED):
            assert entry.model or all(variant.model for variant in entry.variants)
            assert 0 < entry.warranty_months <= entry.replacement_months
            assert entry.included


def test_the_parts_of_a_base_package_are_registered_separately():
    entry = kalmar_file().catalogue[0]
    assert [(part.code, part.option, part.serial_numbers) for part in entry.parts] == [
        ("screen", "", True),
        ("keyboard", "", False),
        ("mouse", "", False),
        ("docking-station", "docking-station", True),
    ]
    assert [(one.code, one.name) for one in entry.variants] == [
        ("laptop", "bärbar dator"),
        ("desktop", "stationär dator"),
    ]


def test_another_regions_file_loads_without_other_code():
    rules = to_rules(load_appendix(OTHER_FILE))
    assert rules.label == "Vindelmark it 1.0"
    assert (rules.terms.packages_per_staff, rules.terms.packages_per_1000_listed) == (2, None)
    assert rules.terms.municipality_codes == frozenset()
    assert list(rules.items) == ["workplace", "tablet", "standing-desk"]


def test_a_clause_is_plain_text_with_its_bullets():
    bodies = {clause.id: clause.body for clause in kalmar_file().clauses}
    assert bodies["§3a.gemensam"].splitlines()[:2] == [
        "- Gemensam utrustning på vårdenheten fysiskt lokaliserad inom Kalmar län:",
        "  - 1 multifunktionsskrivare",
    ]
    assert bodies["§4"] == ""
