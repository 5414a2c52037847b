"""Each thing that can be wrong with an appendix file: found, with its line and a remedy in Swedish."""

from dataclasses import dataclass

import pytest

from entitlements.loader.errors import InvalidAppendix, LoadError
from entitlements.loader.load import load_appendix, parse_appendix
from tests.entitlements.givens import OTHER_FILE

GOOD = OTHER_FILE.read_text(encoding="utf-8")


def faults(data: str | bytes) -> tuple[LoadError, ...]:
    """The faults in a file, none when it loads."""
    try:
        parse_appendix(data if isinstance(data, bytes) else data.encode(), name="fel.yaml")
    except InvalidAppendix as refusal:
        return refusal.errors
    return ()


def line_with(text: str, within: str) -> int:
    return within[: within.index(text)].count("\n") + 1


@dataclass(frozen=True)
class Slip:
    """One change of the good file: ``old`` becomes ``new``, and the fault is on ``new``'s line."""

    old: str
    new: str
    problem: str
    remedy: str = ""
    at: str = ""


NUMBERS = "shared_per_unit: {value: 3"
ITEM = "  - code: tablet\n    kind: SHARED"
SLIPS = {
    "unknown key": Slip("title:", "titel:", "Okänd nyckel: titel.", "Menade du title?"),
    "unknown key in an item": Slip(
        "    icon: tablet", "    ikon: tablet", "Okänd nyckel: ikon.", "Menade du icon?"
    ),
    "unknown key like no other": Slip(
        "source:", "zzz: 1\nsource:", "Okänd nyckel: zzz.", "Ta bort den", at="zzz"
    ),
    "repeated key": Slip(
        "source:", "code: again\nsource:", "Nyckeln code står två gånger.", at="code: again"
    ),
    "missing key": Slip(
        "change_summary: Första versionen.\n", "", "Nyckeln change_summary saknas.", "Lägg till", at="code:"
    ),
    "missing key in an item": Slip(
        "    plural: surfplattor\n", "", "Nyckeln plural saknas.", at="code: tablet"
    ),
    "missing term": Slip(
        '  shared_per_unit: {value: 3, clause: "§2", note: Tre av varje.}\n',
        "",
        "Nyckeln shared_per_unit saknas.",
        at="cost_centre",
    ),
    "unknown term": Slip(
        "  shared_per_unit",
        "  shared_per_units",
        "Okänd nyckel: shared_per_units.",
        "Menade du shared_per_unit?",
    ),
    "unknown topic": Slip(
        "citations: {contract", "citations: {contracts", "Okänd nyckel: contracts.", "Menade du contract?"
    ),
    "item twice": Slip(
        "code: standing-desk",
        "code: tablet",
        "Koden tablet finns redan på rad",
        at="code: tablet\n    kind: NEEDS",
    ),
    "programme twice": Slip(
        "name: Vårdval nära vård}",
        "name: Vårdval nära vård}\n  - {code: nara-vard, name: Igen}",
        "Programmet nara-vard finns redan",
        at="name: Igen",
    ),
    "unknown kind": Slip("kind: SHARED", "kind: SHARE", "Okänt slag: SHARE.", "Menade du SHARED?"),
    "unknown kind like no other": Slip(
        "kind: SHARED", "kind: X", "Okänt slag: X.", "Välj bland BASE_PACKAGE"
    ),
    "unknown rounding": Slip("value: up", "value: upp", "Okänt sätt att avrunda: upp.", "Menade du up?"),
    "clause of an item": Slip(
        f'{ITEM}\n    clause: "§2"',
        f'{ITEM}\n    clause: "§9"',
        "Punkten §9 finns inte i bilagan.",
        at='"§9"',
    ),
    "clause of a term": Slip(
        f'{NUMBERS}, clause: "§2"', f'{NUMBERS}, clause: "§9"', "Punkten §9 finns inte i bilagan.", at='"§9"'
    ),
    "clause of a topic": Slip(
        'contract: "§2"', 'contract: "§9"', "Punkten §9 finns inte i bilagan.", at='"§9"'
    ),
    "clause id": Slip('id: "§2"', 'id: "2 §"', "Punkten 2 § är felaktig.", "Skriv den som"),
    "text where a number is wanted": Slip(NUMBERS, "shared_per_unit: {value: tre", "Här ska stå ett heltal."),
    "octal number": Slip(NUMBERS, "shared_per_unit: {value: 010", "Här ska stå ett heltal."),
    "negative number": Slip(NUMBERS, "shared_per_unit: {value: -1", "Talet -1 är utanför gränserna."),
    "huge number": Slip(NUMBERS, "shared_per_unit: {value: 10000000", "Talet 10000000 är utanför gränserna."),
    "endless number": Slip(NUMBERS, f"shared_per_unit: {{value: {'9' * 5000}", "Här ska stå ett heltal."),
    "number where a text is wanted": Slip(
        'version: "1.0"', "version: 2026:1", "Här ska stå en text.", "citattecken"
    ),
    "yes for true": Slip(
        "orders_in_progress_count: {value: false",
        "orders_in_progress_count: {value: yes",
        "Här ska stå true eller false.",
    ),
    "list where keys are wanted": Slip(
        "terms:\n", "terms: []\nterm:\n", "Här ska stå nycklar med värden.", at="terms: []"
    ),
    "text where a list is wanted": Slip(
        "programmes:\n  - {code: nara-vard, name: Vårdval nära vård}",
        "programmes: alla",
        "Här ska stå en lista.",
    ),
    "bad date": Slip("2026-07-01", "2026-02-30", "Datumet är felaktigt.", "2026-01-31"),
    "date in another order": Slip("2026-07-01", "1/7 2026", "Datumet är felaktigt."),
    "empty text": Slip("source: Påhittad bilaga för tester", 'source: " "', "Texten är tom."),
    "long text": Slip(
        "source: Påhittad bilaga för tester", f"source: {'x' * 301}", "Texten är längre än 300 tecken."
    ),
    "bad code": Slip("region: vindelmark", "region: Vindelmark", "Koden Vindelmark är felaktig."),
    "two base packages": Slip(
        "kind: SHARED",
        "kind: BASE_PACKAGE",
        "Bilagan har mer än ett grundpaket.",
        "varianter",
        at="code: tablet",
    ),
    "unknown programme": Slip(
        "programmes_without_listing: {value: []",
        "programmes_without_listing: {value: [annat]",
        "Programmet annat finns inte.",
    ),
    "motivation lengths": Slip(
        "motivation_min_length: {value: 0", "motivation_min_length: {value: 501", "kortaste längd är större"
    ),
    "part of an unknown option": Slip(
        "    icon: tablet",
        "    parts: [{code: dock, name: docka, serial_numbers: true, option: dock}]\n    icon: tablet",
        "tillvalet dock, som inte finns",
        at="parts",
    ),
    "municipality code": Slip(
        "programmes:",
        'municipalities: [{code: "760", name: Här}]\nprogrammes:',
        "Kommunkoden 760 är felaktig.",
        at="760",
    ),
    "municipality code without quotes": Slip(
        "programmes:",
        "municipalities: [{code: 0760, name: Här}]\nprogrammes:",
        "Här ska stå en text.",
        at="0760",
    ),
    "alias": Slip("title: Bilaga", "title: &a Bilaga", "Ankare och alias", at="&a"),
    "own type": Slip("title: Bilaga", "title: !!python/name:os.system Bilaga", "Egna typer", at="title"),
    "two documents": Slip("programmes:", "---\nprogrammes:", "Filen innehåller flera dokument.", at="---"),
    "not YAML": Slip("source: Påhittad", 'source: "Påhittad', "Filen är inte giltig YAML."),
}


