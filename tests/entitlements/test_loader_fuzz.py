"""Whatever bytes are given, the loader answers with an appendix or with faults, and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from entitlements.loader.errors import InvalidAppendix
from entitlements.loader.load import parse_appendix
from entitlements.loader.types import AppendixFile
from tests.entitlements.givens import OTHER_FILE

LINES = OTHER_FILE.read_text(encoding="utf-8").splitlines()


def is_answered(data: bytes) -> bool:
    try:
        return isinstance(parse_appendix(data, name="fel.yaml"), AppendixFile)
    except InvalidAppendix as refusal:
        return all(fault.problem and fault.remedy for fault in refusal.errors) and bool(refusal.errors)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes(data):
    assert is_answered(data)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, len(LINES) - 1),
    st.sampled_from(
        [
            "",
            "x",
            "- x",
            "a: b",
            "  - ",
            "value: [",
            "? x",
            "~",
            "code: {a: 1}",
            "text: ~",
            "  : x",
            "!!int x",
        ]
    )
    | st.text("abc:-{}[]§'\"#,&*!|>%@` 01", max_size=12),
)
def test_the_good_file_with_any_line_replaced(place, line):
    indent = LINES[place][: len(LINES[place]) - len(LINES[place].lstrip())]
    changed = [*LINES[:place], indent + line, *LINES[place + 1 :]]
    assert is_answered("\n".join(changed).encode())