def test_the_good_file_has_no_fault():
    assert faults(GOOD) == ()


@pytest.mark.parametrize("name", SLIPS)
def test_each_slip_is_found_on_its_line(name):
    slip = SLIPS[name]
    assert GOOD.count(slip.old) >= 1
    text = GOOD.replace(slip.old, slip.new, 1)
    found = [fault for fault in faults(text) if slip.problem in fault.problem and slip.remedy in fault.remedy]
    assert found, faults(text)
    assert found[0].file == "fel.yaml"
    assert found[0].remedy.endswith((".", "?"))
    if name != "not YAML":
        assert found[0].line == line_with(slip.at or slip.new, text)


def test_a_passage_needs_its_section():
    text = GOOD.replace('id: "§2"', 'id: "§2.dator"').replace('"§2"', '"§2.dator"')
    assert [(fault.problem, fault.line) for fault in faults(text)] == [("Punkten §2 saknas.", 13)]


def test_all_faults_are_told_at_once_in_the_order_of_the_lines():
    text = (
        GOOD.replace("title:", "titel:").replace("kind: SHARED", "kind: SHARE").replace("2026-07-01", "snart")
    )
    found = faults(text)
    assert [fault.problem for fault in found] == [
        "Nyckeln title saknas.",
        "Okänd nyckel: titel.",
        "Datumet är felaktigt.",
        "Okänt slag: SHARE.",
    ]
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)
    assert str(found[1]) == "fel.yaml, rad 4: Okänd nyckel: titel. Menade du title?"


def test_an_empty_appendix_is_no_appendix():
    text = GOOD[: GOOD.index("catalogue:\n")] + "catalogue: []\n"
    assert [fault.problem for fault in faults(text)] == ["Bilagan saknar text eller artiklar."]


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


@pytest.mark.parametrize(
    ("data", "problem", "line"),
    [
        (BOMB, "Ankare och alias", 1),
        ("[" * 100_000, "Filen är för djup eller för stor.", 1),
        ("{a: " * 30, "Filen är för djup eller för stor.", 1),
        ("- x\n" * 60_000, "Filen är för djup eller för stor.", 49_999),
        (b"x" * 1_000_001, "Filen är större än 1 MB.", 0),
        ("code: vindelmark\ntitle: Bilaga för Älvsby".encode("latin-1"), "Filen är inte i UTF-8.", 2),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Filen är inte i UTF-8.", 1),
        ("code: a\x00b", "Filen innehåller tecken som inte får finnas i YAML.", 0),
        ("code: [", "Filen är inte giltig YAML.", 1),
        ("", "Filen innehåller ingen bilaga.", 1),
        ("bara text", "Filen innehåller ingen bilaga.", 1),
        ("- en\n- lista", "Filen innehåller ingen bilaga.", 1),
    ],
)
def test_what_is_no_appendix_at_all_is_refused(data, problem, line):
    first = faults(data)[0]
    assert problem in first.problem
    assert first.line == line


@pytest.mark.parametrize(
    "text", ["? [a, b]\n: c\n", "<<: {a: b}\n", "code: !!set {a}\n", "code: ~\n", "=: 1\n"]
)
def test_odd_yaml_is_refused_without_a_crash(text):
    assert faults(text)


def test_a_byte_order_mark_is_passed_over():
    assert faults(b"\xef\xbb\xbf" + GOOD.encode()) == ()


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InvalidAppendix) as refusal:
        load_appendix(tmp_path / "saknas.yaml")
    assert str(refusal.value) == "saknas.yaml: Filen går inte att läsa. Kontrollera sökväg och rättigheter."
